"""What somebody wrote in the search field, read: words, "phrases", -not, key:value. Nothing in it is an error."""

import re
from dataclasses import dataclass, field

from tillit.search.words import tokens
from tillit.text import typed_line

LONGEST = 300  # characters that are read; nobody writes a longer question
MOST_PIECES = 12  # and so many words in each
_PIECE = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s":]+:"[^"]*"?|[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„»«″", '"'))


@dataclass(frozen=True)
class Piece:
    """Words that belong together: one, or several that stand beside each other."""

    words: tuple[str, ...]
    is_quoted: bool = False


@dataclass
class Query:
    text: str
    pieces: list[Piece] = field(default_factory=list)
    excluded: list[Piece] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)  # kommun:haninge → ("kommun", "haninge")
    unwanted_keys: list[str] = field(default_factory=list)  # of -kommun:haninge, which is read past
    key_places: list[tuple[int, int]] = field(default_factory=list)  # where each of either begins and ends
    is_cut: bool = False  # more was written than is read

    @property
    def without_keys(self) -> str:
        """What was written, but for what became choices."""
        text = self.text
        for begins, ends in reversed(self.key_places):
            text = text[:begins] + text[ends:]
        return " ".join(text.split())

    @property
    def words(self) -> list[str]:
        return [word for piece in self.pieces for word in piece.words]


def parse(text: str, keys=frozenset()) -> Query:
    """Read a query; `keys` are the words that may stand before a colon."""
    line = typed_line(text[: LONGEST * 4]).translate(_QUOTES)
    query = Query(line[:LONGEST], is_cut=len(line) > LONGEST or len(text) > LONGEST * 4)
    for match in _PIECE.finditer(query.text):
        key, colon, value = (match["word"] or "").partition(":")
        is_key = colon and value and key.lower() in keys
        if is_key and match["no"]:
            query.unwanted_keys.append(match[0].removeprefix("-"))
            query.key_places.append(match.span())
            continue
        if is_key:
            query.keys.append((key.lower(), value.strip('"')))
            query.key_places.append(match.span())
            continue
        words = tuple(token.word for token in tokens(match["word"] or match["phrase"] or ""))
        if not words:
            continue
        if len(query.pieces) + len(query.excluded) == MOST_PIECES:
            query.is_cut = True
            break
        query.is_cut = query.is_cut or len(words) > MOST_PIECES
        pieces = query.excluded if match["no"] else query.pieces
        piece = Piece(words[:MOST_PIECES], is_quoted=match["phrase"] is not None)
        if piece not in pieces:
            pieces.append(piece)
    return query
