"""Mail programs open every link in a letter by themselves, some of them twice. Nothing may happen then."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import allocation
from events.letters import PERSONAL, queue_links
from events.models import Group, Registration, State
from tests.databases import every_table
from tests.factories import at, make_event, make_person, make_session, republish
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message


def addresses_in_letters():
    found = set()
    for message in Message.objects.all():
        letter = letter_of(message)
        found |= set(re.findall(r"https?://[^\s<>\"]+", letter.text))
        found |= set(re.findall(r'href="([^"]+)"', letter.html))
    return sorted(address for address in found if "testserver" in address)


def people(event, names, sessions=()):
    return [allocation.sign_up(event, make_person(name, session_ids=sessions)) for name in names]


@pytest.fixture
def every_kind_of_letter():
    seminars = [make_session("Ett", capacity=1), make_session("Två"), make_session("Tre")]
    event = make_event(capacity=2, reminder_days=60, contact_email="fraga@example.se", sessions=seminars)
    one, two, _three = event.sessions.order_by("pk")
    (ada,) = people(event, ["Ada"], (one.pk,))
    bo, cia, dan = people(event, ["Bo", "Cia", "Dan"], (two.pk,))
    allocation.cancel(dan)  # she waited: she has left
    allocation.cancel(bo)  # Cia is promoted
    allocation.choose_session(cia, one.pk)
    allocation.cancel(ada)  # and now Cia is granted what she waited for
    Registration.objects.update(created_at=timezone.now() - timedelta(days=2))
    allocation.remind(event)
    republish(event, sessions=[make_session("Två", pk=two.pk)])  # Cia's session is struck
    republish(event, place="Ett annat hus")
    republish(event, cancelled_on=timezone.localdate())
    republish(event, cancelled_on=None)
    republish(event, cancelled_on=timezone.localdate())

    near = make_event(capacity=1, offer_days=60)
    eva, fia, gun, _hans = people(near, ["Eva", "Fia", "Gun", "Hans"])
    allocation.hand_over(eva, name="Ida", email="ida@example.se")
    group = Group(name="Jon", email="jon@example.se")
    allocation.sign_up_group(near, group, [make_person("Kim")])
    queue_links("cia@example.se", "sv")
    allocation.cancel(Registration.objects.get(name="Ida"))  # Fia is offered
    Registration.objects.filter(pk=fia.pk).update(offered_until=timezone.now() - timedelta(minutes=1))
    allocation.let_offers_lapse(near)  # and Gun after her
    allocation.accept_offer(gun)
    with time_machine.travel(at(30, 10)):
        allocation.close_queue(near)
    kinds = {f"events.{kind}" for kind in [*PERSONAL, "group", "links"]}
    assert set(Message.objects.values_list("kind", flat=True)) == kinds


def test_a_robot_that_opens_everything_twice_changes_nothing(client, every_kind_of_letter):
    letters = addresses_in_letters()
    # One for each who can still see a page of her own; what is asked for again leads to the same.
    with_page = Registration.objects.exclude(state=State.HANDED_OVER)
    assert len(letters) == with_page.count() + Group.objects.count()
    # And what stands on the pages behind them, as a curious robot would.
    pages = [client.get(address.removeprefix("http://testserver")) for address in letters]
    links = {link for page in pages for link in re.findall(r'href="(/anmalan/[^"]+)"', page.text)}
    before = every_table()

    answers = [client.get(a.removeprefix("http://testserver")).status_code for a in [*letters, *links] * 2]
    tried = [client.head(a.removeprefix("http://testserver")).status_code for a in letters]

    assert every_table() == before
    assert set(answers) <= {200, 302, 404}
    assert set(tried) <= {200, 404}


def test_addresses_that_act_refuse_to_be_opened(client):
    ada = allocation.sign_up(make_event(), make_person())
    before = every_table()

    for act in ("svara", "pass"):
        assert client.get(f"{ada.own_url}{act}/").status_code == 405
    assert client.get(f"{ada.own_url}avanmal/?inte_jag=1").status_code == 200
    assert every_table() == before
    assert Registration.objects.get().state == "anmald"
