"""Menade du …? The nearest words that somebody has really written on a public page."""

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
    found = {word: nearest for word in unknown[:MOST_MENDED] if (nearest := nearest_word(word, language))}
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


def nearest_word(word: str, language: str) -> str | None:
    """The known word that takes fewest slips of the finger from this one, the most common first."""
    if len(word) < SHORTEST or word.isdigit() or swedish.is_listed(word):
        return None  # a word that is spelled as it should be is not mended, although nobody has used it here
    most = 1 if len(word) < 6 else 2
    near = (
        SearchWord.objects.filter(language__in={language, "sv"})
        .annotate(length=Length("word"))
        .filter(length__range=(len(word) - most, len(word) + most + LONGEST_ENDING))
        .values_list("word", "term", "language", "entries")
    )
    found = []
    for written, filed, code, entries in near.iterator(chunk_size=5000):
        for candidate in {written, filed}:
            slips = OSA.distance(word, candidate, score_cutoff=most)
            if slips <= most and (candidate == written or is_word(filed, code)):
                found.append((slips, candidate[0] != word[0], -entries, candidate))
    return min(found)[-1] if found else None
