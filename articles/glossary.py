"""The glossary's words in running text: the first time each is met it explains itself, whatever form it stands in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.models import Term
from tillit.search.words import Token, is_stop_word, term, tokens

_TAG = re.compile(r"""<(/?)([a-zA-Z][\w-]*)(?:"[^"]*"|'[^']*'|[^"'>])*>|<!--.*?-->""", re.DOTALL)
# Where a button has no place, or the word is a name or a heading already.
_UNTOUCHED = frozenset(
    "h1 h2 h3 h4 h5 h6 a button summary caption th dt dfn cite code label svg script style".split()
)


@dataclass(frozen=True)
class Entry:
    """A word to explain, and one way it is written."""

    row: Term
    terms: tuple[str, ...]
    is_abbreviation: bool = False

    def fits(self, text: str, found: list[Token], language: str) -> bool:
        found = found[: len(self.terms)]
        if self.is_abbreviation:
            return text[found[0].start : found[0].end] == self.terms[0]
        return [_filed(token.word, language) for token in found] == list(self.terms) and all(
            text[one.end : other.start].isspace() for one, other in pairwise(found)
        )


class Glossary:
    """The words of one language; a new one for each page, for it remembers what it has explained."""

    def __init__(self, rows: Iterable[Term], language: str) -> None:
        self.language = language
        # "tillitsbaserad styrning" before "tillit".
        self.entries = sorted(_entries(rows, language), key=lambda entry: -len(entry.terms))
        self.explained: set[int] = set()

    def mark(self, html: str) -> SafeString:
        """The page's own HTML, with a button on the first of each word outside headings and links."""
        pieces, place, within = [], 0, []
        for tag in _TAG.finditer(html):
            pieces.append(
                self._marked(html[place : tag.start()]) if not within else html[place : tag.start()]
            )
            pieces.append(tag[0])
            place = tag.end()
            _follow(tag, within)
        pieces.append(html[place:])
        return mark_safe("".join(pieces))

    def _marked(self, text: str) -> str:
        found, pieces, place = list(tokens(text)), [], 0
        for number, token in enumerate(found):
            entry = self._entry_at(text, found[number:]) if token.start >= place else None
            if entry:
                last = found[number + len(entry.terms) - 1]
                pieces += [text[place : token.start], self._button(entry.row, text[token.start : last.end])]
                place = last.end
        return "".join([*pieces, text[place:]])

    def _entry_at(self, text, rest):
        for entry in self.entries:
            if entry.row.pk not in self.explained and entry.fits(text, rest, self.language):
                self.explained.add(entry.row.pk)
                return entry
        return None

    def _button(self, row, word):
        told = {field: getattr(row, f"{field}_{self.language}") for field in ("name", "explanation")}
        context = {"word": mark_safe(word), "term": row, "language": self.language, **told}
        return render_to_string("articles/_term.html", context).strip()


def _entries(rows: Iterable[Term], language: str) -> Iterator[Entry]:
    for row in rows:
        if not (getattr(row, f"name_{language}") and getattr(row, f"explanation_{language}")):
            continue
        names = [getattr(row, f"name_{language}"), *(row.forms if language == "sv" else [])]
        for name in dict.fromkeys(names):
            if words := tuple(_filed(token.word, language) for token in tokens(name)):
                yield Entry(row, words)
        if abbreviation := getattr(row, f"abbreviation_{language}"):
            yield Entry(row, (abbreviation,), is_abbreviation=True)


def _filed(word, language):
    return word if is_stop_word(word, language) else term(word, language)


def _follow(tag, within):
    """Keep count of the elements in which nothing is marked."""
    closes, name = tag[1], (tag[2] or "").lower()
    if name in _UNTOUCHED and not tag[0].endswith("/>"):
        if not closes:
            within.append(name)
        elif name in within:
            within.remove(name)
