"""Reading a file that somebody handed over, before anything is understood of it."""

import datetime
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from charset_normalizer import from_bytes

from tillit.links import NAMES
from tillit.text import shortened

LARGEST = 1024 * 1024  # bytes; a long report is a fifth of this
LARGEST_PAGE = 5 * LARGEST  # of a saved page, most of which is not its text


_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.I)


class Unreadable(Exception):
    """The file cannot be taken in; the message says why, in Swedish."""


@dataclass(frozen=True)
class Known:
    """What came with a text and need not be guessed."""

    title: str = ""
    url: str = ""
    organisation: str = ""  # as it was written: a code, a name, an address
    kind: str = ""
    date: datetime.date | None = None
    language: str = "sv"


@dataclass(frozen=True)
class Document:
    key: str  # where it came from: the whole path, or whose it is and its number there
    text: str
    digest: str
    is_html: bool = False
    known: Known = Known()


FEEDS = (".xml", ".rss", ".atom")
SUFFIXES = (".txt", ".html", ".htm", ".jsonl", *FEEDS)


def find_files(paths: list[Path]) -> list[Path]:
    """The files named, or standing in the folders named and below, each once and in order.

    A path without any stays in the list, so that whoever reads it can say so.
    """
    found: list[Path] = []
    for path in paths:
        below = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES) if path.is_dir() else []
        found += below or [path]
    return list(dict.fromkeys(found))


def read(path: Path) -> Document:
    if path.is_dir():
        raise Unreadable(f"där finns inga filer att hämta ({', '.join('*' + suffix for suffix in SUFFIXES)})")
    try:
        if path.exists() and not path.is_file():
            raise Unreadable("det är ingen vanlig fil")
        is_html = path.suffix.lower() in (".html", ".htm")
        if path.stat().st_size > (LARGEST_PAGE if is_html else LARGEST):
            raise Unreadable(
                f"filen är större än {(LARGEST_PAGE if is_html else LARGEST) // 1024 // 1024} MB"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"filen gick inte att läsa ({error.strerror})") from error
    return document(printable(path.resolve())[-1000:], raw, is_html=is_html)


def document(
    key: str, raw: bytes, *, is_html: bool = False, charset: str | None = None, known: Known = Known()
) -> Document:
    text = decode_page(raw, charset) if is_html else decode(raw)
    return Document(key, text, sha256(raw).hexdigest(), is_html, known)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def read_lines(path: Path) -> Iterator[Document | Unreadable]:
    """One document for each line of JSON; a line that is none is given as the reason, and the next is read."""
    with path.open("rb") as file:
        yield from read_json_lines(file, path.stem)


def read_json_lines(lines: Iterable[bytes], stem: str) -> Iterator[Document | Unreadable]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _from_json(line, stem)
            except Unreadable as reason:
                yield Unreadable(f"rad {number}: {reason}")


def _from_json(line: bytes, stem: str) -> Document:
    if len(line) > LARGEST:
        raise Unreadable(f"den är större än {LARGEST // 1024 // 1024} MB")
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable("den är inte JSON") from error
    if not isinstance(given, dict):
        raise Unreadable("den är inget objekt")
    values = {
        name: _text_of(given, name)
        for name in ("id", "url", "title", "text", "html", "organisation", "kind", "date", "language")
    }
    body = values["html"] or values["text"]
    if not values["id"]:
        raise Unreadable("den saknar id")
    if not body.strip():
        raise Unreadable("den saknar text")
    known = Known(
        title=values["title"], url=values["url"], organisation=values["organisation"], kind=values["kind"],
        date=_date_of(values["date"]), language=values["language"] or "sv",
    )  # fmt: skip
    if known.language not in NAMES:
        raise Unreadable(f"språket ”{known.language}” är inget av {', '.join(NAMES)}")
    digest = sha256(line.strip()).hexdigest()
    return Document(
        f"{known.organisation or stem}:{values['id']}"[:1000], body, digest, bool(values["html"]), known
    )


def _text_of(given: dict, name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unreadable(f"{name} är ingen text")
    return storable(str(value))


def storable(text: str) -> str:
    """Without what no database keeps as text: half characters and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _date_of(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise Unreadable(f"datumet ”{shortened(text, 30)}” är inte skrivet som 2024-03-14") from error


def printable(path: Path) -> str:
    """The path as text, also where its name is no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def decode_page(raw: bytes, charset: str | None = None) -> str:
    """A page in whatever encoding it says or seems to have: old ones are not in UTF-8."""
    told = _CHARSET.search(raw[:2048])
    for name in filter(None, [charset, told and told[1].decode("ascii", "replace"), "utf-8"]):
        try:
            return raw.decode(name).replace("\x00", "")
        except (UnicodeDecodeError, LookupError):
            continue
    guess = from_bytes(raw).best()
    if guess is None:
        raise Unreadable("sidan är inte text utan binär")
    return str(guess).replace("\x00", "")


def decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("filen är kodad i UTF-16; spara om den som UTF-8 och försök igen")
    if b"\x00" in raw:
        raise Unreadable("filen är inte text utan binär")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"filen är inte kodad i UTF-8 (tecken {error.start}); spara om den som UTF-8 och försök igen"
        ) from error
    if not text.strip(" \t\r\n\u00a0\u200b\ufeff"):
        raise Unreadable("filen är tom")
    if sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) / 100:
        raise Unreadable("filen är inte text utan binär")
    return text.replace("\r\n", "\n").replace("\r", "\n")
