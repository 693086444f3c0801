"""Calendars to subscribe to: one event, a series, any choice of events; and the choice as feeds and as a table."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import calendars
from events.filters import FOLLOWED, EventList
from events.lookup import series_at
from events.models import Event
from tillit.editorial.feeds import Entry, Feed, as_atom, as_json_feed, as_table
from tillit.editorial.models import PageGone
from tillit.links import absolute
from tillit.pagecache.middleware import same_for_everyone

KEPT_BEHIND = timedelta(days=90)
ENTRIES = 50
ROWS = 5000


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
    found = series_at(slug)
    return _answer(_recent(Event.objects.published().filter(series=found)), found.text.name)


@same_for_everyone(*FOLLOWED)
def all_events(request):
    events = EventList(request.GET)
    name = f"Tillit: {events.title}" if events.title else _("Evenemang hos Tillit")
    return _answer(_recent(events.rows()), name)


@same_for_everyone(*FOLLOWED)
def atom(request):
    return as_atom(_feed(request))


@same_for_everyone(*FOLLOWED)
def json_feed(request):
    return as_json_feed(_feed(request))


@same_for_everyone(*FOLLOWED)
def table(request):
    heads = [_("Rubrik"), _("Ingress"), _("Slag"), _("Arrangör"), _("Börjar"), _("Slutar"), _("Plats"), _("Gatuadress och ort"),
             _("Inställt"), _("Språk"), _("Adress")]  # fmt: skip
    rows = [
        _row(event) for event in EventList(request.GET).rows().as_cards().order_by("-starts_at", "-pk")[:ROWS]
    ]
    return as_table(heads, rows, _("evenemang"))


def _feed(request):
    events = EventList(request.GET)
    newest = events.rows().as_cards().order_by("-first_published_at", "-pk")
    return Feed(
        title=f"Tillit: {events.title}" if events.title else _("Evenemang hos Tillit"),
        description=_("Konferenser, chefsforum och seminarier där kommuner och regioner möts"),
        home=absolute(f"{reverse('events:list')}?{events.query_string}".rstrip("?")),
        own=absolute(request.get_full_path()),
        entries=[_entry(event) for event in newest[:ENTRIES]],
    )


def _entry(event):
    return Entry(
        identity=f"tag:{calendars.host()},2026:evenemang/{event.pk}",
        url=absolute(event.get_absolute_url()),
        title=event.text.title,
        summary=summary(event),
        language=event.text.language,
        author=event.organisation.name,
        published=event.first_published_at,
        updated=event.last_published_at,
        dated=None,
        tags=[event.get_kind_display()],
    )


def summary(event):
    """When and where, then the lead."""
    day = date_format(timezone.localtime(event.starts_at), "DATE_FORMAT")
    facts = ", ".join(filter(None, [day, event.place or (event.is_online and _("på nätet"))]))
    cancelled = _("Inställt.") if event.is_cancelled else ""
    return " ".join(filter(None, [cancelled, f"{facts[:1].upper()}{facts[1:]}.", event.text.lead]))


def _row(event):
    text, start, end = event.text, timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    return [
        text.title, text.lead or "", event.get_kind_display(), event.organisation.name, f"{start:%Y-%m-%d %H:%M}",
        f"{end:%Y-%m-%d %H:%M}", event.place, event.address, _("ja") if event.is_cancelled else "",
        text.language, absolute(event.get_absolute_url()),
    ]  # fmt: skip


def _recent(events):
    since = timezone.now() - KEPT_BEHIND
    return events.filter(ends_at__gte=since).order_by("starts_at", "pk").prefetch_related("days")


def _answer(events, name):
    calendar = calendars.feed(events, name=name, language=get_language())
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
