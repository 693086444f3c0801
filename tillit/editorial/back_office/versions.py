"""Every version that readers have seen: by date, to look at and to compare."""

from datetime import datetime, time
from itertools import zip_longest

from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from tillit.editorial.back_office.pages import page_for, screen
from tillit.links import NAMES


def versions(request, model, pk):
    page = page_for(request, model, pk, "change")
    shown = list(page.versions.select_related("published_by", "revision"))
    day = _day(request.GET.get("dag", ""))
    context = {
        "page": page,
        "rows": [
            (version, _links(page, version, before)) for version, before in zip_longest(shown, shown[1:])
        ],
        "day": day,
        "history_url": screen(page, "history"),
        "that_day": next((v for v in shown if day and _was_public(v, day)), None),
    }
    return render(request, "editorial/admin/versions.html", context)


def _links(page, version, before):
    """[(text, address)]: the version in each of its languages, and what had changed since the one before."""
    shown = version.revision.as_object()
    view = screen(page, "revisions_view", version.revision_id)
    links = [(f"Se sidan på {NAMES[code].lower()}", f"{view}?mode={code}") for code in shown.languages]
    if before:
        pair = before.revision_id, version.revision_id
        links.append(("Jämför med den förra", screen(page, "revisions_compare", *pair)))
    return links


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _was_public(version, day):
    begins, ends = (timezone.make_aware(datetime.combine(day, moment)) for moment in (time.min, time.max))
    return version.began_at <= ends and (version.ended_at is None or version.ended_at >= begins)
