"""The open API as a client meets it: what is described is what is answered."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from articles.models import Article
from tests.factories import block, make_article, make_event, make_organisation, make_role, make_topic
from tillit.open_data.catalogue import datasets

API = "/api/v1"


@pytest.fixture
def description(client):
    return json.loads(client.get(f"{API}/openapi.json").content)


def answered(client, description, path, operation):
    """The answer to an address, after it has been checked against what the description says of it."""
    response = client.get(f"{API}{path}")
    assert response.status_code == 200, response.text
    schema = description["paths"][f"{API}{operation or path.partition('?')[0]}"]["get"]["responses"]["200"]
    schema = schema["content"]["application/json"]["schema"] | {"components": description["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(response.json())
    return response.json()


def test_description_is_valid_and_names_every_choice(description):
    validate(description)

    named = {p["name"] for p in description["paths"][f"{API}/berattelser"]["get"]["parameters"]}
    assert named == {"q", "genre", "tema", "princip", "organisation", "lan", "skede", "evidens", "ar", "sprak", "sida", "per_sida"}  # fmt: skip


def test_stories(client, description):
    organisation = make_organisation(slug="ort", name="Orts kommun")
    article = make_article(
        title_sv="Färre mål",
        title_en="Fewer targets",
        lead_sv="Ingress.",
        body_sv=[block("text", "<p>Brödtext &amp; mer.</p>")],
        organisation=organisation,
        topics=[make_topic("Chef")],
        authors=[make_role("Asta Prov")],
    )
    make_article(title_sv="Annat")

    answer = answered(client, description, "/berattelser?tema=chef", None)
    (story,) = answer["items"]
    whole = answered(client, description, f"/berattelser/{article.pk}", "/berattelser/{id}")

    assert (answer["total"], answer["next"], answer["previous"]) == (1, None, None)
    assert story["organisation"] == {"slug": "ort", "name": "Orts kommun", "url": "http://testserver/organisationer/ort/"}  # fmt: skip
    assert story["texts"]["en"] == {"title": "Fewer targets", "lead": "", "url": f"http://testserver/en/artiklar/{article.slug_en}/", "is_machine_translated": False}  # fmt: skip
    assert "fi" not in story["texts"]  # what is not translated is not there
    assert whole["texts"]["sv"]["text"] == "Brödtext & mer."
    assert "Asta Prov" not in json.dumps(whole)


def test_text_is_what_the_page_tells(client, description):
    body = [
        block("heading", {"text": "Resultat", "level": "2"}),
        block("quote", {"text": "Vi vågade.", "speaker": None, "attribution": ""}),
        block("picture", {"image": None, "alt": "En kaj", "caption": "Kajen", "credit": "Bo Foto"}),
    ]
    article = make_article(body_sv=body)
    Article.objects.filter(pk=article.pk).update(kind="nyhet", challenge_sv="Kvar från förr", state="pagar")

    whole = answered(client, description, f"/berattelser/{article.pk}", "/berattelser/{id}")

    assert whole["texts"]["sv"]["text"].split() == ["Resultat", "Vi", "vågade."]
    assert (whole["texts"]["sv"]["case"], whole["state"]) == ({}, None)


@pytest.mark.parametrize("path", ["/organisationer/finns-inte", "/berattelser/999999", "/evenemang/999999"])
def test_what_is_not_here_is_said_as_a_problem_in_swedish(client, path):
    answer = client.get(f"{API}{path}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Finns inte"


def test_address_that_no_row_can_have_is_not_here(client):
    assert client.get(f"{API}/organisationer/%00").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/", "/openapi.json", "/berattelser"])
def test_nothing_can_be_sent(client, method, path):
    assert getattr(client, method)(f"{API}{path}").status_code == 405


def test_example_on_the_page_gives_something(client):
    make_article(organisation=make_organisation(county_code="06"), topics=[make_topic("Chefskap")])
    for organisation in (None, make_organisation()):
        make_article(organisation=organisation, topics=[make_topic(f"Annat {organisation}")])

    example = re.search(r"<code>\?(.*?)</code>", client.get("/om/oppna-data/").text)[1].replace("&amp;", "&")

    assert client.get(f"{API}/berattelser?{example}").json()["total"] == 1


def test_root_leads_to_the_description(client):
    assert client.get(f"{API}/", follow=True).json()["openapi"].startswith("3.")


def test_sample_is_answered_as_described(client, description, sample):
    for path in ("/berattelser", "/evenemang", "/organisationer?per_sida=100"):
        page = answered(client, description, path, None)
        assert page["items"]
        for item in page["items"][:20]:
            key = item.get("id") or item["slug"]
            name = "slug" if "organisationer" in path else "id"
            base = path.partition("?")[0]
            answered(client, description, f"{base}/{key}", f"{base}/{{{name}}}")


def test_pages_lead_through_everything_once(client, description):
    for number in range(7):
        make_article(title_sv=f"Nummer {number}", slug_sv=f"nummer-{number}")
    address, seen = f"{API}/berattelser?per_sida=3&genre=nyhet", []
    while address:
        answer = client.get(address.removeprefix("http://testserver")).json()
        seen += [item["id"] for item in answer["items"]]
        address = answer["next"]

    assert len(seen) == len(set(seen)) == 7


def test_same_answer_is_304(client):
    make_article()
    first = client.get(f"{API}/berattelser")
    again = client.get(f"{API}/berattelser", headers={"If-None-Match": first["ETag"]})
    make_article()
    changed = client.get(f"{API}/berattelser", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first


@pytest.mark.parametrize(
    "path",
    [
        "/berattelser?sida=0",
        "/berattelser?sida=x",
        "/berattelser?sida=1.5",
        "/berattelser?per_sida=101",
        "/evenemang?sida=99999999999",
    ],
)
def test_wrong_parameter_is_explained(client, path):
    answer = client.get(API + path)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert re.search(r"Fel värde: (per_)?sida", answer.json()["detail"])


@pytest.mark.parametrize("path", ["/berattelser/9", "/evenemang/9", "/organisationer/x", "/okant", "/berattelser/9999999999999999999999"])  # fmt: skip
def test_what_is_not_there(client, path):
    assert client.get(API + path).status_code in (404, 400)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 9000,
        "tema=%27%3B--",
        "ar=0",
        "ar=0001",
        "ar=9999",
        "sprak=xx",
        "q=%22",
        "lan=%F0%9F%92%A9",
    ],
)
def test_hostile_choices_are_answered(client, query):
    for address in (
        "/api/v1/berattelser",
        "/api/v1/evenemang",
        "/evenemang/",
        "/evenemang.ics",
        "/evenemang.atom",
    ):
        assert client.get(f"{address}?{query}").status_code == 200


def test_one_story_has_one_address(client):
    number = make_article().pk

    for spelling in (f"0{number}", f"{number}.0", f"+{number}"):
        assert client.get(f"{API}/berattelser/{spelling}").status_code in (400, 404)


def test_head_and_the_question_of_a_browser_beforehand(client):
    head = client.head(f"{API}/berattelser")
    before = client.options(f"{API}/berattelser")

    assert (head.status_code, head.content) == (200, b"")
    assert (before.status_code, before["Access-Control-Allow-Headers"]) == (204, "If-None-Match")


def test_description_is_open_and_answers_304(client):
    first = client.get(f"{API}/openapi.json")

    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{API}/openapi.json", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(f"{API}/berattelser/0")["Access-Control-Allow-Origin"] == "*"


def test_organisation_that_is_only_in_a_draft_is_not_told_of(client):
    ours = [make_organisation(kind="bolag", name=name) for name in ("Utkastet", "Skrivaren", "Värden", "Med")]
    make_organisation(name="Kommunen", code="0001")
    make_article(organisation=ours[0], published=False)
    make_article(organisation=ours[1])
    make_event(organisation=ours[2], co_organisers=[ours[3]])

    told = client.get(f"{API}/organisationer").json()

    assert {item["name"] for item in told["items"]} == {"Skrivaren", "Värden", "Med", "Kommunen"}
    assert client.get(f"{API}/organisationer/{ours[0].slug}").status_code == 404
    assert next(one for one in datasets() if one.slug == "organisationer").count == told["total"] == 4


def test_archived_story_says_so(client, description):
    article = make_article()
    article.take_down("arkiverad")

    assert answered(client, description, "/berattelser", None)["items"][0]["is_archived"]


def test_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    for _ in range(12):
        make_article(topics=[make_topic(f"Tema {Article.objects.count()}")])
        make_event()

    for path in ("/berattelser", "/evenemang", "/organisationer"):
        with django_assert_max_num_queries(12):
            client.get(API + path)
