"""What is asked of the index, when words have become terms: both backends write it in their own language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from math import log2


@dataclass(frozen=True)
class Alternative:
    """Terms that stand beside each other. `is_exact`: as they stand, not as parts of a compound."""

    terms: tuple[str, ...]
    is_exact: bool = False
    is_prefix: bool = False  # of its one term; only in titles


@dataclass(frozen=True)
class Group:
    """One thing asked for, in one or several ways; `entries` have the most common of its words."""

    alternatives: tuple[Alternative, ...]
    entries: int = 0

    @property
    def weight(self) -> float:
        """How much it tells: rare words tell more."""
        return 1 / log2(2 + self.entries)


@dataclass(frozen=True)
class Asked:
    """All of the groups but so many as `may_lack`, none of what is excluded, with every mark, shown in a language."""

    groups: tuple[Group, ...] = ()
    excluded: tuple[Alternative, ...] = ()
    may_lack: int = 0
    language: str = "sv"
    sections: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()  # only among these
    now: datetime | None = None

    @property
    def enough(self) -> Iterator[tuple[Group, ...]]:
        """The groups that together are enough, in every way they can be chosen."""
        return combinations(self.groups, max(len(self.groups) - self.may_lack, 1))


@dataclass
class Found:
    """The best entries, each with how well it fits."""

    fits: dict[int, float] = field(default_factory=dict)
    entries: tuple[int, ...] = ()  # all that were found, where they are few: nothing need be looked for again
