"""Choices that are written in the field, `kommun:haninge`: what they choose, and where their links lead."""

import html
import re
from urllib.parse import quote

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Topic
from tests.factories import make_article, make_event, make_organisation, make_topic
from tillit.editorial.models import FormerWord


def test_key_in_the_field_is_a_choice(client):
    haninge = make_organisation(name="Haninge kommun", short_name="Haninge")
    make_article(title_sv="Dialog här", organisation=haninge)
    make_article(title_sv="Dialog där", organisation=make_organisation())

    page = re.sub("</?mark>", "", client.get("/sok/?q=dialog kommun:haninge").text)

    assert "Dialog här" in page
    assert "Dialog där" not in page
    assert "Haninge kommun <span" in page  # a pill that takes it away


def test_unknown_key_is_told(client):
    make_article(title_sv="Dialog här")

    assert "Vi känner inte till ”atlantis”" in client.get("/sok/?q=dialog kommun:atlantis").text


def test_two_choices_of_a_kind_are_told(client):
    for name in ("Haninge", "Gislaved"):
        make_article(title_sv=f"Om {name}", organisation=make_organisation(name=name, slug=name.lower()))

    text = client.get("/sok/?q=kommun:haninge kommun:gislaved").text

    assert "Om Haninge" in text
    assert "”gislaved” är inte med" in text


def test_unknown_choice_alone_is_told_as_such(client):
    text = client.get("/sok/?q=kommun:finnsinte").text

    assert "känner inte till ”finnsinte”" in text
    assert "Småord" not in text


def test_each_key_is_taken_out_of_the_text_by_itself(client):
    for name in ("Ha", "Haninge"):
        make_organisation(name=name, slug=name.lower())

    page = client.get("/sok/?q=dialog mittår:2024 kommun:ha kommun:haninge år:2024").context["page"]

    assert page.plain_text == "dialog mittår:2024"


def test_key_alone_shows_everything_that_has_it(client):
    haninge = make_organisation(name="Haninge kommun", short_name="Haninge")
    for year in (2025, 2026, 2024):
        make_article(title_sv=f"Något {year}", organisation=haninge, published_on=f"{year}-01-01")
    make_article(title_sv="Annat")

    page = client.get("/sok/?q=kommun:haninge&typ=berattelser").text

    assert "3 träffar" in page
    assert "Annat" not in page
    assert re.findall(r"Något (\d+)</a>", page) == ["2026", "2025", "2024"]


@pytest.mark.parametrize(
    "asked", ["kommun:örebro", 'kommun:"Örebro kommun"', "kommun:orebro", "KOMMUN:Örebro"]
)
def test_municipality_is_known_however_it_is_written(client, asked):
    orebro = make_organisation(name="Örebro kommun", short_name="Örebro", slug="orebro")
    make_article(title_sv="Dialog", organisation=orebro)
    make_article(title_sv="Dialog annanstans")

    assert "1 träff" in client.get(f"/sok/?q=dialog {quote(asked)}&typ=berattelser").text


def test_every_link_from_a_key_alone_leads_to_what_it_says(client):
    haninge = make_organisation(name="Haninge kommun", short_name="Haninge", slug="haninge")
    for number in range(14):
        make_article(title_sv=f"Något {number:02}", organisation=haninge)

    page = client.get("/sok/?q=kommun:haninge").text
    links = [html.unescape(link) for link in re.findall(r'href="/sok/(\?[^"]+=[^"]*)"', page)]
    titles = {link: re.findall(r"Något (\d\d)", client.get(f"/sok/{link}").text) for link in links}

    assert "?organisation=haninge" in titles
    assert len(titles["?organisation=haninge&sida=2"]) == 2  # and the municipality's own page
    assert len(titles["?typ=berattelser&organisation=haninge"]) == 12
    assert "”" not in client.get("/sok/?organisation=haninge&genre=referat").text
    assert "Inget passar in på allt du har valt." in client.get("/sok/?tema=finnsinte").text


def test_small_words_beside_a_key_ask_for_nothing_more(client):
    make_article(
        title_sv="Dialog", organisation=make_organisation(name="Haninge kommun", short_name="Haninge")
    )

    assert "1 träff" in client.get("/sok/?q=kommun:haninge i&typ=berattelser").text


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("kommun:kalmar", "I kommunen"),
        ("region:kalmar", "I regionen"),
        ('region:"Kalmar län"', "I regionen"),
        ('region:"Region Kalmar län"', "I regionen"),
    ],
)
def test_municipality_and_region_of_the_same_name_are_two(client, asked, title):
    town = make_organisation(name="Kalmar kommun", short_name="Kalmar", slug="kalmar")
    region = make_organisation(name="Region Kalmar län", short_name="Kalmar", slug="region", kind="region")
    make_article(title_sv="I kommunen", organisation=town)
    make_article(title_sv="I regionen", organisation=region)

    hits = client.get("/sok/", {"q": asked, "typ": "berattelser"}).context["page"].hits

    assert [hit.entry.title for hit in hits] == [title]


