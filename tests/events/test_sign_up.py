"""Signing up through the front door, friendly and hostile."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events import allocation
from events.group_forms import read_people
from events.models import Event, Group, Question, Registration, Seats, SensitiveAnswer, State
from tests.factories import at, make_event, make_organisation, make_person, make_session, republish
from tillit.outbox.models import Message

FIELDS = {"name": "Ada Prov", "email": "ada@example.se", "organisation": "Provbolaget"}


def key_of(client, event):
    return re.search(r'name="form_key" value="(\w+)"', client.get(event.sign_up_url).text)[1]


def errors(response):
    return [
        re.sub(r"<[^>]+>", "", text).strip()
        for text in re.findall(r'class="error"[^>]*>(.*?)</p>', response.text)
    ]


def people(*rows, mode="ryms", **values):
    data = {
        "contact_name": "Kontakt",
        "contact_email": "kontakt@example.se",
        "organisation": "X",
        "mode": mode,
    }
    data |= {"kollega-TOTAL_FORMS": len(rows), "kollega-INITIAL_FORMS": len(rows)}
    for number, (name, email) in enumerate(rows):
        data |= {f"kollega-{number}-name": name, f"kollega-{number}-email": email}
    return data | values


def group_of(number):
    return [(f"Person {n}", f"p{n}@example.se") for n in range(number)]


# One person --------------------------------------------------------------------------------------


def test_whole_way_from_the_event_to_ones_own_page(client):
    gislaved = make_organisation(name="Gislaveds kommun", short_name="Gislaved")
    event = make_event(asks=["roll", "kost"], questions=[Question(label_sv="Kommer du med tåg?", kind="ja")])
    question = event.questions.get()

    filled = FIELDS | {
        "organisation": " gislaveds  KOMMUN ",
        "role": "chef",
        "diet": "vegetariskt",
        f"fraga_{question.pk}": "on",
    }
    receipt = client.post(event.sign_up_url, filled)
    page = client.get(receipt.url)

    ada = Registration.objects.get()
    assert (ada.organisation, ada.organisation_text, ada.role, ada.state) == (gislaved, "", "chef", "anmald")
    assert ada.answers.get().text == "Ja"
    assert ada.sensitive.diet == "vegetariskt"
    for text in (
        "Du har en plats",
        "Gislaveds kommun",
        "vegetariskt",
        "Kommer du med tåg?",
        "Allt det här tas bort",
    ):
        assert text in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert client.cookies == {}


def test_nothing_is_asked_that_was_not_switched_on(client):
    page = client.get(make_event().sign_up_url)

    assert [f.name for f in page.context["form"].shown_fields] == ["name", "email", "organisation"]
    assert "checked" not in page.text


def test_same_form_twice_is_one_registration_and_the_same_receipt(client):
    event = make_event()
    filled = FIELDS | {"form_key": key_of(client, event)}

    first, again = client.post(event.sign_up_url, filled), client.post(event.sign_up_url, filled)
    colleague = client.post(event.sign_up_url, {**filled, "email": "bo@example.se"})  # the back button

    assert first.url == again.url != colleague.url
    assert Registration.objects.count() == 2
    assert Message.objects.count() == 2


def test_each_visitor_gets_a_number_of_her_own(client):
    event = make_event()

    assert key_of(client, event) != key_of(client, event)
    assert client.get(event.sign_up_url).headers["Cache-Control"] == "no-store"


def test_known_address_from_another_form_gets_a_letter_and_shows_nothing(client):
    event = make_event()
    ada = allocation.sign_up(event, make_person("Ada", email="ada@example.se"))

    answer = client.post(event.sign_up_url, FIELDS | {"email": "ADA@Example.se", "form_key": "another"})

    assert answer.url == f"{event.sign_up_url}redan/"
    assert ada.token not in client.get(answer.url).text
    assert list(Message.objects.values_list("kind", flat=True)) == ["events.links", "events.confirmed"]
    assert Registration.objects.count() == 1


def test_links_again_never_tells_whether_an_address_is_known(client):
    allocation.sign_up(make_event(), make_person("Ada", email="ada@example.se"))

    known = client.post("/anmalan/lankar/", {"email": "ada@example.se"})
    unknown = client.post("/anmalan/lankar/", {"email": "ingen@example.se"})
    for _ in range(5):
        client.post("/anmalan/lankar/", {"email": "ada@example.se"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Message.objects.filter(kind="events.links").count() == 3


def test_full_event_says_so_before_anybody_types(client):
    event = make_event(capacity=1, queue_rule="ryms")
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name))

    page = client.get(event.sign_up_url).text
    answer = client.get(client.post(event.sign_up_url, FIELDS | {"email": "dan@example.se"}).url).text

    for text in ("Ställ dig i kö", "Fullt – kö, 1 väntar.", "den som ryms får gå före en grupp"):
        assert text in page
    assert "Du är nummer 2 i kön" in answer
    assert "kalender.ics" not in answer


def test_seats_on_the_page_follow_the_registrations(client):
    event = make_event(capacity=10)
    assert "10 av 10 platser kvar." in client.get(event.get_absolute_url()).text

    allocation.sign_up(event, make_person())

    assert "9 av 10 platser kvar." in client.get(event.get_absolute_url()).text
    assert "9 av 10 platser kvar." in client.get("/evenemang/").text


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_many_questions_however_many_events(client, django_assert_num_queries, number):
    for _ in range(number):
        make_event()
    client.get("/evenemang/")
    make_event()

    with django_assert_num_queries(6):
        response = client.get("/evenemang/")

    assert response.text.count("10 av 10 platser kvar.") == number + 1


# Hostile days ------------------------------------------------------------------------------------

WRONG = {
    "name": ["", " ", "\u200b\u202e", "a" * 10_000, "www.ond.example", "http://ond.example", "<script>"],
    "email": ["", "ada", "ada@", "ada@example.se\nBcc: x@example.se", "ada@example.se,bo@example.se", "a" * 300 + "@example.se"],
    "organisation": ["", "\x00", "x" * 10_000, "https://ond.example"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in WRONG.items() for v in values])
def test_what_cannot_be_is_refused_with_a_sentence_and_the_rest_is_kept(client, field, value):
    event = make_event()

    response = client.post(event.sign_up_url, FIELDS | {field: value})

    assert response.status_code == 200
    assert all(re.match(r"[A-ZÅÄÖ].*\.$", error) for error in errors(response)), errors(response)
    assert len(errors(response)) == 1
    kept = next(v for k, v in FIELDS.items() if k != field)
    assert f'value="{kept}"' in response.text
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


def test_hidden_characters_and_formulas_are_harmless(client):
    event = make_event()

    client.post(
        event.sign_up_url, FIELDS | {"name": "Ada\u202e\x07 \t =1+1", "organisation": "Ö\u200bbolaget"}
    )

    ada = Registration.objects.get()
    assert (ada.name, ada.organisation_text) == ("Ada =1+1", "Öbolaget")
    page = client.get(ada.own_url).text
    assert "Ada =1+1" in page


def test_markup_in_what_somebody_wrote_stays_text(client):
    event = make_event(asks=["kost"])
    client.post(event.sign_up_url, FIELDS | {"name": 'Ada "&" Bo', "diet": "<b>nötter</b>"})

    page = client.get(Registration.objects.get().own_url).text
    assert "Ada &quot;&amp;&quot; Bo" in page
    assert "<b>nötter" not in page


def test_receipts_of_the_same_shape_show_each_her_own(client):
    event = make_event()
    names = ["Ada Prov", "Bo Prov", "name token email"]
    receipts = [
        client.post(event.sign_up_url, FIELDS | {"name": n, "email": f"p{i}@example.se"}).url
        for i, n in enumerate(names)
    ]

    for number, (name, receipt) in enumerate(zip(names, receipts, strict=True)):
        page = client.get(receipt).text
        assert name in page
        assert f"p{number}@example.se" in page
        assert receipt in page
        others = [f"p{n}@example.se" for n in range(3) if n != number] + [r for r in receipts if r != receipt]
        assert not any(other in page for other in others)


def test_event_that_closes_while_the_form_is_open(client):
    event = make_event()
    key = key_of(client, event)
    republish(event, closes_at=timezone.now() - timedelta(minutes=1))

    response = client.post(event.sign_up_url, FIELDS | {"form_key": key})

    assert "Anmälan är stängd. Inget har ändrats." in response.text
    assert 'value="ada@example.se"' in response.text
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("change", [{"cancelled_on": timezone.localdate()}, {"takes_registrations": False}])
def test_event_that_is_cancelled_while_the_form_is_open(client, change):
    event = make_event()
    republish(event, **change)

    assert "Anmälan är stängd" in client.post(event.sign_up_url, FIELDS).text
    assert Registration.objects.count() == 0


def test_capacity_below_what_is_taken_lets_nobody_in(client):
    event = make_event(capacity=3)
    registrations = [allocation.sign_up(event, make_person(name)) for name in ("Ada", "Bo", "Cia")]
    republish(event, capacity=1)

    client.post(event.sign_up_url, FIELDS | {"email": "dan@example.se"})
    allocation.cancel(registrations[0])

    states = list(Registration.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["avanmald", "anmald", "anmald", "ko"]


def test_session_that_is_struck_while_the_form_is_open(client):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    one, two = event.sessions.order_by("pk")
    sessions = [one, two]
    sessions[0].is_cancelled = True
    event.sessions = sessions
    event.save_revision().publish()

    response = client.post(event.sign_up_url, FIELDS | {"pass_A": one.pk})

    assert "Passet går inte att välja längre. Välj ett annat." in response.text
    assert Registration.objects.count() == 0


def test_token_opens_its_own_page_and_nothing_else(client):
    event, other = make_event(), make_event()
    ada = allocation.sign_up(event, make_person("Ada"))
    group = Group(name="Kontakt", email="kontakt@example.se")
    allocation.sign_up_group(other, group, [make_person("Bo")])
    bo = group.registrations.get()

    assert client.get(f"/anmalan/{'x' * 32}/").status_code == 404
    assert client.get(f"{group.own_url}uppgifter/").status_code == 404
    assert client.post(f"{group.own_url}avanmal/{ada.pk}/").status_code == 404
    assert client.post(f"{ada.own_url}avanmal/{bo.pk}/").status_code == 404
    assert Registration.objects.active().count() == 2
    assert client.post(f"{group.own_url}avanmal/{bo.pk}/").status_code == 302
    assert list(Registration.objects.active()) == [ada]


def test_token_is_hashed_revoked_and_absent_from_the_log(client, caplog):
    ada = allocation.sign_up(make_event(), make_person("Ada"))
    old = ada.own_url
    assert ada.token not in str(Registration.objects.values().get())
    assert ada.token not in str(Message.objects.values().get())

    client.post(f"{old}overlat/", {"name": "Bo", "email": "bo@example.se"})

    assert client.get(old).status_code == 404
    bo = Registration.objects.get(name="Bo")
    assert client.get(bo.own_url).status_code == 200
    assert old not in Message.objects.get(to="bo@example.se").content["event_url"]


def test_a_bot_is_stopped_and_told_in_words(client, settings):
    settings.SIGNUPS_PER_NETWORK = 5
    event = make_event()

    answers = [client.post(event.sign_up_url, FIELDS | {"email": f"bot{n}@example.se"}) for n in range(8)]
    elsewhere = client.post(event.sign_up_url, FIELDS, REMOTE_ADDR="198.51.100.7")

    assert [a.status_code for a in answers] == [302] * 5 + [200] * 3
    assert "ovanligt många anmälningar från ert nät" in answers[-1].text
    assert 'value="bot7@example.se"' in answers[-1].text
    assert elsewhere.status_code == 302


def test_an_address_cannot_be_used_to_pester_somebody(client):
    event = make_event()
    answers = []
    for _ in range(12):
        answers.append(client.post(event.sign_up_url, FIELDS))
        for registration in Registration.objects.active():
            allocation.cancel(registration)

    assert "många gånger på kort tid" in answers[-1].text
    assert Registration.objects.count() == 10


def test_program_that_fills_in_everything_is_thanked_and_forgotten(client):
    event = make_event()

    assert client.post(event.sign_up_url, FIELDS | {"website": "http://x"}).url == event.get_absolute_url()
    assert Registration.objects.count() == 0


# Several -----------------------------------------------------------------------------------------

PASTED = [
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


def test_pasted_list_is_looked_through_before_anything_happens(client):
    event = make_event(sessions=[make_session("Ett"), make_session("Två")], asks=["roll"])
    two = event.sessions.order_by("pk")[1]

    contact = {"contact_name": "K", "contact_email": "k@example.se", "organisation": "X", "mode": "alla"}
    review = client.post(event.group_sign_up_url, contact | {"people": "Ada Prov\tada@example.se\tchef\tTvå"})

    assert 'value="Ada Prov"' in review.text
    assert f'<option value="{two.pk}" selected' in review.text
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


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
    assert Message.objects.get(kind="events.group").content["members"][4] == ["Person 4", "ko"]


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

    assert errors(response) == ["Adressen står på två rader. Var och en behöver sin egen."]


# Ones own page -----------------------------------------------------------------------------------


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


def test_two_sessions_at_the_same_time_cannot_be_chosen():
    sessions = [make_session("Ett", "A", 10), make_session("Två", "B", 10)]
    event = make_event(sessions=sessions)
    one, two = event.sessions.order_by("pk")

    with pytest.raises(allocation.SessionsOverlap):
        allocation.sign_up(event, make_person(session_ids=(one.pk, two.pk)))
    ada = allocation.sign_up(event, make_person(session_ids=(one.pk,)))
    with pytest.raises(allocation.SessionsOverlap):
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
    with pytest.raises(allocation.Closed):
        allocation.sign_up(event, make_person())
