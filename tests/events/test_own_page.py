"""What participants do on their own page, and who can open it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from events import allocation, refusals
from events.models import Event, Group, Question, Registration, Seats, SensitiveAnswer, State
from tests.events.filling_in import FIELDS
from tests.factories import at, make_event, make_person, make_session, republish
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message


def test_change_what_one_has_written(client):
    event = make_event(asks=["roll", "kost"])
    ada = allocation.sign_up(event, make_person("Ada", diet="nötter"))

    client.post(f"{ada.own_url}uppgifter/", {"name": "Ada Ny", "role": "chef", "diet": ""})

    ada.refresh_from_db()
    assert (ada.name, ada.role, SensitiveAnswer.objects.count()) == ("Ada Ny", "chef", 0)


def test_two_who_want_each_others_full_sessions_exchange(client):
    event = make_event(sessions=[make_session("Ett", capacity=1), make_session("Två", capacity=1)])
    one, two = event.sessions.order_by("pk")
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))
    bo = allocation.sign_up(event, make_person("Bo", session_ids=(two.pk,)))

    client.post(f"{ada.own_url}pass/", {"pass": two.pk})
    kept = client.get(ada.own_url).text
    assert "Du behåller den plats du har tills du får den." in kept
    assert ada.choices.get(is_granted=True).session == one
    client.post(f"{bo.own_url}pass/", {"pass": one.pk})

    assert (ada.choices.get().session, bo.choices.get().session) == (two, one)
    assert list(Seats.objects.exclude(session=None).values_list("taken", "waiting")) == [(1, 0), (1, 0)]


def test_who_waits_for_a_session_can_stop_waiting(client):
    event = make_event(sessions=[make_session("Ett"), make_session("Två", capacity=1)])
    one, two = event.sessions.order_by("pk")
    allocation.sign_up(event, make_person("Bo", session_ids=(two.pk,)))
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))
    client.post(f"{ada.own_url}pass/", {"pass": two.pk})

    button = re.search(r'name="pass" value="(\d+)">Sluta vänta', client.get(ada.own_url).text)
    page = client.get(client.post(f"{ada.own_url}pass/", {"pass": button[1]}).url).text

    assert ada.choices.get().session == one
    assert "Du står i kö till" not in page
    assert "Sluta vänta" not in page


def test_two_sessions_at_the_same_time_cannot_be_chosen():
    sessions = [make_session("Ett", "A", 10), make_session("Två", "B", 10)]
    event = make_event(sessions=sessions)
    one, two = event.sessions.order_by("pk")

    with pytest.raises(refusals.SessionsOverlap):
        allocation.sign_up(event, make_person(session_ids=(one.pk, two.pk)))
    ada = allocation.sign_up(event, make_person(session_ids=(one.pk,)))
    with pytest.raises(refusals.SessionsOverlap):
        allocation.choose_session(ada, two.pk)


def test_it_was_not_me(client):
    event = make_event()
    group = Group(name="Kontakt", email="kontakt@example.se")
    allocation.sign_up_group(event, group, [make_person("Bo")])
    bo = group.registrations.get()
    assert "Kontakt anmälde dig." in client.get(bo.own_url).text

    client.post(f"{bo.own_url}avanmal/", {"inte_jag": "1"})

    bo.refresh_from_db()
    assert (bo.state, bo.reason) == (State.CANCELLED, "inte_jag")


def test_online_link_is_shown_only_to_those_who_have_a_seat(client):
    event = make_event(capacity=1, place="", online_url="https://mote.example.se/rum")
    ada, bo = [allocation.sign_up(event, make_person(name)) for name in ("Ada", "Bo")]

    assert "mote.example.se" in client.get(ada.own_url).text
    assert "mote.example.se" in Message.objects.get(to=ada.email).content["online_url"]
    for page in (event.get_absolute_url(), event.sign_up_url, bo.own_url, "/evenemang.ics"):
        assert "mote.example.se" not in client.get(page).text


def test_moved_event_says_where_it_was_and_cancelled_one_stays(client):
    event = make_event(title_sv="Dagen")
    day = event.days.get()
    day.starts_at, day.ends_at = at(40, 9), at(40, 16)
    event.days = [day]
    event.save_revision().publish()
    assert "Dagen var först satt till" in client.get(event.get_absolute_url()).text

    event = republish(
        Event.objects.get(pk=event.pk), cancelled_on=timezone.localdate(), notice_sv="Snöstorm."
    )

    page = client.get(event.get_absolute_url()).text
    assert "Evenemanget ställdes in" in page
    assert "Snöstorm." in page
    assert "Inställt" in client.get("/evenemang/").text


def test_unpublished_event_is_gone_and_takes_nobody(client):
    event = make_event()
    event.unpublish()

    assert client.get(event.get_absolute_url()).status_code == 410
    assert client.post(event.sign_up_url, FIELDS).status_code == 404
    with pytest.raises(refusals.Closed):
        allocation.sign_up(event, make_person())


def test_needs_of_one_are_never_shown_to_another(client):
    event = make_event(asks=["kost"], questions=[Question(label_sv="Mer?")])
    question = event.questions.get()
    ada = allocation.sign_up(
        event, make_person("Ada", diet="hemligt", answers=((question.pk, "Mer?", "svaret"),))
    )
    bo = allocation.sign_up(event, make_person("Bo"))
    event.questions = []
    event.asks = []
    event.save_revision().publish()

    for _ in range(2):
        mine, others = client.get(ada.own_url).text, client.get(bo.own_url).text
        assert ("hemligt" in mine, "svaret" in mine) == (True, True)
        assert ("hemligt" in others, "svaret" in others) == (False, False)


def test_receipt_holds_for_a_day_and_the_letter_for_longer(client):
    event = make_event()
    receipt = client.post(event.sign_up_url, FIELDS).url
    ada = Registration.objects.get()
    assert receipt != ada.own_url
    assert f'href="{receipt}avanmal/"' in client.get(receipt).text
    assert ada.token not in client.get(receipt).text

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert client.get(receipt).status_code == 404
        assert client.get(f"{receipt}uppgifter/").status_code == 404
        assert client.get(ada.own_url).status_code == 200


def test_who_has_cancelled_leaves_no_needs_behind(client):
    ada = allocation.sign_up(make_event(asks=["kost"]), make_person("Ada", diet="nötter"))

    client.post(f"{ada.own_url}avanmal/")
    client.post(f"{ada.own_url}uppgifter/", {"name": "Ada", "diet": "nötter"})

    assert SensitiveAnswer.objects.count() == 0
    assert "nötter" not in client.get(ada.own_url).text


def test_when_the_day_has_begun_nothing_can_be_changed_but_by_the_organiser(client, organiser):
    ada = allocation.sign_up(make_event(), make_person("Ada"))

    with time_machine.travel(at(31)):
        answer = client.post(f"{ada.own_url}avanmal/")
        assert "Dagen har börjat eller är inställd" in answer.text
        assert Registration.objects.get().state == State.CONFIRMED
        assert Message.objects.count() == 1
        allocation.cancel(ada, by=organiser)
    assert Registration.objects.get().state == State.CANCELLED


def test_who_has_a_seat_can_leave_although_sign_up_is_switched_off(client):
    event = make_event()
    ada = allocation.sign_up(event, make_person("Ada"))
    republish(event, takes_registrations=False)

    assert "Avanmäl dig" in client.get(ada.own_url).text
    client.post(f"{ada.own_url}avanmal/")
    assert Registration.objects.get().state == State.CANCELLED


def test_offer_is_worth_nothing_when_the_day_is_cancelled(client):
    event = make_event(capacity=1, offer_days=60)
    ada = allocation.sign_up(event, make_person("Ada"))
    bo = allocation.sign_up(event, make_person("Bo"))
    allocation.cancel(ada)
    republish(event, cancelled_on=timezone.localdate())

    page = client.post(f"{bo.own_url}svara/").text

    assert "Dagen har börjat eller är inställd" in page
    assert "Ja, jag tar platsen" not in page
    assert Registration.objects.get(name="Bo").state == State.OFFERED


@pytest.mark.parametrize("wanted", ["", "9" * 5000, "x", "٣", "-1", "999999999999999999"])
def test_a_made_up_session_changes_nothing(client, wanted):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(event.sessions.first().pk,)))

    assert client.post(f"{ada.own_url}pass/", {"pass": wanted}).status_code in (200, 302)
    assert ada.choices.count() == 1


def test_changing_back_and_forth_is_no_way_to_pester_somebody(client):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    one, two = event.sessions.order_by("pk")
    ada = allocation.sign_up(event, make_person("Ada", session_ids=(one.pk,)))
    for n in range(20):
        answer = client.post(f"{ada.own_url}pass/", {"pass": (two, one)[n % 2].pk})

    assert "Du har ändrat många gånger på kort tid" in answer.text
    assert Message.objects.count() == 12


def test_link_in_the_letter_says_nothing_of_tomorrow(client):
    event = make_event()
    receipt = client.post(event.sign_up_url, FIELDS).url

    assert "slutar gälla i morgon" in client.get(receipt).text
    assert "slutar gälla i morgon" not in client.get(Registration.objects.get().own_url).text


def test_changes_are_confirmed_and_ones_own_address_is_no_colleague(client):
    ada = allocation.sign_up(make_event(asks=["roll"]), make_person("Ada"))

    saved = client.post(f"{ada.own_url}uppgifter/", {"name": "Ada Ny", "role": "chef"}, follow=True)
    refused = client.post(f"{ada.own_url}overlat/", {"name": "Ada", "email": ada.email})

    assert "Sparat. Så här är det nu." in saved.text
    assert "Ada Ny" in saved.text
    assert "Adressen är redan anmäld." in refused.text
    assert Registration.objects.get().state == State.CONFIRMED


def test_who_hands_over_is_told_how_long_her_name_is_kept_and_nothing_else_is():
    event = make_event(asks=["roll", "faktura"])
    ada = allocation.sign_up(event, make_person("Ada", role="chef", invoice_reference="REF 1"))

    bo = allocation.hand_over(ada, name="Bo", email="bo@example.se")

    ada.refresh_from_db()
    assert (ada.role, ada.invoice_reference, bo.invoice_reference) == ("", "", "REF 1")
    letter = letter_of(Message.objects.get(kind="events.handed_over")).text
    assert "Bo har nu din plats" in letter
    assert f"sparas till {date_format(event.erased_on, 'DATE_FORMAT')}" in letter


def test_leaving_the_queue_is_told_as_what_it_is(client):
    event = make_event(capacity=1)
    allocation.sign_up(event, make_person("Bo"))
    ada = allocation.sign_up(event, make_person("Ada"))

    page = client.post(f"{ada.own_url}avanmal/", follow=True).text

    letter = letter_of(Message.objects.latest("pk"))
    assert "Du är inte längre anmäld" in page
    assert letter.subject == f"Du har lämnat kön: {event.title_sv}"
    assert "platsen" not in letter.text
