"""What happens between the look and the action: a form grows old, a day is moved, somebody else was first."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import allocation, due
from events.details import change_details
from events.models import (
    Answer,
    EventDay,
    Group,
    Question,
    Registration,
    ReservedSeats,
    SensitiveAnswer,
    State,
)
from events.refusals import NoLongerPossible
from tests.events.filling_in import FIELDS, key_of
from tests.factories import at, make_event, make_organisation, make_person, make_session, republish
from tillit.outbox.models import Message


@pytest.mark.django_db(transaction=True)
def test_answer_to_a_question_that_was_taken_away_is_kept_with_the_registration(client, settings):
    event = make_event(questions=[Question(label_sv="Kommer du med tåg?", kind="rad")])
    question = event.questions.get()
    filled = {**FIELDS, f"fraga_{question.pk}": "ja", "form_key": key_of(client, event)}
    settings.PAGE_CACHE_TRUST = 60  # this process goes on believing in the event as it is now
    republish(event, questions=[])

    page = client.get(client.post(event.sign_up_url, filled).url)

    assert "Du har en plats" in page.text
    answer = Answer.objects.get()
    assert (answer.question_id, answer.asked, answer.text) == (None, "Kommer du med tåg?", "ja")


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_for_another_reason_is_not_called_already_registered(client, settings):
    gone = make_organisation(name="Kommunen som slogs ihop", short_name="Hop", code="0199")
    event = make_event()
    filled = {**FIELDS, "organisation": gone.name, "form_key": key_of(client, event)}
    client.post(
        event.sign_up_url, {**FIELDS, "email": "bo@example.se"}
    )  # now this process knows all organisations
    settings.PAGE_CACHE_TRUST = 60
    gone.delete()

    page = client.post(event.sign_up_url, filled)

    assert "Något i formuläret ändrades medan du fyllde i det" in page.text
    assert 'value="Ada Prov"' in page.text
    assert Registration.objects.get().email == "bo@example.se"


@pytest.mark.parametrize("part", ["", "grupp/", "redan/"])
def test_form_that_was_open_when_the_address_changed_is_still_received(client, part):
    event = make_event(title_sv="Gammal titel")
    old, feed = event.sign_up_url, f"/evenemang/{event.slug_sv}.ics"
    republish(event, slug_sv="ny-adress")

    assert client.get(feed, follow=True).headers["Content-Type"].startswith("text/calendar")
    assert client.get(old + part, follow=True).status_code == 200
    if not part:
        assert client.post(old, FIELDS).status_code == 302
        assert Registration.objects.get().event == event


def move_day(event, days):
    day = event.days.get()
    return republish(event, days=[EventDay(pk=day.pk, starts_at=at(days, 9), ends_at=at(days, 16))])


def test_queue_is_not_closed_when_the_day_has_just_been_moved():
    event = make_event(capacity=1)
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name))
    with time_machine.travel(at(30, 9, 1)):
        (found,) = due._begun_with_a_queue()
        move_day(event, 60)

        assert allocation.close_queue(found) == 0

    assert sorted(Registration.objects.values_list("state", flat=True)) == [State.CONFIRMED, State.WAITING]


@pytest.mark.parametrize(
    "change", [lambda e: republish(e, cancelled_on=timezone.localdate()), lambda e: move_day(e, 90)]
)
def test_nobody_is_reminded_of_a_day_that_has_just_been_cancelled_or_moved(change):
    event = make_event(reminder_days=3)
    allocation.sign_up(event, make_person())
    with time_machine.travel(at(28)):
        (found,) = due._to_be_reminded_of()
        change(event)

        assert allocation.remind(found) == 0

    assert not Message.objects.filter(kind="events.reminder").exists()


def test_nothing_more_is_kept_about_somebody_who_has_just_left():
    ada = allocation.sign_up(make_event(asks=["kost"]), make_person("Ada", diet="nötter"))
    before = Registration.objects.get()
    allocation.cancel(ada)

    with pytest.raises(NoLongerPossible):
        change_details(before, name="Ada", diet="ägg")

    assert not SensitiveAnswer.objects.exists()


@pytest.mark.parametrize("what", ["handed over", "days later"])
def test_same_form_again_never_leads_to_a_page_that_is_gone(client, what):
    event = make_event()
    filled = {**FIELDS, "form_key": key_of(client, event)}
    client.post(event.sign_up_url, filled)
    later = timezone.now()
    if what == "handed over":
        allocation.hand_over(Registration.objects.get(), name="Bo", email="bo@example.se")
    else:
        later += timedelta(days=2)

    with time_machine.travel(later):
        assert client.post(event.sign_up_url, filled, follow=True).status_code == 200


def test_nobody_passes_a_group_because_she_came_together_with_others():
    ours = make_organisation()
    reserved = [ReservedSeats(organisation=ours, seats=2, until=at(20))]
    outcomes = []
    for sign_up in (one_by_one, allocation.sign_up_each):
        event = make_event(capacity=4, reserved=reserved)
        group = Group(name="K", email="k@example.se", all_or_none=True)
        members = [make_person(f"G{n}", organisation_text=f"T{n}") for n in range(3)]
        allocation.sign_up_group(event, group, members)
        sign_up(event, [make_person(name, organisation_text=name) for name in ("Ada", "Bo")])
        outcomes.append(list(event.registrations.order_by("pk").values_list("state", flat=True)))

    assert outcomes[0] == outcomes[1]


def one_by_one(event, people):
    for person in people:
        allocation.sign_up(event, person)


def test_nothing_is_given_of_a_day_that_has_been_or_is_cancelled(organiser):
    for what in ("been", "cancelled"):
        event = make_event(sessions=[make_session("Ett", capacity=1)])
        one = event.sessions.get()
        ada, _bo = [allocation.sign_up(event, make_person(n, session_ids=(one.pk,))) for n in ("Ada", "Bo")]
        if what == "cancelled":
            republish(event, cancelled_on=timezone.localdate())

        with time_machine.travel(at(40) if what == "been" else timezone.now()):
            allocation.cancel(ada, by=organiser)

        assert not Message.objects.filter(kind="events.granted").exists(), what


def test_organiser_can_still_put_right_who_sat_where(organiser):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    one, two = event.sessions.order_by("pk")
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))

    with time_machine.travel(at(40)):
        allocation.choose_session(ada, two.pk, by=organiser)

    assert (ada.choices.get().session, ada.choices.get().is_granted) == (two, True)


@pytest.mark.parametrize(("days", "letters"), [(0, 1), (31, 0)])
def test_only_who_is_still_to_come_hears_of_a_session_that_is_struck(days, letters):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    one, two = event.sessions.order_by("pk")
    allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        republish(event, sessions=[make_session("Två", pk=two.pk)])

    assert Message.objects.filter(kind="events.struck").count() == letters


def test_who_leaves_and_sends_the_same_form_again_comes_after_all(client):
    event = make_event()
    filled = {**FIELDS, "form_key": key_of(client, event)}
    client.post(event.sign_up_url, filled)
    allocation.cancel(Registration.objects.get())

    page = client.get(client.post(event.sign_up_url, filled).url)

    assert "Du har en plats" in page.text
    assert sorted(Registration.objects.values_list("state", flat=True)) == [State.CONFIRMED, State.CANCELLED]


def test_a_network_that_has_asked_much_may_ask_again_when_ten_minutes_have_passed(client):
    event = make_event()
    allocation.sign_up(event, make_person("Ada", email="ada@example.se"))
    with time_machine.travel("2027-01-01 12:00:00+00:00", tick=False) as clock:
        for number in range(40):
            client.post("/anmalan/lankar/", {"email": f"a{number}@example.se"})
        asked = Message.objects.filter(about="links").count()
        clock.shift(timedelta(minutes=11))
        client.post("/anmalan/lankar/", {"email": "ada@example.se"})

    assert asked == 30
    assert Message.objects.filter(about="links", to="ada@example.se").count() == 1


def test_letter_that_cannot_be_written_hides_nobody_from_the_organiser(client, organiser):
    client.force_login(organiser)
    ada = allocation.sign_up(make_event(), make_person("Ada"))
    Message.objects.update(content={})

    page = client.get(f"/redaktion/anmalningar/anmalan/{ada.pk}/")

    assert page.status_code == 200
    assert "Brevet går inte att visa" in page.text
