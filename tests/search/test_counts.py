"""What stands beside a choice is how many there are: a search counts its choices in the index, and a list in its rows."""

from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.utils import translation

from articles.filters import ArticleList
from events.filters import EventList
from tests.databases import shared_by_the_module
from tests.factories import block, make_article, make_organisation, make_topic
from tillit.editorial.choices import Facet


@pytest.fixture(scope="module", autouse=True)
def sample(django_db_setup, django_db_blocker):
    with shared_by_the_module(django_db_blocker):
        call_command("load_sample", stdout=StringIO())
        yield


@pytest.mark.parametrize("language", ["sv", "fi"])
@pytest.mark.parametrize("model", [ArticleList, EventList])
@pytest.mark.parametrize("text", ["tillit", "chef", "kommun", "möte -chef", "tillti", '"intern kontroll"', "och", "-chef", "xyzzy"])  # fmt: skip
def test_search_counts_as_its_rows_do(text, model, language):
    with translation.override(language):
        whole = _pages(model, {"q": text})
        asked = [{"q": text}, *({"q": text} | chosen for chosen in _choices(whole))]
        for query in asked:
            pages = _pages(model, query)

            shown = {facet.parameter: _counts(choices) for facet, choices in pages.facets}

            for facet in pages.offered:
                rows = facet.counted(pages.rows(except_for=facet))
                counted = {(value, label, count) for value, label, count in rows if count}
                assert {one for one in shown.get(facet.parameter, set()) if one[2]} == counted, query


def _pages(model, query):
    asked = QueryDict(mutable=True)
    asked.update(query)
    return model(asked)


def _choices(pages):
    """One choice of each facet, two of them at once, and one that somebody has made up."""
    single = [{facet.parameter: choices[0].value} for facet, choices in pages.facets]
    both = [one | other for one, other in pairwise(single)]
    return [*single, *both, {"organisation": 'finns "inte'}]


def _counts(choices):
    return {(choice.value, choice.label, choice.count) for choice in choices}


def test_what_is_found_by_its_name_alone_is_counted_too():
    make_article(title_sv="Något annat", slug_sv="kvartersvardar", slug="kvartersvardar", kind="fall")
    make_article(title_sv="Nytt", body_sv=[block("text", "<p>Om kvartersvardar.</p>")])
    make_article(title_sv="Om att vara", kind="fall")  # small words only

    assert _genres({"q": "kvartersvardar"}) == {"fall": 1, "nyhet": 1}
    assert _genres({"q": "kvartersvardar", "genre": "nyhet"}) == {"fall": 1, "nyhet": 1}
    assert _genres({"q": "om att vara"}) == {"fall": 1}


def _genres(query):
    facets = {facet.parameter: choices for facet, choices in _pages(ArticleList, query).facets}
    return {choice.value: choice.count for choice in facets.get("genre", []) if choice.count}


def test_choices_of_a_search_are_not_counted_one_by_one(monkeypatch):
    monkeypatch.setattr(Facet, "counted", None)

    assert _genres({"q": "tillit"})


def test_county_has_its_name_although_one_of_its_organisations_lacks_it():
    values = {"kind": "bolag", "county_code": "01"}
    make_article(title_sv="Ett skuldebrev", organisation=make_organisation(**values, name="Alla", county="Stockholms län"))  # fmt: skip
    make_article(title_sv="Ett skuldebrev till", organisation=make_organisation(**values, name="Över"))

    for query in ({"q": "skuldebrev"}, {"tema": ""}):
        facets = {facet.parameter: choices for facet, choices in _pages(ArticleList, query).facets}
        found = [choice for choice in facets["lan"] if choice.value == "01"]
        assert [choice.label for choice in found] == ["Stockholms län"]
        assert found[0].count >= 2


def test_year_is_the_same_in_whatever_digits():
    make_article(title_sv="Ett skuldebrev", published_on="2020-05-01")

    assert _pages(ArticleList, {"q": "skuldebrev år:٢٠٢٠"}).chosen == {"ar": "2020"}
    assert _genres({"q": "skuldebrev", "ar": "٢٠٢٠"}) == {"nyhet": 1}


def test_made_up_choice_is_no_other_that_resembles_it():
    make_article(title_sv="Ett skuldebrev", topics=[make_topic("Forum", slug="chefs_forum")])

    assert _genres({"q": "skuldebrev", "tema": "chefs_forum"}) == {"nyhet": 1}
    assert _genres({"q": "skuldebrev", "tema": "chefs forum"}) == {}
