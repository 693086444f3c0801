"""What an owner meets behind the link in her letter, and what a reader meets under a page."""

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles import upkeep
from articles.models import Article, ReaderAnswer, ReviewRequest
from tillit.text import typed_text

MOST_IN_AN_HOUR = 300  # more than people answer; programs are stopped here


@never_cache
@csrf_exempt  # The link is the key: nobody is signed in, and a token would need a cookie.
def review(request, token):
    """Opening the link shows the question; one of the three buttons answers it."""
    asked = upkeep.request_of(token)
    if asked is None:
        return render(request, "articles/review.html", status=404)
    given = request.POST.get("svar")
    if request.method == "POST" and given in ReviewRequest.Answer.values:
        upkeep.answer(asked, given, reason=typed_text(request.POST.get("varfor", ""))[:300])
        return redirect("review", token)
    edit = reverse("wagtailsnippets_articles_article:edit", args=[asked.article_id])
    context = {"asked": asked, "article": asked.article, "edit_url": edit}
    response = render(request, "articles/review.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


class ReaderAnswerForm(forms.ModelForm):
    helped = forms.TypedChoiceField(
        choices=[("ja", _("Ja")), ("nej", _("Nej"))], coerce=lambda value: value == "ja"
    )
    # Left empty by people, who do not see it; filled in by programs.
    website = forms.CharField(required=False)

    class Meta:
        model = ReaderAnswer
        fields = ["helped", "text"]

    def clean_text(self):
        return typed_text(self.cleaned_data["text"])

    @property
    def is_from_a_program(self):
        return bool(self.cleaned_data.get("website"))


@csrf_exempt  # Readers have no cookies; all that somebody could forge is an opinion.
@require_POST
def did_it_help(request, pk):
    """An answer is thanked for whatever becomes of it; one that cannot be taken is asked for again."""
    article = get_object_or_404(Article.objects.published(), pk=pk)
    form = ReaderAnswerForm(request.POST)
    if not form.is_valid():
        context = {"article": article, "form": form}
        return render(request, "articles/answer.html", context, status=400)
    too_many = ReaderAnswer.objects.of_the_last_hour().count() >= MOST_IN_AN_HOUR
    if not (form.is_from_a_program or too_many):
        form.instance.article, form.instance.language = article, get_language()
        form.save()
    return redirect("answered", article.pk)


def answered(request, pk):
    return render(
        request, "articles/answered.html", {"article": get_object_or_404(Article.objects.published(), pk=pk)}
    )
