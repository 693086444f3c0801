"""What readers answered to "Hjälpte sidan dig?", all of it, for those who answer for the pages."""

from django.core.paginator import Paginator
from django.shortcuts import render

from articles.models import Article, ReaderAnswer
from tillit.editorial.permissions import workable_by

PER_PAGE = 50
KINDS = {"nej": ("hjälpte inte", {"helped": False}), "ja": ("hjälpte", {"helped": True})}


def reader_answers(request):
    """?mina=ja shows those of the user's own pages, ?svar=nej those that were not helped."""
    kind, is_mine = request.GET.get("svar", ""), request.GET.get("mina") == "ja"
    pages = workable_by(Article.objects.all(), request.user)
    answers = ReaderAnswer.objects.filter(article__in=pages.filter(owner=request.user) if is_mine else pages)
    if kind in KINDS:
        answers = answers.filter(**KINDS[kind][1])
    context = {
        "page": Paginator(answers.select_related("article"), PER_PAGE).get_page(request.GET.get("sida")),
        "kinds": [(code, text, code == kind) for code, (text, _values) in KINDS.items()],
        "kind": kind if kind in KINDS else "",
        "is_mine": is_mine,
    }
    return render(request, "articles/admin/answers.html", context)
