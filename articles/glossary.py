"""The glossary's words in running text: the first time each is met it explains itself, whatever form it stands in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.models import Term
from tillit.search.words import composed, is_stop_word, term, tokens

# A tag, a comment, a sign that is written by its name, an address: what is no running text. None of them reaches past
# the next of its kind, so that nothing is gone through again and again.
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][\w-]*)(?:"[^"<]*"|'[^'<]*'|[^"'<>])*>|<!--(?:[^-<]|-(?!->)|<(?!!--))*-->"""
    r"""|&\#?\w{1,10};|https?://[^\s<>&]*|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+"""
)
# Where a button has no place, or the word is a name or a heading already.
_UNTOUCHED = frozenset(
    "h1 h2 h3 h4 h5 h6 a button summary caption th dt dfn cite code label svg script style".split()
)


@dataclass(frozen=True)
class Entry:
    """A word to explain, and one way it is written: as terms, or for an abbreviation to the letter."""

    row: Term
    terms: tuple[str, ...]


class Glossary:
    """The words of one language; a new one for each page, for it remembers what it has explained."""

    def __init__(self, rows: Iterable[Term], language: str) -> None:
        self.language = language
        self.abbreviations: dict[str, Entry] = {}
        self.entries: dict[str, list[Entry]] = {}  # by their first term
        for row in rows:
            self._learn(row)
        for entries in self.entries.values():
            entries.sort(key=lambda entry: -len(entry.terms))  # the longer before what it begins with
        self.explained: set[int] = set()

    def _learn(self, row):
        name, explanation = (getattr(row, f"{field}_{self.language}") for field in ("name", "explanation"))
        if not (name and explanation):
            return
        for form in dict.fromkeys([name, *(row.forms if self.language == "sv" else [])]):
            if terms := tuple(_filed(token.word, self.language) for token in tokens(composed(form))):
                self.entries.setdefault(terms[0], []).append(Entry(row, terms))
        if abbreviation := getattr(row, f"abbreviation_{self.language}"):
            self.abbreviations[abbreviation] = Entry(row, (abbreviation,))

    def mark(self, html: str) -> SafeString:
        """The page's own HTML, with a button on the first of each word outside headings and links."""
        html, pieces, place, within = composed(html), [], 0, []
        for tag in _TAG.finditer(html):
            between = html[place : tag.start()]
            pieces += [between if within else self._marked(between), tag[0]]
            place = tag.end()
            _follow(tag, within)
        pieces.append(html[place:])
        return mark_safe("".join(pieces))

    def _marked(self, text: str) -> str:
        found, pieces, place = list(tokens(text)), [], 0
        for number, token in enumerate(found):
            entry = self._entry_at(text, found, number) if token.start >= place else None
            if entry:
                self.explained.add(entry.row.pk)
                last = found[number + len(entry.terms) - 1]
                pieces += [text[place : token.start], self._button(entry.row, text[token.start : last.end])]
                place = last.end
        return "".join([*pieces, text[place:]])

    def _entry_at(self, text, found, number):
        """What begins at a word of the text and has not been explained yet."""
        token = found[number]
        known = self.entries.get(_filed(token.word, self.language), [])
        abbreviation = self.abbreviations.get(text[token.start : token.end])
        for entry in [*([abbreviation] if abbreviation else []), *known]:
            words = found[number : number + len(entry.terms)]
            if entry.row.pk not in self.explained and (entry is abbreviation or self._is(entry, words, text)):
                return entry
        return None

    def _is(self, entry, words, text):
        """Whether the words are those of the entry, with nothing but space between."""
        return [_filed(token.word, self.language) for token in words] == list(entry.terms) and all(
            text[one.end : other.start].isspace() for one, other in pairwise(words)
        )

    def _button(self, row, word):
        told = {field: getattr(row, f"{field}_{self.language}") for field in ("name", "explanation")}
        context = {"word": mark_safe(word), "term": row, "language": self.language, **told}
        return render_to_string("articles/_term.html", context).strip()


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
