"""Those who come in the same moment are let in together, and each is answered as if she had come alone."""

import pytest
from django.utils import timezone, translation

from events import allocation, arrivals
from events.models import Entry, Registration, Seats, State
from events.refusals import AlreadyRegistered, Closed, SessionGone
from tests.factories import make_event, make_person, make_session, republish
from tillit.outbox.models import Message


def emails(event):
    return sorted(event.registrations.values_list("email", flat=True))


def test_all_who_stand_at_the_door_are_let_in_with_one_count_and_one_letter_each():
    event = make_event(capacity=3, sessions=[make_session(capacity=2)])
    session = event.sessions.get()
    people = [make_person(name, session_ids=(session.pk,)) for name in ("Ada", "Bo", "Cia", "Dan")]

    before = Seats.objects.get(session=None).version
    ada, bo, cia, dan = allocation.sign_up_each(event, people)

    assert [row.state for row in (ada, bo, cia, dan)] == [State.CONFIRMED] * 3 + [State.WAITING]
    assert [row.choices.get().is_granted for row in (ada, bo, cia, dan)] == [True, True, False, False]
    seats = Seats.objects.get(session=None)
    assert (seats.taken, seats.waiting, seats.version) == (3, 1, before + 1)  # written once
    kinds = Message.objects.order_by("pk").values_list("kind", "to")
    assert list(kinds) == [
        ("events.confirmed", "ada@example.se"),
        ("events.confirmed", "bo@example.se"),
        ("events.confirmed", "cia@example.se"),
        ("events.waiting", "dan@example.se"),
    ]
    assert [entry.registration for entry in Entry.objects.order_by("pk")] == [ada, bo, cia, dan]


def test_what_is_wrong_with_one_is_told_to_her_alone():
    event = make_event(sessions=[make_session()])
    session = event.sessions.get()
    allocation.sign_up(event, make_person("Ada"))
    people = [
        make_person("Bo"),
        make_person("Ada"),
        make_person("Cia", session_ids=(session.pk + 1,)),
        make_person("Dan", diet="nötter"),
        make_person("Bo"),
    ]

    bo, ada, cia, dan, bo_again = allocation.sign_up_each(event, people)

    assert (bo.state, dan.state) == (State.CONFIRMED, State.CONFIRMED)
    assert dan.sensitive.diet == "nötter"
    assert isinstance(ada, AlreadyRegistered)
    assert ada.emails == ["ada@example.se"]
    assert isinstance(cia, SessionGone)
    assert isinstance(bo_again, AlreadyRegistered)
    assert emails(event) == ["ada@example.se", "bo@example.se", "dan@example.se"]
    assert Seats.objects.get(session=None).taken == Message.objects.count() == 3


def test_each_is_told_in_her_own_language():
    event = make_event(title_sv="Dagen", title_en="The day", slug_en="the-day", lead_en="A day.")
    ada, bo = make_person("Ada", language="en"), make_person("Bo")

    with translation.override("fi"):  # of whoever happens to let them in
        allocation.sign_up_each(event, [ada, bo])

    told = {m.to: (m.language, m.content["title"]) for m in Message.objects.all()}
    assert told == {"ada@example.se": ("en", "The day"), "bo@example.se": ("sv", "Dagen")}


def test_who_comes_when_it_has_closed_is_refused_at_the_door():
    event = make_event()
    event = republish(event, cancelled_on=timezone.localdate())

    with pytest.raises(Closed):
        arrivals.let_in(event, make_person())

    assert not Registration.objects.exists()
