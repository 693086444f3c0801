from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, ArticlePrinciple
from tests.factories import make_article, make_organisation, make_principle, make_topic, republish


def titles(response):
    return sorted(article.title_sv for article in response.context["articles"].page)


@pytest.fixture
def three():
    mal, chef = make_topic("Mål", slug="mal"), make_topic("Chef")
    haninge = make_organisation(
        name="Haninge kommun", short_name="Haninge", slug="haninge", county_code="01", county="Stockholms län"
    )
    make_article(
        title_sv="A", kind="fall", organisation=haninge, topics=[mal, chef], stage="provar", evidence="egen", published_on=date(2020, 5, 1),
        title_en="A in English",
    )  # fmt: skip
    make_article(title_sv="B", kind="referat", topics=[chef], published_on=date(2020, 6, 1))
    c = make_article(title_sv="C", published_on=date(2021, 6, 1))
    ArticlePrinciple.objects.create(article=c, principle=make_principle("Stöd"))
    make_article(title_sv="Utkast", published=False, topics=[mal], organisation=haninge)


def test_story_that_is_no_case_any_more_is_not_chosen_by_what_only_cases_say(client):
    article = make_article(kind="fall", stage="provar", began_on=date(2026, 1, 1), chain_levels=["chef"])
    article = republish(article, kind="nyhet")

    assert titles(client.get(reverse("articles:list") + "?skede=provar")) == []
    text = client.get(article.get_absolute_url()).text
    assert not [word for word in ("Skede", "Period", "styrkedjan") if word in text]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["A", "B", "C"]),
        ("genre=referat", ["B"]),
        ("tema=chef", ["A", "B"]),
        ("tema=chef&genre=fall", ["A"]),
        ("princip=stod", ["C"]),
        ("organisation=haninge", ["A"]),
        ("lan=01", ["A"]),
        ("skede=provar", ["A"]),
        ("evidens=egen", ["A"]),
        ("ar=2020", ["A", "B"]),
        ("sprak=en", ["A"]),
        ("sprak=fi", []),
        ("tema=finns-inte", []),
        ("ar=abc", []),
        ("ar=0000", []),
        ("ar=٢٠٢٠", ["A", "B"]),
        ("sprak=xx", []),
        ("ar=99999", []),
        ("sida=999", ["A", "B", "C"]),
        ("okand=1&sida=abc", ["A", "B", "C"]),
        ("tema=%00", ["A", "B", "C"]),
        ("tema=chef%01", ["A", "B", "C"]),
        ("tema=%EF%BF%BE", ["A", "B", "C"]),
        ("genre=" + "x" * 3000, []),
    ],
)
def test_choice_lives_in_the_address(client, three, query, expected):
    response = client.get(reverse("articles:list") + f"?{query}")

    assert response.status_code == 200
    assert titles(response) == expected


def test_each_choice_says_how_many_it_gives(client, three):
    response = client.get(reverse("articles:list") + "?tema=chef")

    counts = {
        facet.parameter: {choice.value: choice.count for choice in choices}
        for facet, choices in response.context["articles"].facets
    }

    assert counts["tema"] == {"mal": 1, "chef": 2}  # what choosing another theme would give
    assert counts["genre"] == {"fall": 1, "referat": 1}
    assert counts["ar"] == {"2020": 2}
    assert counts["sprak"] == {"sv": 2, "en": 1}


def test_promised_count_is_what_one_gets(client, three):
    everything = client.get(reverse("articles:list")).context["articles"]

    for facet, choices in everything.facets:
        for choice in choices:
            response = client.get(reverse("articles:list"), {facet.parameter: choice.value})
            assert len(titles(response)) == choice.count, (facet.parameter, choice.value)


def test_a_chosen_pill_leads_away_from_its_choice(client, three):
    pills = client.get(reverse("articles:list") + "?tema=chef&genre=nyhet").context["articles"].pills

    assert pills == [("Nyhet", "?tema=chef"), ("Chef", "?genre=nyhet")]


def test_choice_that_gives_nothing_still_has_its_name(client, three):
    pills = client.get(reverse("articles:list") + "?tema=mal&genre=kronika").context["articles"].pills

    assert [str(label) for label, _address in pills] == ["Krönika", "Mål"]


@pytest.mark.parametrize("name", ["articles:list", "start", "feed"])
def test_number_of_queries_does_not_grow_with_the_list(name):
    organisation, topic = make_organisation(), make_topic("Tema")
    asked = []
    for wanted in (1, 3, 30):
        while Article.objects.count() < wanted:
            make_article(organisation=organisation, topics=[topic])
        visitor = Client()  # asks a server that has kept nothing
        with CaptureQueriesContext(connection) as queries:
            visitor.get(reverse(name))
        asked.append(len(queries))

    assert len(set(asked)) == 1, asked
