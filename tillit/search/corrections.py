"""Menade du …? The nearest words that somebody has really written on a public page."""

from itertools import product

from django.db.models.functions import Length
from rapidfuzz.distance import OSA

from tillit.search import swedish
from tillit.search.models import SearchWord
from tillit.search.query import Piece, Query
from tillit.search.words import is_word

SHORTEST = 4  # letters; of shorter words too many are near
MOST_MENDED = 3  # words of a query; more slips than that are no slips
LONGEST_ENDING = 4  # the word may only be known inflected


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
    shortest, longest = min(map(len, most)) - 2, max(map(len, most)) + 2 + LONGEST_ENDING
    known = (
        SearchWord.objects.filter(language__in={language, "sv"})
        .annotate(length=Length("word"))
        .filter(length__range=(shortest, longest))
        .values_list("word", "term", "language", "entries")
    )
    near: dict[str, list[tuple]] = {}
    for written, filed, code, entries in known.iterator(chunk_size=5000):
        for word, candidate in product(most, {written, filed}):
            slips = OSA.distance(word, candidate, score_cutoff=most[word])
            if slips <= most[word] and (candidate == written or is_word(filed, code)):
                near.setdefault(word, []).append((slips, candidate[0] != word[0], -entries, candidate))
    return {word: min(found)[-1] for word, found in near.items()}


def _may_be_a_slip(word):
    """A word that is spelled as it should be is not mended, although nobody has used it here."""
    return len(word) >= SHORTEST and not word.isdigit() and not swedish.is_listed(word)
