"""From words to what the index is asked: other spellings, compounds joined and parted, synonyms of the glossary."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Max, Q

from tillit.search import swedish
from tillit.search.asked import Alternative, Group
from tillit.search.documents import LONGEST_NAME, name_key
from tillit.search.models import SearchEntry, SearchName, SearchWord
from tillit.search.query import Piece, Query
from tillit.search.words import is_stop_word, plain, term

LONGEST_SYNONYM = 4  # words
COMMON = 1000  # entries; so many hits need no slips of the pen beside them
# Entries with both words are read through, to see whether the words stand beside each other: not a whole archive.
MOST_READ = 10_000
_ADDRESS = re.compile(r"\s*(?:https?://|/|(?:[\w-]+\.[\w.-]+|localhost)(?::\d+)?/)", re.IGNORECASE)


@dataclass
class Question:
    """The groups of a query, and the words in it that no public text has."""

    groups: list[Group]
    excluded: list[Alternative]
    unknown: list[str]


def question(query: Query, language: str) -> Question:
    """What the query asks for, in the language of the page and in Swedish, which stands in for it."""
    asker = Asker(list(dict.fromkeys([language, "sv"])), query)
    groups = [asker.group(n) for n in range(len(asker.pieces))]
    excluded = [
        one for piece in query.excluded for one in asker.alternatives(piece, is_exact=True) if one.terms
    ]
    return Question(groups, excluded, asker.unknown)


class Asker:
    def __init__(self, languages: list[str], query: Query):
        self.languages = languages
        self.places = [n for n, piece in enumerate(query.pieces) if self._tells(piece)]
        self.pieces = [query.pieces[n] for n in self.places]
        self.written = query.pieces
        self.known = self._known_words()
        self.counts = self._counts()
        self.synonyms = self._synonyms()
        self.unknown = [
            piece.words[0]
            for piece in self.pieces
            if len(piece.words) == 1 and not self._is_known(piece.words[0])
        ]

    def _tells(self, piece):
        return any(all(not is_stop_word(word, code) for code in self.languages) for word in piece.words)

    def group(self, n: int) -> Group:
        piece = self.pieces[n]
        found = list(self.alternatives(piece))
        if not piece.is_quoted:
            found += self._joined(n)
            found += self.synonyms.get(n, [])
        found = list(dict.fromkeys(found))
        counts = [self.counts.get(one.terms[0], 0) for one in found if len(one.terms) == 1]
        return Group(tuple(found), max(counts, default=0))

    def alternatives(self, piece: Piece, is_exact: bool = False) -> Iterable[Alternative]:
        as_one = (
            [] if piece.is_quoted or is_exact or len(piece.words) == 1 else self._written_as_one(piece.words)
        )
        yield from as_one
        for code in self.languages:
            terms = tuple(term(word, code) for word in piece.words if not is_stop_word(word, code))
            # Of `e-tjänst` only the second half would be left to look for.
            if terms and not (as_one and len(terms) < len(piece.words)):
                yield Alternative(terms, is_exact or piece.is_quoted)
        if len(piece.words) == 1 and not (piece.is_quoted or is_exact):
            yield from self._otherwise_spelled(piece.words[0])
            yield from self._parted(piece.words[0])

    def _otherwise_spelled(self, word):
        """`arbetssatt` for arbetssätt: only for what is no word as it stands."""
        if word == plain(word) and not self._is_known(word):
            for row in self.known.values():
                if row.plain == word or row.plain_term == plain(term(word, "sv")):
                    yield Alternative((row.term,))

    def _parted(self, word):
        """`internkontroll` is also written `intern kontroll`, where texts have both words and few have it as one."""
        halves = swedish.halves(word) if self.counts.get(term(word, "sv"), 0) < COMMON else None
        if halves and 0 < min(self.counts.get(half, 0) for half in halves) <= MOST_READ:
            yield Alternative(halves, is_exact=True)

    def _written_as_one(self, words):
        """`e-tjänst` is also written `etjänst`."""
        joined = "".join(words)
        return [Alternative((self.known[joined].term,))] if joined in self.known else []

    def _joined(self, n):
        """`intern kontroll` is also written `internkontroll`: with the word before, and with the one after."""
        for left, right in pairwise(range(max(n - 1, 0), min(n + 2, len(self.pieces)))):
            for joined in _joints(self.pieces[left], self.pieces[right]):
                if joined in self.known:
                    yield Alternative((self.known[joined].term,))

    def _is_known(self, word):
        return any(self.counts.get(term(word, code)) for code in self.languages) or word in self.known

    # Asked of the database, once for each query --------------------------------------------------

    def _known_words(self):
        words = {word for piece in self.pieces for word in piece.words}
        joints = {joined for left, right in pairwise(self.pieces) for joined in _joints(left, right)}
        joints |= {"".join(piece.words) for piece in self.pieces if len(piece.words) > 1}
        plains = {word for word in words if word == plain(word)}
        plain_terms = {plain(term(word, "sv")) for word in plains}
        rows = SearchWord.objects.filter(
            Q(word__in=words | joints) | Q(plain__in=plains) | Q(plain_term__in=plain_terms),
            language__in=self.languages,
        )
        return {row.word: row for row in rows[:500]}

    def _counts(self):
        """{term: the entries that its most common form is in}"""
        terms = {term(word, code) for piece in self.pieces for word in piece.words for code in self.languages}
        terms |= {row.term for row in self.known.values()}
        terms |= {
            half for piece in self.pieces for word in piece.words for half in swedish.halves(word) or ()
        }
        rows = SearchWord.objects.filter(term__in=terms, language__in=self.languages)
        return dict(rows.values_list("term").annotate(most=Max("entries")))

    def _synonyms(self):
        """{number of a piece: other words of the glossary for it, or for several of which it is one}"""
        places = {}
        for start in range(len(self.pieces)):
            for end in range(start + 1, min(start + LONGEST_SYNONYM, len(self.pieces)) + 1):
                # With the small words between them, as the glossary has them.
                pieces = self.written[self.places[start] : self.places[end - 1] + 1]
                words = [word for piece in pieces for word in piece.words]
                for key in (" ".join(words), " ".join(term(word, "sv") for word in words)):
                    places.setdefault(key, set()).update(range(start, end))
        names = SearchName.objects.filter(entry__section="glossary", key__in=places)
        asked = {}
        for entry_id, key in names.values_list("entry_id", "key"):
            asked.setdefault(entry_id, set()).update(places[key])
        found: dict[int, list[Alternative]] = {}
        others = (
            SearchName.objects.filter(entry__in=list(asked))
            .select_related("entry")
            .only("key", "entry_id", "entry__language")
        )
        for other in others:
            code = other.entry.language
            terms = tuple(term(word, code) for word in other.key.split() if not is_stop_word(word, code))
            for n in asked[other.entry_id] if terms else ():
                found.setdefault(n, []).append(Alternative(terms, is_exact=True))
        return found


def _joints(left: Piece, right: Piece):
    """The compounds that two words next to each other may be."""
    if len(left.words) == len(right.words) == 1 and not (left.is_quoted or right.is_quoted):
        yield from (left.words[0] + joint + right.words[0] for joint in ("", "s"))


def named(query: Query, language: str):
    """The entries that are called just what was asked for, or stand at that address."""
    keys = {name_key(query.without_keys)[:LONGEST_NAME]}
    if _ADDRESS.match(query.text):
        path = query.text.split("?")[0].split("#")[0].rstrip("/").lower().replace("-", " ").split("/")
        keys |= {path[-1], " ".join(["adress", *path[-2:]])}  # of /a/12/ the number alone would be anything's
    keys.discard("")
    return SearchEntry.objects.shown(language).filter(names__key__in=keys)
