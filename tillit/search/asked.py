"""What is asked of the index, when words have become terms: both backends write it in their own language."""

from dataclasses import dataclass, field
from datetime import datetime
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
    """All (or with `is_any`, any) of the groups, none of what is excluded, with every mark, shown in a language."""

    groups: tuple[Group, ...] = ()
    excluded: tuple[Alternative, ...] = ()
    is_any: bool = False
    language: str = "sv"
    sections: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()  # only among these
    now: datetime | None = None


@dataclass
class Found:
    """The best entries, each with how well it fits."""

    fits: dict[int, float] = field(default_factory=dict)
    entries: tuple[int, ...] = ()  # all that were found, where they are few: nothing need be looked for again
