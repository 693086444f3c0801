"""Several at once: pasted, looked through, signed up together or as many as fit."""

import re

import pytest

from events import allocation
from events.group_forms import read_people
from events.models import Group, Registration, State
from tests.events.filling_in import errors, group_of, people
from tests.factories import make_event, make_person, make_session, republish
from tillit.outbox.models import Message

PASTED = [
    (
        "Ada Prov;ada@example.se;;2",
        {"name": "Ada Prov", "email": "ada@example.se", "role": "", "session": "2"},
    ),
    (
        "Ada Prov;ada@example.se;chef",
        {"name": "Ada Prov", "email": "ada@example.se", "role": "chef", "session": ""},
    ),
    ("Mail;mail@example.se", {"name": "Mail", "email": "mail@example.se", "role": "", "session": ""}),
    (
        "Ada Prov\tada@example.se\tchef\t2",
        {"name": "Ada Prov", "email": "ada@example.se", "role": "chef", "session": "2"},
    ),
    ("ada@example.se;Ada Prov", {"name": "Ada Prov", "email": "ada@example.se", "role": "", "session": ""}),
    ("Ada Prov <ADA@example.se>", {"name": "Ada Prov", "email": "ada@example.se", "role": "", "session": ""}),
    ("Ada Prov ada@example.se", {"name": "Ada Prov", "email": "ada@example.se", "role": "", "session": ""}),
    (
        '"Prov, Ada";ada@example.se',
        {"name": "Prov, Ada", "email": "ada@example.se", "role": "", "session": ""},
    ),
    ("Ada Prov", {"name": "Ada Prov", "email": "", "role": "", "session": ""}),
]


@pytest.mark.parametrize(("line", "person"), PASTED)
def test_rows_from_a_spreadsheet_are_understood(line, person):
    assert read_people(f"Namn\tE-post\r\n\r\n{line}\n") == [person]


def test_a_name_in_two_columns_is_one_name():
    found = read_people("Efternamn;Förnamn;E-post;Roll\nProv;Ada;ada@example.se;chef\nProv;Bo;bo@example.se;")

    assert [tuple(person.values()) for person in found] == [
        ("Ada Prov", "ada@example.se", "chef", ""),
        ("Bo Prov", "bo@example.se", "", ""),
    ]
    (same,) = read_people("Förnamn;Efternamn;E-post;Roll\nAda;Prov;ada@example.se;Prov")
    assert (same["name"], same["role"]) == ("Ada Prov", "Prov")


def test_a_list_from_a_mail_program_is_several_people():
    found = read_people("Ada Prov <ada@example.se>, Bo Prov <bo@example.se>; <cia@example.se>")

    assert [(p["name"], p["email"]) for p in found] == [
        ("Ada Prov", "ada@example.se"),
        ("Bo Prov", "bo@example.se"),
        ("", "cia@example.se"),
    ]


def test_pasted_list_is_looked_through_before_anything_happens(client):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")], asks=["roll"])
    two = event.sessions.order_by("pk")[1]

    contact = {"contact_name": "K", "contact_email": "k@example.se", "organisation": "X", "mode": "alla"}
    review = client.post(event.group_sign_up_url, contact | {"people": "Ada Prov\tada@example.se\tchef\tTvå"})

    assert 'value="Ada Prov"' in review.text
    assert f'<option value="{two.pk}" selected' in review.text
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


def test_one_session_can_be_chosen_for_all_who_have_none_in_the_list(client):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    one, two = event.sessions.order_by("pk")
    sent = {"contact_name": "K", "contact_email": "k@example.se", "organisation": "X", "mode": "ryms"}
    sent |= {"people": "Ada Prov\tada@example.se\tTvå\nBo Prov\tbo@example.se", "pass_A": one.pk}

    review = client.post(event.group_sign_up_url, sent).text

    chosen = re.findall(
        r'<select name="(kollega-\d-pass_A)".*?<option value="(\d+)" selected', review, re.DOTALL
    )
    assert chosen == [("kollega-0-pass_A", str(two.pk)), ("kollega-1-pass_A", str(one.pk))]


