"""Texts as words, and words as the terms the index files them under: the same for what is found and what is asked."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from tillit.search import swedish

WORD = re.compile(r"[^\W_]+")
_BEFORE_A_SENTENCE = ("", *'.!?:;\n–-”"’•')
_STEMS = {
    code: snowballstemmer.stemmer(name).stemWord for code, name in (("en", "english"), ("fi", "finnish"))
}
_PLAIN = str.maketrans("åäöüøæéèêëáàâíìîóòôúùûñçß", "aaouoaeeeeaaaiiiooouuuncs")

# Words that tell nothing of what a text is about. They are in no index, and a query is read without them.
STOP_WORDS = {
    "sv": frozenset(
        "alla allt att av bara blev bli blir där de dem den denna deras dess dessa det detta dig din dina ditt dock du då efter "
        "ej eller en er era ert ett finns för från genom ha hade han har hennes henne hans honom hos hon hur i icke inom inte "
        "jag ju kan kunde man med mellan men mig min mina mitt mot mycket ni nu när någon något några och om oss på samma "
        "sedan sig sin sina sitt själv ska skall skulle som så sådan till um under upp ut utan vad var vara varför varit vart "
        "vem vi vid vilka vilken vilket vill vår våra vårt väl åt än är över".split()
    ),
    "en": frozenset(
        "a about all an and are as at be been but by can do does for from had has have he her his how i if in into is it its "
        "more not of on or our she so that the their them then there these they this to was we were what when where which "
        "who why will with you your".split()
    ),
    "fi": frozenset(
        "ei eivät että he hän ja jo joka jos kuin kun me mikä miten mutta myös ne niin nyt ole oli olla on ovat se sekä sen "
        "siitä sitä tai tämä voi".split()
    ),
}


@dataclass(slots=True)
class Token:
    word: str  # in small letters
    start: int
    end: int


def composed(text: str) -> str:
    """The text with å, ä and ö as letters, however they were typed."""
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in their places."""
    for match in WORD.finditer(text):
        yield Token(match[0].lower(), match.start(), match.end())


def is_name(text: str, begins: int) -> bool:
    """Whether the word there is written as names are: with a capital, although no sentence begins."""
    before = text[max(begins - 3, 0) : begins].rstrip(" \t\u00a0")[-1:]  # a new line begins a sentence
    return text[begins].isupper() and before not in _BEFORE_A_SENTENCE


def is_stop_word(word: str, language: str) -> bool:
    return word in STOP_WORDS[language] or (len(word) == 1 and not word.isdigit())


def term(word: str, language: str) -> str:
    """What the index files the word under, in a language."""
    if len(word) > 40 or any(character.isdigit() for character in word):
        return word[:40]
    return swedish.term(word) if language == "sv" else _stemmed(word, language)


def parts(word: str, language: str) -> tuple[str, ...]:
    """What a compound is made of; only Swedish writes its compounds so that it takes a dictionary to see."""
    return swedish.parts(word) if language == "sv" and 6 < len(word) <= 40 and word.isalpha() else ()


def is_word(term: str, language: str) -> bool:
    """Whether a term may be shown as it stands: what a stemmer has cut off is no word."""
    return language == "sv" and bool(swedish.is_listed(term) or swedish.parts(term))


def plain(word: str) -> str:
    """The word as somebody types it on a keyboard without å, ä and ö."""
    return word.translate(_PLAIN)


@lru_cache(30_000)
def filed(word: str, language: str) -> tuple[str | None, tuple[str, ...]]:
    """(the term of a word in small letters, the terms of its parts); no term for a stop word."""
    if is_stop_word(word, language):
        return None, ()
    return term(word, language), parts(word, language)


@lru_cache(20_000)
def _stemmed(word: str, language: str) -> str:
    return _STEMS[language](word)
