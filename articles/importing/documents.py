"""Reading a file that somebody handed over, before anything is understood of it."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

LARGEST = 1024 * 1024  # bytes; a long report is a fifth of this


class Unreadable(Exception):
    """The file cannot be taken in; the message says why, in Swedish."""


@dataclass(frozen=True)
class Document:
    key: str  # where it came from: the whole path
    text: str
    digest: str


def find_files(paths: list[Path]) -> list[Path]:
    """The text files named, or standing in the folders named and below, each once and in order.

    A path without any stays in the list, so that whoever reads it can say so.
    """
    found: list[Path] = []
    for path in paths:
        below = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".txt") if path.is_dir() else []
        found += below or [path]
    return list(dict.fromkeys(found))


def read(path: Path) -> Document:
    if path.is_dir():
        raise Unreadable("där finns inga textfiler (*.txt)")
    try:
        if path.exists() and not path.is_file():
            raise Unreadable("det är ingen vanlig fil")
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"filen är större än {LARGEST // 1024 // 1024} MB")
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"filen gick inte att läsa ({error.strerror})") from error
    return Document(printable(path.resolve())[-1000:], decode(raw), sha256(raw).hexdigest())


def printable(path: Path) -> str:
    """The path as text, also where its name is no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


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
