"""When sign-up opens, many come in the same moment: those who meet at the door are let in together.

The first in line lets in all who stand there, with one lock, one count and one commit, and then calls the next.
Each is answered as if she had come alone; whoever does come alone waits for nobody.
"""

import threading

from events import allocation
from events.models import Event, Registration
from events.newcomer import Newcomer

MOST = 50  # at once, so that the lock on the seats is never held for long


class Arrival:
    """Somebody at the door, in the thread that will answer her."""

    def __init__(self, person: Newcomer) -> None:
        self.person = person
        self.called = threading.Event()  # either she has been let in, or it is her turn to let in
        self.outcome: Registration | BaseException | None = None


class Door:
    """The way in to one event, for the threads of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.line: list[Arrival] = []
        self.is_busy = False

    def enter(self, event: Event, person: Newcomer) -> Registration:
        mine = Arrival(person)
        with self.lock:
            self.line.append(mine)
            if not self.is_busy:
                self.is_busy = True
                mine.called.set()
        mine.called.wait()
        if mine.outcome is None:
            self._let_in(event)
        if isinstance(mine.outcome, BaseException):
            raise mine.outcome
        return mine.outcome

    def _let_in(self, event: Event) -> None:
        with self.lock:
            first, self.line = self.line[:MOST], self.line[MOST:]
        try:
            outcomes = allocation.sign_up_each(event, [arrival.person for arrival in first])
        except BaseException as reason:  # nobody is left standing, whatever happens
            outcomes = [reason] * len(first)
        for arrival, outcome in zip(first, outcomes, strict=True):
            arrival.outcome = outcome
            arrival.called.set()
        self._call_the_next()

    def _call_the_next(self) -> None:
        with self.lock:
            if self.line:
                self.line[0].called.set()
            else:
                self.is_busy = False


_doors: dict[int, Door] = {}


def let_in(event: Event, person: Newcomer) -> Registration:
    """Sign up one person; raises what `allocation.sign_up` raises."""
    return _doors.setdefault(event.pk, Door()).enter(event, person)
