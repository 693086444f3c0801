"""Signing up through the front door, friendly and hostile."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import allocation
from events.models import Group, Question, Registration
from tests.events.filling_in import FIELDS, errors, key_of
from tests.factories import make_article, make_event, make_organisation, make_person, make_session, republish
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message
from tillit.outbox.worker import carry

# One person --------------------------------------------------------------------------------------


def test_whole_way_from_the_event_to_ones_own_page(client):
    gislaved = make_organisation(name="Gislaveds kommun", short_name="Gislaved", code="0662")
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


def test_organisation_that_only_a_draft_names_is_not_told_to_who_guesses_at_it(client):
    make_organisation(name="Hemligheten Vård AB", short_name="Hemligt", kind="bolag")
    event = make_event()

    receipt = client.post(event.sign_up_url, FIELDS | {"organisation": "hemligt"})

    assert Registration.objects.get().organisation_text == "hemligt"
    assert "Hemligheten" not in client.get(receipt.url).text


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
    ada = allocation.sign_up(make_event(), make_person("Ada", email="ada@example.se"))

    def ask(email):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post("/anmalan/lankar/", {"email": email})
        return answer.status_code, answer.url, [query["sql"].split("VALUES")[0] for query in asked]

    known, unknown = ask("ada@example.se"), ask("ingen@example.se")
    again = [ask("ada@example.se") for _ in range(5)]
    carry()

    assert {str(answer) for answer in again} == {str(known)} == {str(unknown)}  # and as much work for each
    letters = Message.objects.filter(kind="events.links")
    assert [letter.to for letter in letters] == ["ada@example.se"] * 3
    assert ada.own_url in letter_of(letters[0]).text


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

    with django_assert_num_queries(10):  # four of them count the choices
        response = client.get("/evenemang/")

    assert response.text.count("10 av 10 platser kvar.") == number + 1


def test_article_and_organisation_lead_to_the_event(client):
    article = make_article()
    event = make_event(title_sv="Dagen", reports=[article])
    hidden = make_event(
        title_sv="Utkastet", reports=[article], organisation=event.organisation, published=False
    )

    told, organiser = (
        client.get(article.get_absolute_url()),
        client.get(event.organisation.get_absolute_url()),
    )

    for page in (told, organiser):
        assert f'<a href="{event.get_absolute_url()}">Dagen</a>' in page.text
        assert hidden.title_sv not in page.text
    assert "Berättar från" not in client.get(make_article().get_absolute_url()).text


# Hostile days ------------------------------------------------------------------------------------

WRONG = {
    "name": ["Ring 070 123 45 67", "Ada ond。example", "Ada ond．example", "", " ", "\u200b\u202e", "a" * 10_000, "www.ond.example", "http://ond.example", "<script>"],
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