@pytest.mark.parametrize(
    ("county", "asked"),
    [("Kalmar län", "län:kalmar"), ("Stockholms län", "LÄN:stockholm"), ("Örebro län", 'lan:"örebro län"')],
)
def test_county_is_known_by_its_name_alone(client, county, asked):
    somewhere = make_organisation(name="Provby", county=county, county_code="99")
    make_article(title_sv="Där", organisation=somewhere)
    make_article(title_sv="Annanstans")

    hits = client.get("/sok/", {"q": asked, "typ": "berattelser"}).context["page"].hits

    assert [hit.entry.title for hit in hits] == ["Där"]


@pytest.mark.parametrize("text", ["kommun:haninge i", "kommun:haninge"])
def test_what_is_offered_to_follow_is_what_was_found(client, text):
    here = make_organisation(name="Haninge kommun", short_name="Haninge", slug="haninge")
    make_article(title_sv="Dialog här", organisation=here)
    make_article(title_sv="Dialog där")

    feed = re.search(r'href="(/flode.atom\?[^"]*)"', client.get("/sok/", {"q": text}).text)[1]

    assert re.findall("<title[^>]*>(Dialog [^<]+)", client.get(html.unescape(feed)).text) == ["Dialog här"]


@pytest.mark.parametrize(
    "query",
    [
        "?q=dialog&typ=evenemang&tema=tema",
        "?q=kommun:haninge -skolan",
        "?q=dialog&organisation=hittepa",
        "?q=dialog&ar=9999",
    ],
)
def test_what_no_list_can_choose_is_not_offered_to_follow(client, query):
    make_topic("Tema")
    make_event(title_sv="Dialog")
    make_article(title_sv="Dialog", organisation=make_organisation(short_name="Haninge", slug="haninge"))

    assert 'class="follow' not in client.get(f"/sok/{query}").text


def test_minus_before_a_key_is_said_not_to_count(client):
    make_article(
        title_sv="Dialog", organisation=make_organisation(name="Haninge kommun", short_name="Haninge")
    )

    answer = client.get("/sok/?q=dialog -kommun:haninge&typ=berattelser")
    page = answer.text

    assert answer.context["page"].followed["query"] == "q=dialog"
    assert "1 träff" in page
    assert "välja bort med minus framför ”kommun:haninge”" in page


@pytest.mark.parametrize("asked", ["kommun:***", 'kommun:""', "organisation:東京"])
def test_nonsense_is_no_name_of_an_organisation(client, asked):
    make_organisation(name="Styrelsen för bistånd", short_name="Sida", slug="sida")

    assert "Vi känner inte till" in client.get(f"/sok/?q={quote(asked)}").text


def test_events_are_narrowed_by_their_kind(client):
    make_event(title_sv="Dialog ett", kind="chefsforum")
    make_event(title_sv="Dialog två", kind="konferens")

    page = client.get("/sok/?q=dialog&typ=evenemang").text
    chosen = client.get("/sok/?q=dialog&typ=evenemang&slag=chefsforum")

    assert "Chefsforum (1)" in page
    assert re.findall(r"Dialog (?:ett|två)", re.sub("</?mark>", "", chosen.text)) == ["Dialog ett"]
    assert chosen.context["page"].followed == {"what": "evenemang", "query": "q=dialog&slag=chefsforum"}
    by_key = client.get("/sok/?q=slag:chefsforum")
    assert [hit.row.title_sv for hit in by_key.context["page"].hits] == ["Dialog ett"]
    assert by_key.context["page"].followed == {"what": "evenemang", "query": "slag=chefsforum"}


def test_choice_of_a_place_asks_no_more_for_what_else_is_written_down(client):
    """How many organisations there are outside the registry is nothing to who asks for a municipality."""
    make_article(
        title_sv="Dialog",
        organisation=make_organisation(name="Haninge kommun", short_name="Haninge", code="0136"),
    )

    def asked():
        with CaptureQueriesContext(connection) as context:
            assert client.get("/sok/?q=dialog kommun:haninge&x=1").status_code == 200  # past what is kept
        return len(context)

    asked()
    before = asked()
    for name in "ABCDEFGH":
        make_article(
            title_sv=f"Om {name}", organisation=make_organisation(name=f"Bolaget {name}", kind="bolag")
        )
    asked()

    assert asked() == before


def test_address_of_a_merged_theme_that_is_given_to_a_new_one_is_the_new_one(client):
    old, goal = make_topic("It"), make_topic("Digitalisering")
    FormerWord.objects.create(
        content_type=ContentType.objects.get_for_model(Topic), slug=old.slug, goal_id=goal.pk
    )
    make_article(title_sv="Dialog ett", topics=[goal])
    slug = old.slug
    old.delete()
    assert "Dialog ett" in re.sub("</?mark>", "", client.get(f"/sok/?q=dialog&tema={slug}").text)

    make_article(title_sv="Dialog två", topics=[make_topic("It")])

    for address in (f"/sok/?q=dialog&tema={slug}", f"/artiklar/?tema={slug}"):
        page = re.sub("</?mark>", "", client.get(address).text)
        assert "Dialog två" in page
        assert "Dialog ett" not in page
