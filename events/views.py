"""Public pages about events. They are the same for everyone; what a person does has pages of its own."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation

from events.filters import PARAMETERS, EventList
from events.lookup import cards, event_at, seats_version, series_at
from events.models import Event
from events.pages import EventPage
from tillit.editorial.gone import page_gone
from tillit.editorial.languages import language_choices
from tillit.editorial.models import PageGone
from tillit.pagecache.middleware import same_for_everyone

PAST_PER_PAGE = 20


@same_for_everyone(*PARAMETERS, also=seats_version)
def event_list(request):
    events = EventList(request.GET)
    past = Paginator(events.rows().past().as_cards(), PAST_PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "events": events,
        "upcoming": cards(events.rows().upcoming()),
        "past": past,
        "past_cards": cards(past.object_list),
    }
    return render(request, "events/list.html", context)


@same_for_everyone(also=seats_version)
def event_detail(request, slug):
    language = translation.get_language()
    event = event_at(language, slug)
    if event is None:
        return moved(request, language, slug)
    context = {"event": event, "page": EventPage(event), "page_languages": language_choices(event, language)}
    return render(request, "events/detail.html", context)


@same_for_everyone(also=seats_version)
def series_detail(request, slug):
    series = series_at(slug)
    context = {
        "series": series,
        "upcoming": cards(Event.objects.upcoming().filter(series=series)),
        "past": cards(Event.objects.past().filter(series=series)),
    }
    return render(request, "events/series.html", context)


def moved(request, language, slug):
    """Where a page that stood at the address is now; 410 when it is nowhere, 404 when it never was."""
    try:
        event = Event.objects.formerly_at(language, slug)
    except PageGone as gone:
        return page_gone(request, gone)
    if event:
        return redirect(event.url_in(language), permanent=True)
    event = Event.objects.published().filter(slug_sv=slug).first()
    if event is None or event.url_in(language) == request.path:
        raise Http404
    return redirect(event.url_in(language))
