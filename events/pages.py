"""An event as its page shows it: decided here, so that the template only shows."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format, time_format


@dataclass
class Row:
    """A time in the programme: one session for all, or several to choose between."""

    time: str
    sessions: list

    @property
    def is_choice(self):
        return bool(self.sessions[0].slot)


@dataclass
class Day:
    heading: str  # empty when there is only one
    rows: list[Row]


class EventPage:
    def __init__(self, event):
        self.event = event

    @cached_property
    def days(self):
        return sorted(self.event.days.all(), key=lambda day: day.starts_at)

    @cached_property
    def when(self):
        """(day, hours) for each day."""
        return [(named_day(day.starts_at), hours(day)) for day in self.days]

    @cached_property
    def programme(self):
        sessions = sorted(self.event.sessions.all(), key=lambda s: (s.starts_at, s.slot, s.pk or 0))
        by_day = {}
        for session in sessions:
            by_day.setdefault(local(session.starts_at).date(), []).append(session)
        is_long = len(self.days) > 1 or len(by_day) > 1
        return [
            Day(named_day(own[0].starts_at) if is_long else "", self._rows(own))
            for _day, own in sorted(by_day.items())
        ]

    @staticmethod
    def _rows(sessions):
        rows = {}
        for session in sessions:
            key = (session.slot, "") if session.slot else ("", session.pk or id(session))
            rows.setdefault(key, Row(hours(session), [])).sessions.append(session)
        return list(rows.values())

    @cached_property
    def seats(self):
        """The event's seats; None before it is published for the first time."""
        return next((row for row in self._all_seats if row.session_id is None), None)

    @cached_property
    def seats_of_sessions(self):
        return {row.session_id: row for row in self._all_seats if row.session_id}

    @cached_property
    def _all_seats(self):
        return list(self.event.all_seats.all()) if self.event.pk else []

    @property
    def slots(self):
        """[(slot, hours, [(session, seats)])] to choose in, those that can still be chosen."""
        slots = {}
        for session in sorted(self.event.sessions.all(), key=lambda s: (s.starts_at, s.pk or 0)):
            if session.pk in self.seats_of_sessions:
                slots.setdefault(session.slot, []).append((session, self.seats_of_sessions[session.pk]))
        return [(slot, self._when(sessions[0][0]), sessions) for slot, sessions in slots.items()]

    def _when(self, session):
        """The hours of a session, with its day where there are several."""
        return f"{named_day(session.starts_at)} {hours(session)}" if len(self.days) > 1 else hours(session)

    @property
    def sign_up(self):
        """Where sign-up stands: cancelled, over, none, later, open, queue or closed."""
        event, seats = self.event, self.seats
        if event.is_cancelled:
            return "cancelled"
        if event.is_over:
            return "over"
        if not event.takes_registrations or seats is None:
            return "none"
        if seats.is_open:
            return "queue" if seats.is_full else "open"
        return "later" if seats.opens_later else "closed"

    @property
    def availability(self):
        return self.seats.availability if self.seats else ""

    @property
    def queue_rule(self):
        return self.event.get_queue_rule_display()

    @property
    def is_worth_a_calendar_entry(self):
        return not (self.event.is_cancelled or self.event.is_over)

    @property
    def schema_status(self):
        if self.event.is_cancelled:
            return "EventCancelled"
        return "EventRescheduled" if self.event.moved_from else "EventScheduled"

    @property
    def schema_attendance(self):
        event = self.event
        if event.is_online:
            return f"{'Mixed' if event.place else 'Online'}EventAttendanceMode"
        return "OfflineEventAttendanceMode" if event.place else ""

    @property
    def organisers(self):
        """The one who arranges, then those who do it with them."""
        event = self.event
        return [event.organisation, *event.co_organisers.all()] if event.organisation else []


def local(moment):
    return timezone.localtime(moment)


def named_day(moment):
    """tisdag 22 december 2026, as each language writes it."""
    day = local(moment)
    return f"{date_format(day, 'l')} {date_format(day, 'DATE_FORMAT')}"


def hours(span):
    start, end = local(span.starts_at), local(span.ends_at)
    if start.date() != end.date():
        return f"{time_format(start, 'H.i')} – {date_format(end, 'DATE_FORMAT')} {time_format(end, 'H.i')}"
    return f"{time_format(start, 'H.i')}–{time_format(end, 'H.i')}"
