"""Reading a file that somebody handed over, before anything is understood of it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

LARGEST = 2 * 1024 * 1024  # bytes; a long report is a tenth of this


class Unreadable(Exception):
    """The file cannot be taken in; the message says why, in Swedish."""


@dataclass(frozen=True)
class Document:
    key: str  # where it came from: the whole path
    text: str
    digest: str


def find_files(paths: list[Path]) -> list[Path]:
    """The text files named, or standing in the folders named, each once and in order.

    A path that does not exist stays in the list, so that whoever reads it can say so.
    """
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.txt")) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def read(path: Path) -> Document:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"filen är större än {LARGEST // 1024 // 1024} MB")
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"filen gick inte att läsa ({error.strerror})") from error
    return Document(str(path.resolve())[-1000:], decode(raw), sha256(raw).hexdigest())


def decode(raw: bytes) -> str:
    if b"\x00" in raw:
        raise Unreadable("filen är inte text utan binär")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"filen är inte kodad i UTF-8 (tecken {error.start}); spara om den som UTF-8 och försök igen"
        ) from error
    if not text.strip():
        raise Unreadable("filen är tom")
    if sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) / 100:
        raise Unreadable("filen är inte text utan binär")
    return text.replace("\r\n", "\n").replace("\r", "\n")
