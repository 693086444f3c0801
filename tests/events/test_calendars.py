"""Every calendar file that was sent, read in order with a calendar library, ends in what the database says."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from events import allocation
from events.models import Event, EventDay, Registration, State
from tests.factories import at, make_event, make_person, make_session, republish
from tillit.outbox.letters import as_email, letter_of
from tillit.outbox.models import Message


class Diary:
    """A participant's calendar program: takes what is newer, throws away what is cancelled."""

    def __init__(self):
        self.entries, self.sequences = {}, {}

    def receive(self, message):
        for part in as_email(message).walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_param("method") == str(calendar["method"])
                (entry,) = calendar.walk("VEVENT")
                self._file(str(calendar["method"]), entry)

    def _file(self, method, entry):
        uid, sequence = str(entry["uid"]), int(entry["sequence"])
        assert sequence == self.sequences.get(uid, -1) + 1  # rises by one each time, never repeats
        assert "dtstamp" in entry
        self.sequences[uid] = sequence
        if method == "CANCEL":
            assert str(entry["status"]) == "CANCELLED"
            del self.entries[uid]
        else:
            self.entries[uid] = (entry["dtstart"].dt, entry["dtend"].dt, str(entry.get("description", "")))


def diaries():
    """What each address has in its calendar after all its letters, in the order they were written."""
    found = {}
    for message in Message.objects.order_by("pk"):
        found.setdefault(message.to, Diary()).receive(message)
    return {address: sorted(diary.entries.values()) for address, diary in found.items()}


def expected(registration):
    event = registration.event
    if registration.state != State.CONFIRMED or event.is_cancelled:
        return []
    granted = registration.choices.filter(is_granted=True).select_related("session")
    days = []
    for day in event.days.order_by("starts_at"):
        sessions = [c.session for c in granted if day.starts_at <= c.session.starts_at <= day.ends_at]
        lines = [
            f"{timezone.localtime(s.starts_at):%H.%M}–{timezone.localtime(s.ends_at):%H.%M} {s.title_sv}"
            for s in sessions
        ]
        days.append((day.starts_at, day.ends_at, "\n".join(lines)))
    return days


def check():
    """Every calendar tells what the database says, by address: a colleague has hers, who left has none."""
    told = diaries()
    for registration in Registration.objects.select_related("event"):
        if registration.is_active or registration.email not in [
            r.email for r in Registration.objects.active()
        ]:
            assert told[registration.email] == expected(registration), registration.email


def test_from_sign_up_to_cancellation():
    event = make_event(sessions=[make_session("Ett", capacity=1), make_session("Två", capacity=1)])
    one, two = event.sessions.order_by("pk")
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))
    check()
    bo = allocation.sign_up(event, make_person("Bo", session_ids=(two.pk,)))
    check()

    event.days = [EventDay(pk=event.days.get().pk, starts_at=at(40, 10), ends_at=at(40, 15))]
    sessions = list(event.sessions.all())
    for session in sessions:
        session.starts_at, session.ends_at = at(40, 11), at(40, 12)
    event.sessions = sessions
    event.save_revision().publish()
    check()
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True))[-2:] == ["events.moved"] * 2

    allocation.choose_session(ada, two.pk)
    check()
    allocation.choose_session(bo, one.pk)  # they exchange
    check()
    assert diaries()["ada@example.se"][0][2] == "11.00–12.00 Två"

    cia = allocation.hand_over(ada, name="Cia", email="cia@example.se")
    check()
    assert diaries()["ada@example.se"] == []
    allocation.cancel(cia)
    check()
    republish(Event.objects.get(pk=event.pk), cancelled_on=timezone.localdate())
    check()
    assert diaries() == {address: [] for address in ("ada@example.se", "bo@example.se", "cia@example.se")}
    republish(Event.objects.get(pk=event.pk), cancelled_on=None)
    check()
    assert len(diaries()["bo@example.se"]) == 1


def test_waiting_brings_no_calendar_and_promotion_does():
    event = make_event(capacity=1)
    ada = allocation.sign_up(event, make_person("Ada"))
    allocation.sign_up(event, make_person("Bo"))
    assert diaries()["bo@example.se"] == []

    allocation.cancel(ada)

    assert len(diaries()["bo@example.se"]) == 1
    check()


