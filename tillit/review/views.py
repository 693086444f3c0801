"""Reading a draft together, in the back office and through a link."""

from datetime import timedelta

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tillit.editorial.models import Editorial
from tillit.editorial.permissions import may_work_with
from tillit.links import NAMES, absolute
from tillit.review.letters import tell_of_comment
from tillit.review.models import Comment, DraftLink
from tillit.review.parts import parts_of
from tillit.text import typed_line, typed_text

DAYS = [(3, "3 dagar"), (14, "2 veckor"), (30, "en månad")]
MOST_COMMENTS = 200  # through one link


class LinkForm(forms.Form):
    given_to = forms.CharField(
        label="Till vem", max_length=120, help_text="Till exempel den som citeras eller översätter."
    )
    days = forms.TypedChoiceField(label="Gäller i", choices=DAYS, coerce=int, initial=14)

    def clean_given_to(self):
        return typed_line(self.cleaned_data["given_to"])


class CommentForm(forms.Form):
    anchor = forms.CharField(max_length=60)
    text = forms.CharField(
        label="Kommentar",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv en kommentar.",
            "max_length": "Skriv kortare: högst 2 000 tecken.",
        },
    )

    def clean_text(self):
        return _something(typed_text(self.cleaned_data["text"]), self.fields["text"])


def _something(text, field):
    """What is left when signs that nobody sees are gone."""
    if not text:
        raise forms.ValidationError(field.error_messages["required"])
    return text


class GuestCommentForm(CommentForm):
    name = forms.CharField(label="Ditt namn", max_length=120, error_messages={"required": "Skriv ditt namn."})

    def clean_name(self):
        return _something(typed_line(self.cleaned_data["name"]), self.fields["name"])


def _own_page(request, app, model, pk):
    """The page and its draft, for those who work with it."""
    try:
        kind = apps.get_model(app, model)
    except LookupError:
        raise Http404 from None
    if not issubclass(kind, Editorial):
        raise Http404
    page = get_object_or_404(kind.objects.select_related("latest_revision"), pk=pk)
    if not (request.user.has_perm(f"{app}.change_{model}") and may_work_with(request.user, page)):
        raise PermissionDenied
    return page


def _language(request):
    asked = request.GET.get("sprak", "")
    return asked if asked in NAMES else "sv"


def _context(page, language, link=None):
    """The draft and what has been said of it; through a link only what was said through that link."""
    draft = page.get_latest_revision_as_object()
    comments = Comment.objects.of(page).filter(language=language).select_related("author", "link")
    if link:
        comments = comments.filter(link=link)
    return {
        "page": page,
        "draft": draft,
        "language": language,
        "text_languages": [(code, NAMES[code]) for code in draft.languages or ["sv"]],
        "parts": parts_of(draft, language, comments, "h2" if link else "h3"),
    }


def review_page(request, app, model, pk, bound=None):
    page = _own_page(request, app, model, pk)
    language = _language(request)
    open_links = DraftLink.objects.of(page).open().select_related("created_by")
    context = _context(page, language) | {
        "form": bound,
        "link_form": LinkForm(),
        "links": [(link, absolute(reverse("draft", args=[link.token]))) for link in open_links],
        "address": [app, model, pk],
        "edit_url": reverse(page.snippet_viewset.get_url_name("edit"), args=[page.pk]),
    }
    return render(request, "review/page.html", context, status=422 if bound else 200)


def _back(app, model, pk, language, anchor):
    return redirect(f"{reverse('review_page', args=[app, model, pk])}?sprak={language}#del-{anchor}")


@require_POST
def comment(request, app, model, pk):
    page, form, language = _own_page(request, app, model, pk), CommentForm(request.POST), _language(request)
    if not form.is_valid():
        return review_page(request, app, model, pk, bound=form)
    _save(page, language, form.cleaned_data, author=request.user, author_name=str(request.user))
    return _back(app, model, pk, language, form.cleaned_data["anchor"])


def _save(page, language, given, **who):
    written = Comment.objects.create(
        page=page, language=language, anchor=given["anchor"], text=given["text"], **who
    )
    tell_of_comment(written, page)


@require_POST
def resolve(request, app, model, pk, number):
    """Done with, or after all not."""
    page = _own_page(request, app, model, pk)
    found = get_object_or_404(Comment.objects.of(page), pk=number)
    done = found.resolved_at is None
    found.resolved_at, found.resolved_by = (timezone.now(), request.user) if done else (None, None)
    found.save(update_fields=["resolved_at", "resolved_by"])
    return _back(app, model, pk, found.language, found.anchor)


@require_POST
def share(request, app, model, pk):
    page, form = _own_page(request, app, model, pk), LinkForm(request.POST)
    if form.is_valid():
        expires = timezone.now() + timedelta(days=form.cleaned_data["days"])
        link = DraftLink.objects.create(
            page=page, given_to=form.cleaned_data["given_to"], created_by=request.user, expires_at=expires
        )
        messages.success(request, f"Länken till {link.given_to} står här under. Kopiera och skicka den.")
    else:
        messages.error(request, "Skriv vem länken är till.")
    return redirect(f"{reverse('review_page', args=[app, model, pk])}#lankar")


@require_POST
def revoke(request, app, model, pk, number):
    page = _own_page(request, app, model, pk)
    link = get_object_or_404(DraftLink.objects.of(page), pk=number)
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    messages.success(request, f"Länken till {link.given_to} fungerar inte längre.")
    return redirect(f"{reverse('review_page', args=[app, model, pk])}#lankar")


# Through a link ----------------------------------------------------------------------------------


@never_cache
@csrf_exempt  # The link is the key: nobody is signed in, and a token would need a cookie.
def draft(request, token):
    """The draft for somebody without an account. Opening it changes nothing; it is found by no search."""
    link = DraftLink.behind(token)
    page = link and link.page
    if page is None:
        return _unseen(render(request, "review/closed.html", status=410))
    language = _language(request)
    form = GuestCommentForm(request.POST or None, initial={"name": link.given_to})
    if request.method == "POST" and form.is_valid():
        if link.comments.count() < MOST_COMMENTS:
            given = form.cleaned_data
            _save(page, language, given, author_name=given["name"], link=link)
        return redirect(f"{request.path}?sprak={language}&tack=1#del-{form.cleaned_data['anchor']}")
    with translation.override("sv"):
        context = _context(page, language, link) | {
            "link": link,
            "form": form,
            "is_thanked": "tack" in request.GET,
        }
        status = 422 if request.method == "POST" else 200
        return _unseen(render(request, "review/draft.html", context, status=status))


def _unseen(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
