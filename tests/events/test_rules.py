"""What the organiser changes while people have seats, and what the page promises before anybody types."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from events import allocation, refusals
from events.models import Choice, Event, Registration, ReservedSeats, Seats, State
from events.publishing import put_in_force
from tests.factories import at, make_event, make_organisation, make_person, make_session, republish
from tillit.outbox.models import Message


def kinds(name):
    to = f"{name.casefold()}@example.se"
    found = Message.objects.filter(to=to).order_by("pk").values_list("kind", flat=True)
    return [kind.removeprefix("events.") for kind in found]


def change_sessions(event, change):
    sessions = list(event.sessions.order_by("pk"))
    change(sessions)
    event.sessions = sessions
    event.save_revision().publish()
    return Event.objects.get(pk=event.pk)


def test_letters_tell_of_the_event_as_it_is_and_not_as_it_was_when_the_form_was_fetched():
    old = make_event(place="Gamla huset")
    republish(old, place="Nya huset")

    allocation.sign_up(old, make_person("Ada"))

    content = Message.objects.get().content
    assert (content["place"], content["calendar"][0]["location"]) == ("Nya huset", "Nya huset")


def test_an_old_row_in_hand_does_not_bring_back_old_rules():
    event = make_event(capacity=10)
    allocation.sign_up(event, make_person("Ada"))
    republish(event, cancelled_on=timezone.localdate(), capacity=3)

    put_in_force(event.pk)

    seats = Seats.objects.get(event=event, session=None)
    assert (seats.is_open, seats.capacity) == (False, 3)
    assert kinds("Ada") == ["confirmed", "event_cancelled"]


def test_cancelled_and_on_again():
    event = make_event()
    allocation.sign_up(event, make_person("Ada"))
    event = republish(event, cancelled_on=timezone.localdate())
    event = republish(event, online_url="https://mote.example.se")  # nobody needs to hear of it now
    republish(event, cancelled_on=None)

    assert kinds("Ada") == ["confirmed", "event_cancelled", "on_again"]


def test_session_that_moves_to_another_choice_takes_its_people_along():
    event = make_event(
        sessions=[make_session("Ett", "A"), make_session("Två", "A"), make_session("Tre", "A")]
    )
    one, two, _three = event.sessions.order_by("pk")
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))

    def change(sessions):
        sessions[0].slot = sessions[1].slot = "C"

    change_sessions(event, change)
    allocation.choose_session(ada, two.pk)

    assert list(Choice.objects.values_list("session", "slot", "is_granted")) == [(two.pk, "C", True)]


def test_session_that_becomes_one_for_all_is_not_called_struck():
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    allocation.sign_up(event, make_person("Ada", session_ids=(event.sessions.first().pk,)))

    def change(sessions):
        sessions[0].slot = ""

    change_sessions(event, change)

    assert kinds("Ada") == ["confirmed", "changed"]
    assert Choice.objects.count() == 0


def test_moved_day_is_a_day_to_be_reminded_of_again():
    event = make_event()
    ada = allocation.sign_up(event, make_person("Ada"))
    Registration.objects.update(reminded_at=timezone.now())
    day = event.days.get()
    day.starts_at, day.ends_at = at(50, 9), at(50, 12)
    event.days = [day]
    event.save_revision().publish()

    ada.refresh_from_db()
    assert ada.reminded_at is None


def test_page_does_not_promise_a_seat_that_is_kept_for_somebody(client):
    ours = make_organisation()
    event = make_event(capacity=2, reserved=[ReservedSeats(organisation=ours, seats=1, until=at(20))])
    assert "1 av 2 platser kvar." in client.get(event.get_absolute_url()).text
    allocation.sign_up(event, make_person("Ada"))

    assert "Ställ dig i kö" in client.get(event.get_absolute_url()).text
    assert allocation.sign_up(event, make_person("Bo")).state == State.WAITING
    cia = allocation.sign_up(event, make_person("Cia", organisation_id=ours.pk, organisation_text=""))
    assert cia.state == State.CONFIRMED


def test_page_promises_a_seat_although_one_organisation_has_had_its_share(client):
    event = make_event(capacity=9, limit_per_organisation=1)
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name, organisation_text="Bolaget"))

    page = client.get(event.get_absolute_url()).text
    assert "8 av 9 platser kvar." in page
    assert "Ställ dig i kö" not in page
    assert allocation.sign_up(event, make_person("Cia", organisation_text="Annat")).state == State.CONFIRMED


def test_event_that_was_never_published_takes_nobody():
    event = make_event(published=False)

    with pytest.raises(refusals.Closed):
        allocation.sign_up(event, make_person())


def test_recount_finds_nothing_until_something_is_wrong(capsys):
    event = make_event(capacity=1, sessions=[make_session("Ett"), make_session("Två")])
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name, session_ids=(event.sessions.first().pk,)))
    with pytest.raises(SystemExit, match="0"):
        call_command("check_seats")

    Registration.objects.filter(state=State.WAITING).update(state=State.CONFIRMED)

    with pytest.raises(SystemExit, match="1"):
        call_command("check_seats")
    said = capsys.readouterr().out
    assert "1 platser och 1 i kö, men raderna säger 2 och 0." in said
    assert "2 har plats, men platserna är 1." in said
