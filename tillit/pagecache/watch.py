"""Has public content changed? Asked at most twice a second, whatever is kept from it."""

import threading
import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any

from django.conf import settings

from tillit.pagecache.models import version

Version = Callable[[], Hashable]


class Watch:
    """The last answers, believed for as long as settings.PAGE_CACHE_TRUST says.

    The whole process has the same belief: were each part to ask at a time of its own, a page could be taken
    for new although it was made from something old. Not to be asked in a transaction that changes content,
    for others would believe what has not happened yet.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.answers: dict[Version, tuple[float, Hashable]] = {}

    def current(self, asked: Version = version) -> Hashable:
        with self.lock:
            now = time.monotonic()
            when, answer = self.answers.get(asked, (float("-inf"), None))
            if now - when > settings.PAGE_CACHE_TRUST:
                answer = asked()
                self.answers[asked] = (now, answer)
            return answer


watch = Watch()


class Kept:
    """Values made from public content, which each process remembers until the content changes.

    What is kept is shared by all threads, and only to be read.
    """

    MOST = 500  # values; forgotten all at once when there are more

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version: Hashable = None
        self.values: dict = {}
        self.turns: dict[Hashable, threading.Lock] = {}  # to make the value of a key

    def get(self, key: Hashable, make: Callable) -> Any:
        """The value of the key; `make` is called when there is none that is still true, by one at a time."""
        with self.lock:
            current = watch.current()
            if current != self.version or len(self.values) > self.MOST:
                self.version, self.values, self.turns = current, {}, {}
            values, turn = self.values, self.turns.setdefault(key, threading.Lock())
        if key not in values:
            with turn:
                if key not in values:
                    values[key] = make()
        return values[key]


def kept(make: Callable) -> Callable:
    """A function of public content that is not asked again until the content changes."""
    values = Kept()

    @wraps(make)
    def remembered(*arguments: Hashable) -> Any:
        return values.get(arguments, lambda: make(*arguments))

    return remembered
