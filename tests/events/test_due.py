"""What happens because time passes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from events import allocation, due, refusals
from events.models import Registration, ReservedSeats, State
from tests.factories import at, make_event, make_organisation, make_person
from tillit.outbox.models import Message


def states():
    return dict(Registration.objects.order_by("pk").values_list("name", "state"))


def letters(name):
    to = f"{name.casefold()}@example.se"
    return [
        kind.removeprefix("events.")
        for kind in Message.objects.filter(to=to).order_by("pk").values_list("kind", flat=True)
    ]


def test_near_the_day_a_seat_is_offered_and_goes_on_when_nobody_answers():
    event = make_event(capacity=1, offer_days=60, offer_hours=24)
    ada = allocation.sign_up(event, make_person("Ada"))
    allocation.sign_up(event, make_person("Bo"))
    allocation.sign_up(event, make_person("Cia"))
    allocation.cancel(ada)
    assert states() == {"Ada": State.CANCELLED, "Bo": State.OFFERED, "Cia": State.WAITING}

    due.run()
    assert states()["Bo"] == State.OFFERED
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        call_command("events_due")
        assert states() == {"Ada": State.CANCELLED, "Bo": State.CANCELLED, "Cia": State.OFFERED}
        bo, cia = Registration.objects.order_by("pk")[1:]
        with pytest.raises(refusals.NoLongerPossible):
            allocation.accept_offer(bo)
        allocation.accept_offer(cia)

    assert states()["Cia"] == State.CONFIRMED
    assert (letters("Bo"), letters("Cia")) == (
        ["waiting", "offered", "lapsed"],
        ["waiting", "offered", "confirmed"],
    )


def test_reserved_seats_are_let_go_at_their_hour():
    ours = make_organisation()
    event = make_event(capacity=2, reserved=[ReservedSeats(organisation=ours, seats=1, until=at(10))])
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name))
    allocation.sign_up(event, make_person("Cia", organisation_id=ours.pk, organisation_text=""))
    assert states() == {"Ada": State.CONFIRMED, "Bo": State.WAITING, "Cia": State.CONFIRMED}

    other = make_event(capacity=2, reserved=[ReservedSeats(organisation=ours, seats=1, until=at(10))])
    for name in ("Dan", "Eva"):
        allocation.sign_up(other, make_person(name))
    assert states()["Eva"] == State.WAITING
    with time_machine.travel(at(10) + timedelta(minutes=1)):
        due.run()
        assert due.run() == 0

    assert states()["Eva"] == State.CONFIRMED
    assert states()["Bo"] == State.WAITING  # the seat was used by whom it was kept for


def test_queue_closes_when_the_day_begins():
    event = make_event(capacity=1)
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name))

    with time_machine.travel(at(30, 9, 1)):
        due.run()
        assert due.run() == 0

    assert states() == {"Ada": State.CONFIRMED, "Bo": State.CANCELLED}
    assert letters("Bo") == ["waiting", "closed"]


def test_reminder_goes_once_to_those_who_have_a_seat():
    event = make_event(capacity=1, reminder_days=3)
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name))
    with time_machine.travel(at(26)):
        assert due.run() == 0
    with time_machine.travel(at(27, 10)):
        due.run()
        assert due.run() == 0

    assert (letters("Ada"), letters("Bo")) == (["confirmed", "reminder"], ["waiting"])


def test_one_event_that_fails_stops_no_other(caplog, monkeypatch):
    for name in ("Ada", "Bo"):
        allocation.sign_up(make_event(reminder_days=3), make_person(name))
    broken = Registration.objects.earliest("pk").event
    broken.all_seats.all().delete()

    with time_machine.travel(at(28)):
        assert due.run() == 1

    assert "remind misslyckades" in caplog.text
    assert letters("Bo") == ["confirmed", "reminder"]
