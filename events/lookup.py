"""Events as pages ask for them: all that one page shows, all that many cards show, whether seats have changed."""

from django.db.models import Count, Prefetch, Sum
from django.http import Http404

from events.models import Event, Seats, Series
from events.pages import EventPage
from tillit.pagecache.watch import kept


def seats_version():
    """Differs as soon as the seats that pages tell of may differ."""
    return tuple(Seats.objects.aggregate(Sum("version"), Count("pk")).values())


@kept
def event_at(language, slug):
    """The published event at an address, with its programme and questions; shared, and only to be read."""
    pk = Event.objects.published().filter(**{f"slug_{language}": slug}).values_list("pk", flat=True).first()
    return pk and event_with_all(pk)


def series_at(slug):
    """The series at an address, while an event of it is public; raises Http404."""
    series = Series.objects.filter(slug=slug).first()
    if series is None or not series.is_public:
        raise Http404
    return series


@kept
def event_with_all(pk):
    events = Event.objects.select_related("organisation", "series", "picture").prefetch_related(
        *("days", "sessions__speakers__person", "sessions__speakers__organisation", "questions"),
        *("co_organisers", "materials__attachment"),
    )
    return events.get(pk=pk)


def cards(events):
    """The events as their cards show them: four questions, however many there are."""
    seats = Prefetch("all_seats", Seats.objects.filter(session=None))
    return [EventPage(event) for event in events.as_cards().prefetch_related("days", seats)]
