"""While somebody is writing: the pages whose names begin so, and words that go on from there."""

from django.db.models import Sum

from tillit.search.asked import Alternative, Asked, Group
from tillit.search.backends import backend
from tillit.search.models import SearchEntry, SearchWord
from tillit.search.query import parse
from tillit.search.words import is_stop_word, term

FEWEST_LETTERS = 2
MOST_PAGES = 5
MOST_WORDS = 4
# Things with names before texts with titles.
NAMED = ("organisations", "topics", "people", "glossary", "events")


def suggested_entries(text: str, language: str) -> list[SearchEntry]:
    """The entries whose titles have all the words, the last of them perhaps half written."""
    asked = _asked(text, language)
    if asked is None:
        return []
    found: list[int] = []
    for sections in (NAMED, ("articles",)):
        found += (
            backend().titled(_in(asked, sections), MOST_PAGES - len(found)) if len(found) < MOST_PAGES else []
        )
    entries = SearchEntry.objects.in_bulk(found)
    return [entries[pk] for pk in found if pk in entries]


def suggested_words(text: str, language: str) -> list[str]:
    """The whole line with its last word written out, the most common first."""
    query = parse(text)
    if not query.words or text[-1:].isspace() or len(query.words[-1]) < FEWEST_LETTERS:
        return []
    *before, last = query.words
    known = SearchWord.objects.filter(word__startswith=last, language__in={language, "sv"}).exclude(word=last)
    by_term = known.values("term").annotate(total=Sum("entries")).order_by("-total", "term")[:MOST_WORDS]
    shortest = {row["term"]: row["term"] for row in by_term}
    for word, filed in (
        known.filter(term__in=shortest).order_by("-entries", "word").values_list("word", "term")
    ):
        if shortest[filed] == filed and not filed.startswith(last):
            shortest[filed] = word
    return [" ".join([*before, word]) for word in shortest.values()]


def _asked(text, language):
    query = parse(text)
    words = [word for word in query.words if not is_stop_word(word, language) or word == query.words[-1]]
    if not words or len(words[-1]) < FEWEST_LETTERS:
        return None
    *before, last = words
    groups = [Group((Alternative((term(word, language),)),)) for word in before]
    groups.append(
        Group((Alternative((last,), is_prefix=True), Alternative((term(last, language),), is_prefix=True)))
    )
    return Asked(groups=tuple(groups), language=language)


def _in(asked, sections):
    return Asked(groups=asked.groups, language=asked.language, sections=sections)
