import csv
import json
import re
from datetime import date
from html import unescape
from io import StringIO
from xml.etree import ElementTree

import feedparser
import pytest
from django.urls import reverse

from articles.models import Article
from tests.factories import block, make_article, make_event, make_organisation, make_topic
from tillit.search import search

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response):
    return [
        entry.findtext(f"{ATOM}title")
        for entry in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")
    ]


def test_feed_has_the_published_newest_first(client):
    make_article(title_sv="Äldre", published_on=date(2020, 1, 1))
    make_article(title_sv="Nyare", published_on=date(2021, 1, 1))
    make_article(title_sv="Utkast", published=False)

    response = client.get(reverse("feed"))

    assert response["Content-Type"].startswith("application/atom+xml")
    assert entries(response) == ["Nyare", "Äldre"]


def test_feed_takes_every_filter_of_the_list(client):
    topic = make_topic("Chef")
    make_article(title_sv="Med", topics=[topic], organisation=make_organisation(slug="a"))
    make_article(title_sv="Utan")

    assert entries(client.get(reverse("feed") + "?tema=chef&organisation=a")) == ["Med"]


def test_entry_keeps_its_identity_when_its_address_changes(client):
    article = make_article(title_sv="Först")
    before = client.get(reverse("feed")).text
    article.slug_sv = "helt-ny-adress"
    article.save_revision().publish()

    after = client.get(reverse("feed")).text

    identity = f"<id>http://testserver/a/{article.pk}/</id>"
    assert identity in before
    assert identity in after
    assert "/artiklar/helt-ny-adress/" in after


def test_markup_in_a_title_stays_text(client):
    make_article(title_sv="<script>alert(1)</script> & co")

    assert entries(client.get(reverse("feed"))) == ["<script>alert(1)</script> & co"]


def test_search_is_followed_at_the_same_address_in_every_form(client):
    make_article(title_sv="Dialog om möten", published_on=date(2020, 1, 1), kind="referat")
    make_article(title_sv="Mötet", published_on=date(2021, 1, 1), kind="referat")
    make_article(title_sv="Mötet i en nyhet", published_on=date(2022, 1, 1))
    make_article(title_sv="Något annat", kind="referat")
    query = "?q=mötena&genre=referat"

    assert entries(client.get(reverse("feed") + query)) == ["Mötet", "Dialog om möten"]
    feed = client.get(reverse("json_feed") + query)
    assert [item["title"] for item in json.loads(feed.content)["items"]] == ["Mötet", "Dialog om möten"]
    rows = list(
        csv.reader(StringIO(client.get(reverse("table") + query).content.decode("utf-8-sig")), delimiter=";")
    )
    assert [row[0] for row in rows] == ["Rubrik", "Mötet", "Dialog om möten"]
    page = client.get(reverse("articles:list") + query).text
    assert "2 berättelser" in page
    assert page.count('href="/flode.json?q=m%C3%B6tena&amp;genre=referat"') == 1


def test_no_address_leaves_out_what_fits_less_well_than_many_others(client, monkeypatch):
    monkeypatch.setattr(search, "MOST_SHOWN", 3)
    alfa, beta = make_organisation(name="Alfa", slug="alfa"), make_organisation(name="Beta", slug="beta")
    for number in range(4):
        make_article(title_sv=f"Delegering {number}", organisation=alfa, published_on=date(2020, 1, 1))
    in_text = [block("text", "<p>Här nämns delegering.</p>")]
    make_article(title_sv="Nytt", body_sv=in_text, organisation=beta, published_on=date(2026, 1, 1))

    for query in ("?q=delegering", "?q=delegering&organisation=beta"):
        assert entries(client.get(reverse("feed") + query))[0] == "Nytt"
        assert "Nytt" in client.get(reverse("table") + query).content.decode()
        assert "Nytt" in client.get(f"/api/v1/berattelser{query}").content.decode()
    page = client.get(reverse("articles:list") + "?q=delegering")
    assert "5 berättelser" in page.text
    assert "Alfa (4)" in page.text


