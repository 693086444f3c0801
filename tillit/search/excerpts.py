"""The place in a text that answers the question, with the words that were looked for marked as they are inflected there."""

from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from tillit.search.words import Token, composed, filed, tokens

LENGTH = 32  # words
BEFORE = 8  # words before the first that is marked
FURTHEST = 4000  # words that are looked through
LINE = "\u2028"  # a single sign, so that nothing moves: where one piece of the text ends and the next begins


@dataclass
class Marked:
    """A text, or a piece of it, with its hits marked."""

    html: SafeString
    hits: int


def marked(text: str, language: str, wanted: frozenset[str]) -> Marked:
    """The whole of a short text."""
    text = composed(text)
    hits = [token for token in tokens(text) if _is_hit(token, language, wanted)]
    return Marked(_html(text, hits), len(hits))


def excerpt(text: str, language: str, wanted: frozenset[str]) -> Marked:
    """The stretch with most different words that were looked for; the beginning where there is none."""
    text = composed(text)
    words = []
    for token in tokens(text):
        words.append(token)
        if len(words) == FURTHEST:
            break
    found = [(n, hit) for n, token in enumerate(words) if (hit := _hit(token, language, wanted))]
    if not found:
        after = " …" if len(words) > LENGTH else ""
        return Marked(format_html("{}{}", _html(_between(text, words[:LENGTH]), []), after), 0)
    first = max(range(len(found)), key=lambda n: (_richness(found, n), -n))
    start = max(found[first][0] - BEFORE, 0)
    stretch = words[start : start + LENGTH]
    begins, ends = stretch[0].start, stretch[-1].end
    hits = [
        Token(token.word, token.start - begins, token.end - begins)
        for token in stretch
        if _is_hit(token, language, wanted)
    ]
    html = _html(text[begins:ends].replace("\n", LINE), hits)
    before, after = "… " if start else "", " …" if start + LENGTH < len(words) else ""
    return Marked(format_html("{}{}{}", before, html, after), len(hits))


def _richness(found, n):
    """How many different terms there are within an excerpt that begins at the hit."""
    return len({hit for place, hit in found[n:] if place < found[n][0] + LENGTH - BEFORE})


def _between(text, words):
    return text[words[0].start : words[-1].end].replace("\n", LINE) if words else ""


def _is_hit(token, language, wanted):
    return _hit(token, language, wanted) is not None


def _hit(token, language, wanted):
    """The term it was found by: its own, or one that a compound is made of."""
    own, parts = filed(token.word, language)
    if own in wanted:
        return own
    return next((part for part in parts if part in wanted), None)


def _html(text, hits):
    pieces, end = [], 0
    for hit in hits:
        pieces += [escape(text[end : hit.start]), format_html("<mark>{}</mark>", text[hit.start : hit.end])]
        end = hit.end
    return SafeString("".join([*pieces, escape(text[end:])]).replace(LINE, " · "))