@pytest.mark.parametrize(("mode", "states"), [("alla", ["ko"] * 5), ("ryms", ["anmald"] * 3 + ["ko"] * 2)])
def test_group_of_five_with_three_seats(client, mode, states):
    event = make_event(capacity=5)
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name))

    receipt = client.post(event.group_sign_up_url, people(*group_of(5), mode=mode))
    page = client.get(receipt.url).text

    group = Group.objects.get()
    assert list(group.registrations.order_by("pk").values_list("state", flat=True)) == states
    assert all(name in page for name, _email in group_of(5))
    assert Message.objects.filter(to__startswith="p").count() == 5
    counted = Message.objects.get(kind="events.group").content["states"]
    assert counted == {state: states.count(state) for state in states}


def test_whole_group_is_seated_when_there_is_room_for_all_of_it():
    event = make_event(capacity=5)
    singles = [allocation.sign_up(event, make_person(name)) for name in ("Ada", "Bo", "Cia")]
    group = Group(name="K", email="k@example.se", all_or_none=True)
    allocation.sign_up_group(event, group, [make_person(n, email=e) for n, e in group_of(4)])
    late = allocation.sign_up(event, make_person("Dan"))
    assert late.state == State.WAITING  # strict order: nobody goes past the group

    allocation.cancel(singles[0])
    assert group.registrations.filter(state=State.WAITING).count() == 4
    allocation.cancel(singles[1])

    assert group.registrations.filter(state=State.CONFIRMED).count() == 4
    late.refresh_from_db()
    assert late.state == State.WAITING


def test_same_group_sent_twice_is_one_group(client):
    event = make_event()
    sent = people(*group_of(3), form_key="k" * 32)

    first, again = client.post(event.group_sign_up_url, sent), client.post(event.group_sign_up_url, sent)

    assert first.url == again.url
    assert Registration.objects.count() == 3


def test_group_with_somebody_who_is_signed_up_already_is_refused_whole(client):
    event = make_event()
    allocation.sign_up(event, make_person("Bo", email="p1@example.se"))

    response = client.post(event.group_sign_up_url, people(*group_of(3)))

    assert errors(response) == ["Adressen är redan anmäld. Ta bort raden om det är samma person."]
    assert Registration.objects.count() == 1
    without = client.post(event.group_sign_up_url, people(*group_of(3), **{"kollega-1-DELETE": "on"}))
    assert without.status_code == 302
    assert Registration.objects.count() == 3


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "\n".join(f"P {n};p{n}@example.se" for n in range(500)),
            "Listan har 500 personer. Anmäl högst 100 åt gången",
        ),
        ("", "Skriv eller klistra in minst en kollega"),
        ("x" * 50_000, "Det är för mycket text. Dela upp listan i flera."),
    ],
)
def test_lists_that_cannot_be_are_refused_and_kept(client, rows, sentence):
    response = client.post(
        make_event().group_sign_up_url,
        {
            "contact_name": "K",
            "contact_email": "k@example.se",
            "organisation": "X",
            "mode": "ryms",
            "people": rows,
        },
    )

    assert sentence in response.text
    assert rows[:50] in response.text


@pytest.mark.parametrize("total", ["500", "-1", "många", "99999999999"])
def test_tampered_list_is_refused(client, total):
    event = make_event(capacity=1000)

    response = client.post(event.group_sign_up_url, people(*group_of(2), **{"kollega-TOTAL_FORMS": total}))

    assert response.status_code == 200
    assert Registration.objects.count() == 0


def test_group_larger_than_the_room_is_told_so(client):
    response = client.post(make_event(capacity=3).group_sign_up_url, people(*group_of(4), mode="alla"))

    assert "Gruppen är större än antalet platser" in response.text
    assert Registration.objects.count() == 0


def test_same_address_on_two_rows(client):
    rows = [("Ada", "ada@example.se"), ("Bo", "ADA@example.se")]

    response = client.post(make_event().group_sign_up_url, people(*rows))

    assert errors(response) == ["Kollega 1 har samma adress. Var och en behöver sin egen."]


