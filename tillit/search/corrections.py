"""Menade du …? The nearest words that somebody has really written on a public page."""

from django.db.models import Q
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from tillit.pagecache.watch import kept
from tillit.search import swedish
from tillit.search.models import SearchWord
from tillit.search.query import Piece, Query
from tillit.search.words import is_word

SHORTEST = 4  # letters; of shorter words too many are near
MOST_MENDED = 3  # words of a query; more slips than that are no slips


def corrected(query: Query, unknown: list[str], language: str) -> str:
    """The query with each unknown word replaced by the nearest known one; empty when there is none."""
    found = nearest_words(unknown[:MOST_MENDED], language)
    if not found:
        return ""
    return " ".join(
        [
            *(_written(piece, found) for piece in query.pieces),
            *(f"-{_written(piece, {})}" for piece in query.excluded),
        ]
    )


def _written(piece: Piece, mended: dict[str, str]) -> str:
    """The piece as somebody types it; what was one stays one (`e-tjänst`)."""
    if piece.is_quoted:
        return f'"{" ".join(piece.words)}"'
    return "-".join(mended.get(word, word) for word in piece.words)


def nearest_words(words: list[str], language: str) -> dict[str, str]:
    """For each of the words the known one that takes fewest slips of the finger, the most common first; if any does."""
    most = {word: 1 if len(word) < 6 else 2 for word in words if _may_be_a_slip(word)}
    if not most:
        return {}
    languages = {language, "sv"}
    near: dict[str, list[tuple[str, int]]] = {}
    for code in languages:
        near |= _near(most, _known(code))
    rows = SearchWord.objects.filter(
        Q(word__in=near.keys()) | Q(term__in=near.keys()), language__in=languages
    )
    found: dict[str, list[tuple]] = {}
    for written, filed, code, entries in rows.values_list("word", "term", "language", "entries"):
        for candidate in {written, filed} & near.keys():
            if candidate == written or is_word(filed, code):
                for word, slips in near[candidate]:
                    found.setdefault(word, []).append((slips, candidate[0] != word[0], -entries, candidate))
    return {word: min(candidates)[-1] for word, candidates in found.items()}


@kept
def _known(language):
    """{letters: words} of all that is written in public texts of the language, as it is written and as it is filed."""
    rows = SearchWord.objects.filter(language=language).values_list("word", "term")
    known: dict[int, list[str]] = {}
    for word in {word for row in rows for word in row}:
        known.setdefault(len(word), []).append(word)
    return known


def _near(most, known):
    """{known word: [(word that it may be, with so many slips)]}"""
    near: dict[str, list[tuple[str, int]]] = {}
    for word, slips in most.items():
        # Each slip makes a word one letter longer or shorter, at the most.
        for letters in range(len(word) - slips, len(word) + slips + 1):
            alike = extract(word, known.get(letters, []), scorer=OSA.distance, score_cutoff=slips, limit=None)
            for candidate, taken, _place in alike:
                near.setdefault(candidate, []).append((word, taken))
    return near


def _may_be_a_slip(word):
    """A word that is spelled as it should be is not mended, although nobody has used it here."""
    return len(word) >= SHORTEST and not word.isdigit() and not swedish.is_listed(word)
