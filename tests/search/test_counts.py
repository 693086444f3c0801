"""What stands beside a choice is how many there are: a search counts its choices in the index, and a list in its rows."""

from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.utils import translation

from articles.filters import ArticleList
from articles.models import Article
from events.filters import EventList
from tests.databases import shared_by_the_module


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
    article = Article.objects.published().filter(kind="nyhet").first()
    article.title_sv = "Om att vara"  # small words only
    article.save_revision().publish()
    pages = _pages(ArticleList, {"q": "om att vara"})

    assert {c.value: c.count for facet, cs in pages.facets for c in cs if facet.parameter == "genre"} == {
        "nyhet": 1
    }
