"""Calendars to subscribe to: one event, a series, everything."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import calendars
from events.models import Event, Series
from tillit.editorial.models import PageGone
from tillit.pagecache.middleware import same_for_everyone

KEPT_BEHIND = timedelta(days=90)


@same_for_everyone()
def one_event(request, slug):
    event = Event.objects.published().filter(**{f"slug_{get_language()}": slug}).first()
    if event is None:
        return _moved(slug)
    return _answer([event], event.text.title)


def _moved(slug):
    try:
        event = Event.objects.formerly_at(get_language(), slug)
    except PageGone:
        return HttpResponse(status=410)
    if event is None:
        raise Http404
    return redirect("events:calendar", event.text.slug, permanent=True)


@same_for_everyone()
def series(request, slug):
    found = get_object_or_404(Series, slug=slug)
    return _answer(_recent().filter(series=found), found.text.name)


@same_for_everyone()
def all_events(request):
    return _answer(_recent(), _("Evenemang hos Tillit"))


def _recent():
    since = timezone.now() - KEPT_BEHIND
    return (
        Event.objects.published()
        .filter(ends_at__gte=since)
        .order_by("starts_at", "pk")
        .prefetch_related("days")
    )


def _answer(events, name):
    calendar = calendars.feed(events, name=name, language=get_language())
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