def test_key_in_the_search_is_a_choice_in_every_form(client):
    here = make_organisation(name="Haninge kommun", short_name="Haninge", slug="haninge")
    make_article(title_sv="Dialog här", organisation=here)
    make_article(title_sv="Dialog där")

    for query in ("?q=kommun:haninge", "?q=dialog kommun:haninge"):
        assert entries(client.get(reverse("feed") + query)) == ["Dialog här"]
        assert client.get(f"/api/v1/berattelser{query}").json()["total"] == 1
        assert "Dialog där" not in client.get(reverse("articles:list") + query).text
    for query in (
        "?q=kommun:finnsinte",
        "?q=kommun:haninge&organisation=annan",
        "?q=slag:x",
        "?q=-kommun:haninge",
    ):
        assert entries(client.get(reverse("feed") + query)) == []
    assert "organisation=haninge" in client.get(reverse("articles:list") + "?q=kommun:haninge").text
    refused = client.get(reverse("articles:list") + "?q=dialog -kommun:haninge").text
    assert 'href="/flode.atom?q=dialog' not in refused


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?q=dialog -kommun:haninge", "”kommun:haninge” går inte att välja bort med minus."),
        ("?q=dialog kommun:finnsinte", "”kommun:finnsinte” finns inte bland valen här."),
        (
            "?q=kommun:haninge&organisation=annan",
            "Bara ett val av varje slag får plats, och ”kommun:haninge” är ett till.",
        ),
    ],
)
@pytest.mark.parametrize("where", ["articles:list", "events:list"])
def test_list_says_what_it_cannot_choose_by(client, where, query, said):
    here = make_organisation(short_name="Haninge", slug="haninge")
    make_article(title_sv="Dialog", organisation=here)
    make_event(title_sv="Dialog", organisation=here)

    page = client.get(reverse(where) + query).text

    assert said in page
    assert ("Visa urvalet" in page) == ("organisation" in query)
    assert "i urvalet:" not in page  # nothing to follow
    assert "De som handlar om" not in page


@pytest.mark.parametrize("where", ["articles:list", "events:list"])
def test_what_is_chosen_beside_something_unread_can_be_taken_away(client, where):
    make_organisation(name="Haninge kommun", short_name="Haninge", slug="haninge", code="0136")

    page = client.get(reverse(where) + "?q=dialog kommun:haninge tema:finnsinte").text
    taken_away = re.search(r'<a[^>]+href="([^"]+)"[^>]*>(?:(?!</a>).)*Haninge', page, re.DOTALL)[1]

    assert "Haninge" not in re.sub(
        r"<option.*?</option>", "", client.get(reverse(where) + unescape(taken_away)).text
    )
    search = re.search(r'href="(/sok/\?[^"]+)"', page)[1]
    assert "Haninge" in client.get(unescape(search)).text


def test_feed_has_only_what_has_all_the_words(client):
    make_article(title_sv="Dialog")
    make_article(title_sv="Budget")

    assert entries(client.get(reverse("feed") + "?q=dialog budget")) == []


def test_json_feed_is_what_its_specification_asks(client):
    article = make_article(
        title_sv="Rubrik",
        lead_sv="Ingress",
        published_on=date(2020, 2, 3),
        organisation=make_organisation(name="Provby kommun"),
    )

    response = client.get(reverse("json_feed"))
    feed = json.loads(response.content)

    assert response["Content-Type"] == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["id"] == f"http://testserver/a/{article.pk}/"
    assert item["date_published"] == "2020-02-03T12:00:00+01:00"
    assert "har inte setts över sedan dess" in item["summary"]
    assert item["authors"] == [{"name": "Provby kommun"}]
    assert "date_modified" not in item  # nothing is told that is not known


def test_table_is_no_formula_and_says_which_language(client):
    make_article(title_sv="=1+1", title_en="Sums", slug_en="sums")

    rows = list(csv.reader(StringIO(client.get("/en/flode.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert (rows[1][0], rows[1][9], rows[1][10]) == ("Sums", "en", "http://testserver/en/artiklar/sums/")
    rows = list(csv.reader(StringIO(client.get("/flode.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=1+1"


def test_hostile_search_leaves_every_feed_whole(client):
    make_article(title_sv="Tillit")
    query = "?q=%00%01%1b%E2%80%AEtillit%22%3C%26%5D%5D%3E"

    parsed = feedparser.parse(client.get(reverse("feed") + query).content)
    assert (bool(parsed.bozo), parsed.feed.title) == (False, 'Tillit: ”tillit"<&]]>”')
    assert json.loads(client.get(reverse("json_feed") + query).content)["items"]
    assert client.get(reverse("table") + query).status_code == 200


def test_taking_a_choice_away_keeps_what_is_searched_for(client):
    make_article(title_sv="Mötet", kind="referat")

    page = client.get(reverse("articles:list") + "?q=m%C3%B6te&genre=referat").text

    assert 'class="pill" href="?q=m%C3%B6te"' in page


def test_year_of_what_happened_is_no_day_of_publication(client):
    article = make_article(published_on=None, happened_year=2019)
    Article.objects.filter(pk=article.pk).update(published_on=None, updated_on=None)

    atom = client.get("/flode.atom").text
    (item,) = json.loads(client.get("/flode.json").content)["items"]

    assert "<published>" not in atom
    assert f"<updated>{article.first_published_at:%Y-%m-%d}" in atom
    assert "date_published" not in item
