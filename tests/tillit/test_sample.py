"""What ./up shows: events of every kind, on days that people work, with people in the seats."""

from django.utils import timezone

from events.models import Event, Seats
from tillit.sample.events import load_events


def test_sample_has_one_open_one_full_one_with_seminars_and_one_past(sample):
    load_events()
    assert load_events() == 0  # again adds nothing

    upcoming, past = list(Event.objects.upcoming()), list(Event.objects.past())
    seats = {row.event_id: row for row in Seats.objects.filter(session=None)}
    assert (len(upcoming), len(past)) == (3, 1)
    assert [e.title_sv for e in upcoming if seats[e.pk].waiting]
    assert [e.title_sv for e in upcoming if not seats[e.pk].is_full]
    assert {e.all_seats.exclude(session=None).count() for e in upcoming} == {0, 4}
    assert all(
        timezone.localtime(day.starts_at).weekday() < 5 for e in (*upcoming, *past) for day in e.days.all()
    )
    assert past[0].published_reports
