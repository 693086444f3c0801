"""While somebody is writing: the pages whose names begin so, and words that go on from there."""

import re
from collections import Counter

from django.db.models import Sum
from django.utils import timezone

from tillit.search.asked import Alternative, Asked, Group
from tillit.search.backends import backend
from tillit.search.documents import analysed
from tillit.search.models import SearchEntry, SearchWord
from tillit.search.query import parse
from tillit.search.words import is_stop_word, is_word, term

FEWEST_LETTERS = 2
MOST_PAGES = 5
MOST_WORDS = 4
# Things with names before what has a day and a title.
IN_ORDER = [("organisations", "topics", "people", "glossary"), ("events",), ("articles",)]


def suggested_entries(text: str, language: str) -> list[SearchEntry]:
    """The entries whose titles have all the words, each of them perhaps half written."""
    asked = _asked(text, language)
    if asked is None:
        return []
    found: list[int] = []
    for sections in IN_ORDER:
        found += (
            backend().titled(_in(asked, sections), MOST_PAGES - len(found)) if len(found) < MOST_PAGES else []
        )
    entries = SearchEntry.objects.in_bulk(found)
    return [entries[pk] for pk in found if pk in entries]


def suggested_words(text: str, language: str) -> list[str]:
    """The whole line with its last word written out, the most common first."""
    begun, last = _half_written(text)
    if len(last) < FEWEST_LETTERS:
        return []
    codes = {language, "sv"}
    known = SearchWord.objects.filter(word__startswith=last, language__in=codes).exclude(word=last)
    for code in codes:
        known = known.exclude(language=code, word__in=_only_in_what_is_out_of_date(last, code))
    by_term = known.values("term").annotate(total=Sum("entries")).order_by("-total", "term")[:MOST_WORDS]
    terms = [row["term"] for row in by_term]
    shown: dict[str, str] = {}
    forms = known.filter(term__in=terms).order_by("-entries", "word")
    for word, filed, code in forms.values_list("word", "term", "language"):
        # The form of the dictionary where it is one; what a stemmer has cut off is no word.
        may_stand = filed.startswith(last) and (word == filed or is_word(filed, code))
        shown[filed] = filed if may_stand else shown.get(filed, word)
    return [begun + shown[filed] for filed in terms]


def _half_written(text):
    """(the line until there, the word in small letters); no word after a space, or where a name is chosen (`kommun:han`)."""
    line = parse(text).text
    begins = len(line) - len(re.search(r"[^\W_]*$", line)[0])
    is_choice = ":" in line[:begins].rpartition(" ")[2]
    return line[:begins], "" if is_choice or text[-1:].isspace() else line[begins:].lower()


def _only_in_what_is_out_of_date(beginning, language):
    """Words of pages whose day has passed and that no job has taken down yet."""
    counts: Counter = Counter()
    for entry in SearchEntry.objects.filter(until__lte=timezone.now(), language=language):
        words = analysed(entry.title, entry.lead, entry.body, entry.language).words
        counts.update(word for word in words if word.startswith(beginning))
    public = SearchWord.objects.filter(word__in=counts, language=language)
    return [word for word, entries in public.values_list("word", "entries") if entries <= counts[word]]


def _asked(text, language):
    query = parse(text)
    words = [word for word in query.words if not is_stop_word(word, language) or word == query.words[-1]]
    if not words or len(words[-1]) < FEWEST_LETTERS:
        return None
    return Asked(groups=tuple(_beginning(word, language) for word in words), language=language)


def _beginning(word, language):
    """A word of the title that begins so, in the language of the page or in Swedish, which stands in for it."""
    terms = dict.fromkeys([word, *(term(word, code) for code in (language, "sv"))])
    return Group(tuple(Alternative((filed,), is_prefix=True) for filed in terms))


def _in(asked, sections):
    return Asked(groups=asked.groups, language=asked.language, sections=sections)
