"""One table of every translation, so that what has fallen behind is seen."""

from collections import Counter

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from tillit.editorial.back_office.pages import screen
from tillit.editorial.permissions import workable_by
from tillit.editorial.schedule import editorial_models
from tillit.editorial.translations import EASY, IN_WORDS, Status, all_statuses

PER_PAGE = 50


def translations(request):
    """?status=inaktuell shows only the pages that have such a translation."""
    wanted = request.GET.get("status", "")
    wanted = wanted if wanted in IN_WORDS else ""
    rows = [row for model in editorial_models() for row in _states_of(model, request.user)]
    shown = [row for row in rows if not wanted or wanted in row[2].values()]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("sida"))
    counts = Counter(code for _model, _pk, states in rows for code in set(states.values()))
    context = {
        "rows": [(item, screen(item, "edit"), _in_columns(item)) for item in _pages(page.object_list)],
        "page": page,
        "wanted": wanted,
        "statuses": [(code, text, counts[code]) for code, text in IN_WORDS.items()],
    }
    return render(request, "editorial/admin/translations.html", context)


def _states_of(model, user):
    """[(model, pk, {language: how it stands})] of the pages the user works with, the newest first."""
    if not user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
        return []
    pages = workable_by(model.objects.order_by("-pk"), user).values_list("pk", "translation_states")
    return [(model, pk, states) for pk, states in pages]


def _pages(rows):
    found = {}
    for model in {model for model, _pk, _states in rows}:
        pks = [pk for kind, pk, _states in rows if kind is model]
        pages = model.objects.select_related("organisation").filter(pk__in=pks).defer(*model.columns("body"))
        found |= {(model, page.pk): page for page in pages}
    return [found[model, pk] for model, pk, _states in rows if (model, pk) in found]


def _in_columns(page):
    if not page.translation_states:  # not saved since the hub began to keep them
        page.translation_states = {language: status.code for language, status in all_statuses(page).items()}
    return [_status(page, language) for language in ("en", "fi", EASY)]


def _status(page, language):
    code, record = page.translation_states.get(language), page.translations.get(language)
    return Status(code, record and parse_datetime(record["at"])) if code else None
