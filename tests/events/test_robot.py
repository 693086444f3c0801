"""Mail programs open every link in a letter by themselves, some of them twice. Nothing may happen then."""

import re

import pytest
from django.utils import timezone

from events import allocation
from events.letters import queue_links
from events.models import Event, Group, Registration
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


@pytest.fixture
def every_kind_of_letter():
    event = make_event(
        capacity=2,
        offer_days=60,
        contact_email="fraga@example.se",
        sessions=[make_session("Ett"), make_session("Två")],
    )
    one = event.sessions.first().pk
    ada, bo, _cia = [
        allocation.sign_up(event, make_person(name, session_ids=(one,))) for name in ("Ada", "Bo", "Cia")
    ]
    allocation.cancel(bo)  # Cia is offered
    allocation.hand_over(ada, name="Dan", email="dan@example.se")
    group = Group(name="Eva", email="eva@example.se")
    allocation.sign_up_group(event, group, [make_person("Fia"), make_person("Gun")])
    queue_links("dan@example.se", "sv")
    republish(event, capacity=9)
    republish(Event.objects.get(pk=event.pk), cancelled_on=timezone.localdate(), opens_at=at(-1))
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert kinds >= {
        f"events.{k}"
        for k in ["confirmed", "waiting", "offered", "cancelled", "handed_over", "received", "group", "links"]
    }


def test_a_robot_that_opens_everything_twice_changes_nothing(client, every_kind_of_letter):
    letters = addresses_in_letters()
    assert len(letters) == 6  # one for each who can still see a page of her own
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