def test_invitation_speaks_of_stockholm_and_asks_for_no_answer():
    event = make_event(days=[EventDay(starts_at=at(30, 9), ends_at=at(30, 16))])
    ada = allocation.sign_up(event, make_person("Ada"))

    (name, method, content) = letter_of(Message.objects.get()).calendars[0]
    calendar = Calendar.from_ical(content)
    (entry,) = calendar.walk("VEVENT")

    assert (name, method) == (f"{event.slug_sv}-1.ics", "REQUEST")
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    assert entry["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert entry["dtstart"].dt == event.starts_at
    assert entry["attendee"].params["RSVP"] == "FALSE"
    assert str(entry["organizer"]) == "mailto:tillit@localhost"
    assert ada.token not in content.decode()


def test_public_feeds_tell_all_days_and_what_is_cancelled(client):
    days = [EventDay(starts_at=at(n, 9), ends_at=at(n, 12)) for n in (30, 31)]
    event = make_event(title_sv="Två dagar", days=days)
    other = republish(make_event(title_sv="Inställd dag"), cancelled_on=timezone.localdate())
    make_event(title_sv="Utkast", published=False)

    def read(address):
        calendar = Calendar.from_ical(client.get(address).content)
        return [(str(e["summary"]), e["dtstart"].dt, str(e["status"])) for e in calendar.walk("VEVENT")]

    assert read("/evenemang.ics") == [
        ("Två dagar", at(30, 9), "CONFIRMED"),
        ("Två dagar", at(31, 9), "CONFIRMED"),
        ("Inställd dag", at(30, 9), "CANCELLED"),
    ]
    assert read(f"/evenemang/{event.slug_sv}.ics") == [
        ("Två dagar", at(30, 9), "CONFIRMED"),
        ("Två dagar", at(31, 9), "CONFIRMED"),
    ]
    assert read(f"/evenemang/{other.slug_sv}.ics")[0][2] == "CANCELLED"


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_hours_are_right_on_the_days_when_the_clock_is_moved(day):
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Europe/Stockholm"))
    event = make_event(days=[EventDay(starts_at=noon, ends_at=noon + timedelta(hours=2))])
    allocation.sign_up(event, make_person("Ada"))

    (_name, _method, content) = letter_of(Message.objects.get()).calendars[0]

    assert f"DTSTART;TZID=Europe/Stockholm:{day.replace('-', '')}T120000" in content.decode()


def test_own_calendar_tells_what_the_letters_told_and_is_empty_for_who_has_left(client):
    days = [EventDay(starts_at=at(n, 9), ends_at=at(n, 16)) for n in (30, 31)]
    late = {"starts_at": at(31, 10), "ends_at": at(31, 11)}
    event = make_event(days=days, sessions=[make_session("Ett", **late), make_session("Två", **late)])
    one, two = event.sessions.order_by("pk")
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))
    for session in (two, one, two):
        allocation.choose_session(ada, session.pk)

    def own():
        calendar = Calendar.from_ical(client.get(f"{ada.own_url}kalender.ics").content)
        return {
            str(e["uid"]): (int(e["sequence"]), str(e.get("description", "")))
            for e in calendar.walk("VEVENT")
        }

    told = {}
    for message in Message.objects.order_by("pk"):
        for _name, _method, content in letter_of(message).calendars:
            (entry,) = Calendar.from_ical(content).walk("VEVENT")
            told[str(entry["uid"])] = (int(entry["sequence"]), str(entry.get("description", "")))
    assert own() == told
    assert sorted(sequence for sequence, _text in told.values()) == [0, 3]

    allocation.cancel(ada)
    assert own() == {}


def test_a_new_address_of_the_page_is_no_news_to_the_participants():
    event = make_event(title_sv="Dagen")
    allocation.sign_up(event, make_person("Ada"))

    republish(event, slug_sv="annan-adress")

    assert Message.objects.count() == 1


def test_number_of_the_public_calendar_rises_with_each_publication(client):
    event = make_event()

    def sequence():
        (entry,) = Calendar.from_ical(client.get(f"/evenemang/{event.slug_sv}.ics").content).walk("VEVENT")
        return int(entry["sequence"])

    with time_machine.travel("2027-01-01 12:00:00+00:00", tick=False) as clock:
        republish(event)
        first = sequence()
        clock.shift(1)
        republish(event)

        assert sequence() > first