def test_whole_group_leaves_in_one_go(client):
    event = make_event(capacity=3)
    allocation.sign_up(event, make_person("Ada"))
    group = Group(name="K", email="k@example.se", all_or_none=True)
    allocation.sign_up_group(event, group, [make_person(n, email=e) for n, e in group_of(3)])

    client.post(f"{group.own_url}avanmal/")

    kinds = set(Message.objects.filter(to__startswith="p").values_list("kind", flat=True))
    assert kinds == {"events.waiting", "events.left"}  # nobody was moved up on the way out
    assert group.registrations.active().count() == 0


def test_who_has_taken_over_a_seat_answers_for_herself(client):
    event = make_event()
    group = Group(name="K", email="k@example.se")
    allocation.sign_up_group(event, group, [make_person("Ada")])
    sue = allocation.hand_over(group.registrations.get(), name="Sue", email="sue@example.se")

    assert client.post(f"{group.own_url}avanmal/{sue.pk}/").status_code == 404
    client.post(f"{group.own_url}avanmal/")

    sue.refresh_from_db()
    assert sue.state == State.CONFIRMED


def test_group_that_is_larger_than_the_room_has_become_holds_up_nobody():
    event = make_event(capacity=6)
    ada = allocation.sign_up(event, make_person("Ada"))
    group = Group(name="K", email="k@example.se", all_or_none=True)
    allocation.sign_up_group(event, group, [make_person(n, email=e) for n, e in group_of(6)])
    event = republish(event, capacity=5)
    bo = allocation.sign_up(event, make_person("Bo"))

    assert (ada.state, bo.state) == (State.CONFIRMED, State.CONFIRMED)


def test_group_is_not_split_by_offers_near_the_day():
    event = make_event(capacity=3, offer_days=60)
    ada = allocation.sign_up(event, make_person("Ada"))
    group = Group(name="K", email="k@example.se", all_or_none=True)
    allocation.sign_up_group(event, group, [make_person(n, email=e) for n, e in group_of(3)])

    allocation.cancel(ada)

    assert set(group.registrations.values_list("state", flat=True)) == {State.CONFIRMED}


def test_rows_that_are_empty_or_lost_are_asked_for(client):
    sent = people(("", ""), ("Ada", "ada@example.se"), **{"kollega-INITIAL_FORMS": 0})

    response = client.post(make_event().group_sign_up_url, sent)

    assert errors(response) == ["Skriv namnet.", "Skriv kollegans e-postadress."]
    assert Registration.objects.count() == 0


def test_same_list_for_another_event_is_another_group(client):
    one, other = make_event(), make_event()
    sent = people(*group_of(2), form_key="k")

    receipts = [client.post(event.group_sign_up_url, sent).url for event in (one, other)]

    assert len(set(receipts)) == 2
    assert Registration.objects.count() == 4


def test_group_forms_without_a_number_do_not_meet(client):
    event = make_event()
    for start in (0, 2):
        assert (
            client.post(event.group_sign_up_url, people(*group_of(4)[start : start + 2])).status_code == 302
        )

    assert Group.objects.count() == 2


def test_letter_to_a_contact_says_nothing_that_somebody_wrote(client):
    rows = [("Din post är spärrad", "p@example.se")]
    client.post(make_event().group_sign_up_url, people(*rows))

    assert "spärrad" not in str(Message.objects.get(kind="events.group").content)


def test_who_asks_for_many_addresses_is_not_told_which_are_known(client):
    event = make_event(capacity=100)
    for name, email in group_of(30):
        allocation.sign_up(event, make_person(name, email=email))

    few = client.post(event.group_sign_up_url, people(*group_of(3)), REMOTE_ADDR="192.0.2.1")
    many = client.post(event.group_sign_up_url, people(*group_of(30)), REMOTE_ADDR="192.0.2.1")

    assert len(errors(few)) == 3
    assert errors(many) == []
    assert "Någon i listan är redan anmäld" in many.text
