"""A search: what was asked, what was found, in the order that helps most."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from tillit.search.asked import Asked, Found
from tillit.search.asking import named, question
from tillit.search.backends import backend
from tillit.search.corrections import corrected
from tillit.search.models import SearchEntry
from tillit.search.query import Query, parse

MOST_SHOWN = 300  # the best of what is found; nobody reads further, and a narrower question helps more
FEW = 5  # hits; where there are fewer, what is nearly it is shown below them
SECTIONS = ("articles", "events", "organisations", "people", "topics", "glossary", "files")
FOUND_BY_NAME = ("organisations", "people")  # half a name is somebody else's
MOST_WEIGHED = (
    6  # words; of more there are too many ways to lack one, and who writes more knows what she wants
)
# Between two that fit as well, which helps more.
HELPFULNESS = {
    "articles": 1.0,
    "events": 0.9,
    "topics": 0.9,
    "organisations": 0.3,
    "people": 0.4,
    "files": 0.6,
    "glossary": 0.8,
}
PAST = 0.7  # of an event that has been
YEARS_TO_HALVE = 12
ANYTHING = 1e-9  # what fits as little as all others, as when only a municipality was asked for, is told apart by its date


@dataclass(frozen=True)
class Answer:
    """What was found, and how it was asked for in the end."""

    found: Found
    asked: Asked
    correction: str = ""
    has_all_words: bool = True


class Search:
    """The entries that a query finds in a language, within sections and marks."""

    def __init__(self, text: str, language: str, *, sections=SECTIONS, marks=(), keys=frozenset()):
        self.language = language
        self.sections, self.marks = tuple(sections), tuple(marks)
        self.query: Query = parse(text, keys)

    @cached_property
    def question(self):
        return question(self.query, self.language)

    @cached_property
    def asked(self) -> Asked:
        return Asked(
            groups=tuple(self.question.groups),
            excluded=tuple(self.question.excluded),
            language=self.language,
            sections=self.sections,
            marks=self.marks,
            now=timezone.now(),
        )

    def narrow_by(self, marks) -> None:
        """What was written as `kommun:haninge` has become marks; alone it asks for everything that has them."""
        self.marks = tuple(marks)

    @property
    def is_empty(self) -> bool:
        """Nothing that tells what is looked for: no words, only stop words, only what it must not be; and no choice."""
        return not self.question.groups and not self.marks

    @cached_property
    def answer(self) -> Answer:
        return self._first_with_hits(self._attempts())

    def _first_with_hits(self, attempts: Iterable[Answer]) -> Answer:
        for attempt in [] if self.is_empty else attempts:
            found = backend().best(attempt.asked, MOST_SHOWN)
            if found.fits:
                return replace(attempt, found=found)
        return Answer(Found(), self.asked)

    def _attempts(self) -> Iterator[Answer]:
        """All the words; else as many as stand together, and of more words than can be weighed any one."""
        nothing, asked = Found(), self.asked
        yield from self._whole_attempts()
        if self.first or len(asked.groups) < 2:
            return
        somewhere = tuple(group for group in asked.groups if group.entries or self._is_anywhere(group))
        if 0 < len(somewhere) < len(asked.groups):
            yield Answer(nothing, replace(asked, groups=somewhere), has_all_words=False)
        most = len(somewhere) - 1
        for lacking in range(1, most + 1) if most < MOST_WEIGHED else [most]:
            yield Answer(nothing, replace(asked, groups=somewhere, may_lack=lacking), has_all_words=False)

    def _whole_attempts(self) -> Iterator[Answer]:
        """All the words; if that is nowhere, all of them as they are spelled elsewhere."""
        yield Answer(Found(), self.asked)
        if self.question.unknown and (text := corrected(self.query, self.question.unknown, self.language)):
            mended = tuple(question(parse(text), self.language).groups)
            yield Answer(Found(), replace(self.asked, groups=mended), text)

    def _is_anywhere(self, group):
        """Whether it is a part of words, or another word for something, although nobody has written it by itself."""
        return bool(backend().count(replace(self.asked, groups=(group,))))

    @property
    def found(self) -> Found:
        return self.answer.found

    @property
    def correction(self) -> str:
        """What was searched for instead, where it was spelled in a way that nobody has written."""
        return self.answer.correction

    def among(self, entries: Collection[int]) -> set[int]:
        """Those of the entries that have all the words, or the name; nothing is corrected or left out."""
        if self.is_empty or not entries:
            return set(self.first) & set(entries)
        asked = replace(self.asked, entries=tuple(entries))
        return set(backend().best(asked, len(entries)).fits) | (set(self.first) & set(entries))

    @cached_property
    def fitting(self) -> Collection[int]:
        """The numbers of all entries that have all the words, or the name, however many there are; in no order."""
        answer = self._whole_answer
        if not answer.found.fits:
            return self.first
        return {*self.first, *(answer.found.entries or backend().entries(answer.asked))}

    def marks_of_fitting(self, marks) -> Counter:
        """How many of those that fit, and have these marks, have each mark."""
        counts: Counter = Counter()
        named = set(self.first)  # by their name alone they fit as well
        if not self.is_empty:
            asked = self._whole_answer.asked
            counts += backend().marks(replace(asked, marks=tuple(marks)))
            fit = backend().best(replace(asked, entries=tuple(named)), len(named)).fits if named else {}
            named -= fit.keys()
        for entry in SearchEntry.objects.filter(pk__in=named):
            if set(marks) <= set(entry.marks):
                counts.update(entry.marks)
        return counts

    @cached_property
    def _whole_answer(self) -> Answer:
        return self._first_with_hits(self._whole_attempts())

    @cached_property
    def count(self) -> int:
        """How many have the words, or the name."""
        by_section = (self.marks_counted[f"section={section}"] for section in self.sections)
        return (len(self.found.entries) or sum(by_section)) + self._named_besides(self.answer.asked)

    def _named_besides(self, asked: Asked) -> int:
        """How many have the name that was asked for, but not the words: a municipality called Vara."""
        if not self.first or self.is_empty:
            return len(self.first)
        return len(self.first) - backend().count(replace(asked, entries=tuple(self.first)))

    @cached_property
    def first(self) -> list[int]:
        """Those that are called just what was asked for."""
        if self.query.excluded:
            return []  # not asked for by its name alone
        known = named(self.query, self.language).filter(section__in=self.sections)
        rows = {entry.pk: entry for entry in known if set(self.marks) <= set(entry.marks)}
        order = ["organisations", "people", "topics", "glossary", "articles", "events", "files"]
        return sorted(rows, key=lambda pk: (order.index(rows[pk].section), pk))

    @cached_property
    def ranked(self) -> list[int]:
        """Numbers of entries, the best first."""
        return [*self.first, *(pk for pk in _best_first(self.found.fits) if pk not in self.first)]

    @cached_property
    def nearly(self) -> list[int]:
        """Below few hits: the best of what can be read that lacks one more of the words, and has at least half of those that are anywhere."""
        told = tuple(section for section in self.sections if section not in FOUND_BY_NAME)
        asked = replace(self.answer.asked, may_lack=self.answer.asked.may_lack + 1, sections=told)
        is_weighed = asked.may_lack <= len(asked.groups) // 2 and len(asked.groups) <= MOST_WEIGHED
        if self.first or not (told and is_weighed and 0 < self.count < FEW):
            return []
        found = backend().best(asked, MOST_SHOWN)
        return [pk for pk in _best_first(found.fits) if pk not in self.ranked][:FEW]

    @cached_property
    def marks_counted(self) -> Counter:
        if not self.found.fits:
            return Counter()
        return backend().marks(replace(self.answer.asked, entries=self.found.entries))

    def elsewhere(self, sections, marks) -> "Search":
        """The same search among others."""
        other = Search("", self.language, sections=sections, marks=marks)
        other.query, other.question = self.query, self.question
        return other

    def counted_without(self, marks) -> Counter:
        """As `marks_counted`, had these marks not been chosen."""
        if self.is_empty:
            return Counter()
        rest = tuple(mark for mark in self.marks if mark not in marks)
        # What has all the words elsewhere is what would be found then, although here it is less.
        counted = backend().marks(replace(self.asked, marks=rest))
        return counted or backend().marks(replace(self.answer.asked, marks=rest))

    @cached_property
    def terms(self) -> frozenset[str]:
        """What is marked in titles and excerpts: of `chefsforum` not also every `chef`."""
        found: set[str] = set()
        for group in self.answer.asked.groups:
            single = [one for one in group.alternatives if len(one.terms) == 1]
            found |= {term for one in single or group.alternatives for term in one.terms}
        return frozenset(found)


def _best_first(fits: dict[int, float]) -> list[int]:
    if not fits:
        return []
    facts = SearchEntry.objects.filter(pk__in=backend().among(fits)).values_list("pk", "section", "dated")
    today = timezone.localdate()
    scores = {
        pk: (fits[pk] + ANYTHING) * helpfulness(section, dated, today) * freshness(dated, today)
        for pk, section, dated in facts
    }
    return sorted(scores, key=lambda pk: (-scores[pk], -pk))


def helpfulness(section: str, dated: date | None, today: date) -> float:
    """Between two that fit as well, which helps more: nobody can go to what has been."""
    has_been = section == "events" and dated is not None and dated < today
    return HELPFULNESS[section] * (PAST if has_been else 1)


def freshness(dated: date | None, today: date) -> float:
    """1 today, a half when it is twelve years old; what has no date is as good as something of some years ago."""
    if dated is None:
        return 0.8
    years = max((today - dated).days, 0) / 365
    return YEARS_TO_HALVE / (YEARS_TO_HALVE + years)
