"""What a row gives to be found by: one document for each language it is in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from tillit.search.words import WORD, composed, filed, is_name, term, tokens

# No text is read further than this; it is four hours of reading, and where PostgreSQL stops counting places.
MOST_WORDS = 15_000
LONGEST_NAME = 200  # characters of a name that are compared


@dataclass(frozen=True)
class Document:
    """One row, or one slide of it, in one language.

    `names`: what finds it first when it is all that is asked for. `marks`: what a search is narrowed by
    (`genre=nyhet`). `about`: the rows whose texts it repeats (`people.role:12`), so that it is made anew with them.
    """

    section: str
    language: str
    title: str
    lead: str = ""
    body: str = ""
    shown_in: tuple[str, ...] = ()
    names: Iterable[str] = ()
    marks: Iterable[str] = ()
    about: Iterable[str] = ()
    dated: date | None = None
    until: datetime | None = None
    part: int = 0


@dataclass
class Analysed:
    """The terms of a document, field by field, and its words with the term of each."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def analysed(title: str, lead: str, body: str, language: str) -> Analysed:
    """What the index keeps of three texts. The parts of compounds stand by themselves, and weigh less."""
    found, room = Analysed(), MOST_WORDS
    pieces: dict[str, list[str]] = {"head_parts": [], "parts": []}
    for name, text in (("title", title), ("lead", lead), ("body", body)):
        terms, lesser, before = [], pieces["parts" if name == "body" else "head_parts"], None
        for match in WORD.finditer(text):
            word = match[0].lower()
            if before and match.start() == before.end() + 1 and text[before.end()] == "-":
                lesser.append(term(before[0].lower() + word, language))  # e-tjänst is also written etjänst
            before = match
            own, parts = filed(word, language)
            if own is None:
                continue
            if len(terms) >= room:
                break
            terms.append(own)
            found.words[word[:40]] = own
            if parts and not is_name(text, match.start()):  # nobody who looks for `ström` means Lindström
                lesser += parts
        room -= len(terms)
        found.fields[name] = terms
    for name, terms in pieces.items():
        found.fields[name] = list(dict.fromkeys(terms))
    return found


def name_key(text: str) -> str:
    """A name as it is compared: `Gislaveds  Kommun` and `gislaveds kommun` are one, `SOU 2018:47` is `sou 2018 47`."""
    return " ".join(token.word for token in tokens(composed(text)))
