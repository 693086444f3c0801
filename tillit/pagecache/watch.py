"""Has public content changed? Asked at most twice a second, whatever is kept from it."""

import threading
import time
from collections.abc import Callable, Hashable

from django.conf import settings

from tillit.pagecache.models import version

Version = Callable[[], Hashable]


class Watch:
    """The last answers, believed for as long as settings.PAGE_CACHE_TRUST says. The caller has the lock."""

    def __init__(self) -> None:
        self.answers: dict[Version, tuple[float, Hashable]] = {}

    def current(self, asked: Version = version) -> Hashable:
        now = time.monotonic()
        when, answer = self.answers.get(asked, (float("-inf"), None))
        if now - when > settings.PAGE_CACHE_TRUST:
            answer = asked()
            self.answers[asked] = (now, answer)
        return answer


class Kept:
    """A function of public content whose values each process remembers until the content changes.

    What it returns is shared by all threads, and only to be read.
    """

    MOST = 200  # values; forgotten all at once when there are more

    def __init__(self, make: Callable) -> None:
        self.make = make
        self.lock = threading.Lock()
        self.watch = Watch()
        self.version: Hashable = None
        self.values: dict = {}

    def __call__(self, *arguments: Hashable) -> object:
        with self.lock:
            current = self.watch.current()
            if current != self.version or len(self.values) > self.MOST:
                self.version, self.values = current, {}
            if arguments in self.values:
                return self.values[arguments]
        value = self.make(*arguments)
        with self.lock:
            if self.version == current:
                self.values[arguments] = value
        return value
