"""simplemma's Swedish dictionary, laid out so that asking costs next to nothing.

As the library keeps it in little memory each word takes it fifteen millionths of a second, and to see what a compound
is made of takes some fifty. Here it is a file beside the database that all processes read from the same memory; it is
made the first time it is asked for, and anew for another version of the dictionary.
"""

import logging
import os
import time
from contextlib import suppress
from datetime import timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from marisa_trie import BytesTrie
from simplemma.strategies import DefaultDictionaryFactory

LAYOUT = 1  # of the file; another number when `get` reads it otherwise
KNOWN = ("abborre", "mötet", "överenskommelse")  # far apart: a file with a large gap lacks one of them
UNFINISHED = timedelta(hours=1)  # what is older has been left behind

logger = logging.getLogger(__name__)


class Dictionary:
    def __init__(self, trie: BytesTrie) -> None:
        self.trie = trie

    def __iter__(self):
        return self.trie.iterkeys()

    def get(self, word: str) -> str | None:
        """The form that is listed for a form, or None."""
        found = self.trie.get(word)
        # As how many letters are taken away, and what is put in their place.
        return word[: len(word) - found[0][0]] + found[0][1:].decode() if found else None


@cache
def dictionary() -> Dictionary:
    path = Path(settings.VAR_DIR) / f"ordbok-{LAYOUT}-{version('simplemma')}.marisa"
    if trie := _read(path):
        return Dictionary(trie)
    made = _made()
    try:
        _keep(made, path)
    except (OSError, RuntimeError) as error:
        logger.warning("Ordboken kunde inte sparas i %s, och görs om vid varje start: %s", path, error)
    return Dictionary(_read(path) or made)


def _read(path) -> BytesTrie | None:
    """The file as all processes share it; None when it is not there, or not as it was written."""
    try:
        trie = BytesTrie().mmap(str(path))
    except RuntimeError:
        return None
    return trie if all(word in trie for word in KNOWN) else None


def _made():
    listed = DefaultDictionaryFactory().get_dictionary("sv")
    return BytesTrie((word, _difference(word, lemma)) for word, lemma in listed.items())


def _difference(word, lemma):
    same = next(
        (n for n, (a, b) in enumerate(zip(word, lemma, strict=False)) if a != b), min(len(word), len(lemma))
    )
    return bytes([len(word) - same]) + lemma[same:].encode()


def _keep(trie, path):
    """Whole or not at all: others may be looking, or making the same."""
    path.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.stem, delete=False) as unfinished:
        made = Path(unfinished.name)
    try:
        trie.save(str(made))
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.chmod(0o644)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
    _remove_old(path)


def _remove_old(path):
    """Those of other versions, and what nobody finished; not what somebody may just be writing."""
    for other in path.parent.glob("ordbok-*"):
        with suppress(OSError):  # somebody else may be tidying, or own the file
            if other != path and time.time() - other.stat().st_mtime > UNFINISHED.total_seconds():
                other.unlink()
