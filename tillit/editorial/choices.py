"""The choices beside a list of pages: each lives in the address, is counted, and can be followed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tillit.editorial.keys import KEYS, value_named
from tillit.editorial.languages import CODES
from tillit.editorial.models import FormerWord
from tillit.links import NAMES
from tillit.search.backends import backend
from tillit.search.models import SearchEntry
from tillit.search.query import parse
from tillit.search.search import Search
from tillit.text import swedish_order

_NOT_IN_A_MARK = re.compile(r"[\s\"]")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A question to filter by. `path` leads from a page to the value, `name` to what it is called."""

    parameter: str
    label: str
    path: str
    labels: dict | None = None
    name: str = ""  # a column to read the label from; "{}" is the language

    def condition(self, value: str) -> Q:
        return Q(**{self.path: value})

    def counted(self, pages: models.QuerySet) -> Iterator[tuple[str, str, int]]:
        """(value, label, count) for every value that occurs."""
        columns = [self.path] + ([self.name.format(c) for c in self._name_languages] if self.name else [])
        rows = pages.order_by().values_list(*columns).annotate(count=Count("pk", distinct=True))
        counts: Counter[str] = Counter()
        labels: dict[str, str] = {}
        for value, *names, count in sorted(rows, key=_has_name):
            if value:
                counts[str(value)] += count
                labels[str(value)] = self._label(value, names)
        for value, count in counts.items():
            yield value, labels[value], count

    @property
    def _name_languages(self):
        return dict.fromkeys([get_language(), "sv"]) if "{}" in self.name else ["sv"]

    def _label(self, value, names):
        if names:
            return next((name for name in names if name), value)
        return (self.labels or {}).get(value, value)

    def named(self, values: Iterable[str], model: type[models.Model]) -> dict[str, str]:
        """{value: label} of the values; where they are rows, of those that there are."""
        if not self.name:
            return {value: self._label(value, []) for value in values}
        return self._labels_of(model, **{f"{self._key}__in": values})

    def known(self, model: type[models.Model]) -> dict[str, str]:
        """{value: label} of all there are, whether a page has them or not; none where they are not written down."""
        return self._labels_of(model) if self.name else dict(self.labels or {})

    def _labels_of(self, model, **wanted):
        columns = [self.name.format(code).rpartition("__")[2] for code in self._name_languages]
        rows = self._related(model)._default_manager.filter(**wanted)
        rows = rows.readable() if hasattr(rows, "readable") else rows
        rows = sorted(rows.values_list(self._key, *columns), key=_has_name)
        return {str(value): self._label(value, names) for value, *names in rows if value}

    @property
    def _key(self):
        return self.path.rpartition("__")[2]

    def knows(self, value: str, model: type[models.Model]) -> bool:
        """Whether there is such a value: an address may have been made up."""
        return value in (self.named([value], model) if self.name else self.labels or {})

    def value_now(self, value: str, model: type[models.Model]) -> str:
        """The value that stands for one that has been merged with it; else itself."""
        if not self.path.endswith("__slug"):
            return value
        related = self._related(model)
        new = related._default_manager.filter(slug=value).first()
        if new and getattr(new, "is_public", True):
            return value  # the address of what was merged has been given to something new
        now = FormerWord.objects.now(related, value)
        return now.slug if now and getattr(now, "is_public", True) else value

    def _related(self, model):
        way = self.path.split("__")[:-1]
        return reduce(lambda model, step: model._meta.get_field(step).related_model, way, model)

    def in_order(self, choices: list[Choice]) -> list[Choice]:
        """As the vocabulary has them, or as the alphabet."""
        if self.labels:
            order = list(self.labels)
            return sorted(choices, key=lambda c: order.index(c.value) if c.value in order else len(order))
        return sorted(choices, key=lambda c: swedish_order(str(c.label)))


@dataclass(frozen=True)
class YearFacet(Facet):
    def condition(self, value):
        # Not the first and last years there are: no moment of theirs can be told in every time zone.
        is_year = value.isdecimal() and len(value) == 4 and 1000 <= int(value) <= 3000
        return Q(**{f"{self.path}__year": int(value)}) if is_year else Q(pk=None)

    def knows(self, value, model):
        return self.condition(value) != Q(pk=None)

    def value_now(self, value, model):
        return str(int(value)) if self.knows(value, model) else value  # in whatever digits

    def counted(self, pages):
        years = pages.exclude(**{self.path: None}).annotate(year=ExtractYear(self.path))
        for year, count in years.order_by().values_list("year").annotate(count=Count("pk")):
            yield str(year), str(year), count

    def in_order(self, choices):
        return sorted(choices, key=lambda c: c.value, reverse=True)


@dataclass(frozen=True)
class LanguageFacet(Facet):
    def condition(self, value):
        return self._is_in(value) if value in CODES else Q(pk=None)

    def counted(self, pages):
        counts = pages.aggregate(**{code: Count("pk", filter=self._is_in(code)) for code in CODES})
        for code, count in counts.items():
            yield code, NAMES[code], count

    def knows(self, value, model):
        return value in CODES

    def known(self, model):
        return dict(NAMES)

    def named(self, values, model):
        return {code: NAMES[code] for code in values if code in NAMES}

    @staticmethod
    def _is_in(code):
        return Q(**{f"title_{code}__gt": "", f"slug_{code}__gt": ""})


def _has_name(row):
    """To be sorted by: a county is written at each organisation, and where it has been left out another tells its name."""
    return any(name for name in row[1:] if isinstance(name, str))


def chosen_in(query, facets: Iterable[Facet]) -> dict[str, str]:
    """{parameter: value} of what an address chooses. No value has a control character: PostgreSQL and XML refuse them."""
    asked = {facet.parameter: query.get(facet.parameter) or "" for facet in facets}
    return {parameter: value for parameter, value in asked.items() if value and value.isprintable()}


def marks_of(chosen: dict[str, str]) -> list[str]:
    """What is chosen, as the search has it. No mark has white space or quotation marks: whoever makes up such a value finds nothing."""
    return [f"{parameter}={_NOT_IN_A_MARK.sub('?', value)}" for parameter, value in chosen.items()]


class ChosenPages:
    """The published pages that an address asks for, with the choices that lead on from there."""

    model: type[models.Model]
    offered: list[Facet]
    section: str  # what the search calls the pages
    address_of_list: str  # the name of the address where they are listed

    def __init__(self, query):
        self.query = query
        self.chosen = {
            facet.parameter: facet.value_now(value, self.model)
            for facet in self.offered
            if (value := chosen_in(query, [facet]).get(facet.parameter))
        }
        self.written = parse(query.get("q") or "", frozenset(KEYS))
        self.text = self.written.without_keys
        named = [
            (KEYS[key], value_named(key, value, self.offered, self.model)) for key, value in self.written.keys
        ]
        for parameter, value in named:
            if value:
                self.chosen.setdefault(parameter, value)
        # Why nothing fits, sentence by sentence. A feed has no place to say that something was read past.
        self.unread = [*self._unwanted(), *self._unknown_or_refused(named)]

    def _unwanted(self):
        for key in self.written.unwanted_keys:
            yield _("”%(choice)s” går inte att välja bort med minus.") % {"choice": key[:100]}

    def _unknown_or_refused(self, named):
        for (key, name), (parameter, value) in zip(self.written.keys, named, strict=True):
            choice = {"choice": f"{key}:{name}"[:100]}
            if not value:
                yield _("”%(choice)s” finns inte bland valen här.") % choice
            elif self.chosen[parameter] != value:
                yield _("Bara ett val av varje slag får plats, och ”%(choice)s” är ett till.") % choice

    def rows(self, except_for: Facet | None = None) -> models.QuerySet:
        rows = self._chosen_rows(except_for)
        return rows.filter(pk__in=self._fitting.values("object_id")) if self.text else rows

    def _chosen_rows(self, except_for=None):
        rows = self.model._default_manager.published()
        if self.unread:
            return rows.none()
        for facet in self.offered:
            if facet.parameter in self.chosen and facet is not except_for:
                rows = rows.filter(facet.condition(self.chosen[facet.parameter]))
        return rows

    def new_since(self, began: datetime, moment: datetime) -> list[int]:
        """Numbers of the pages that fit and were never public before it began, put up after a moment, the oldest first.

        Each that has all the words as they are written: what is new is looked for by its own words.
        """
        new = self._news().filter(first_published_at__gt=began, last_published_at__gt=moment)
        pks = list(new.order_by("first_published_at", "pk").values_list("pk", flat=True))
        if not self.text or not pks:
            return pks
        entries = dict(self._entries.filter(object_id__in=pks).values_list("pk", "object_id"))
        found = {entries[pk] for pk in self._search.among(entries)}
        return [pk for pk in pks if pk in found]

    def _news(self):
        return self._chosen_rows()

    @property
    def _entries(self):
        return SearchEntry.objects.filter(content_type=ContentType.objects.get_for_model(self.model))

    @cached_property
    def _search(self):
        return Search(self.text, get_language(), sections=[self.section])

    @property
    def _fitting(self):
        """The entries of the pages that have what is searched for: all of them, for an address is a list, not the best of one."""
        return self._entries.filter(pk__in=backend().among(self._search.fitting))

    @cached_property
    def facets(self) -> list[tuple[Facet, list[Choice]]]:
        """(facet, its choices) with the count that each choice would give."""
        return [(facet, choices) for facet in self.offered if (choices := self._choices(facet))]

    def _choices(self, facet):
        chosen = self.chosen.get(facet.parameter)
        found = list(self._counted(facet))
        if chosen and chosen not in [value for value, _label, _count in found]:
            found.append((chosen, self._label(facet, chosen), 0))
        choices = [
            Choice(value, label, count, value == chosen)
            for value, label, count in found
            if count or value == chosen
        ]
        return facet.in_order(choices)

    def _counted(self, facet) -> Iterable[tuple[str, str, int]]:
        """(value, label, count) for every value that occurs, as if nothing of the facet had been chosen."""
        # A search counts all facets in one go; through the rows each would take as long.
        if not self.text or self.unread:
            return facet.counted(self.rows(except_for=facet))
        labels, prefix = facet.known(self.model), f"{facet.parameter}="
        counts = {
            mark.removeprefix(prefix): count
            for mark, count in self._marks_without(facet).items()
            if mark.startswith(prefix)
        }
        return [(value, labels.get(value, value), count) for value, count in counts.items()]

    def _marks_without(self, facet):
        others = {
            parameter: value for parameter, value in self.chosen.items() if parameter != facet.parameter
        }
        return (
            self._marks_counted if others == self.chosen else self._search.marks_of_fitting(marks_of(others))
        )

    @cached_property
    def _marks_counted(self):
        return self._search.marks_of_fitting(marks_of(self.chosen))

    def _label(self, facet, value):
        return facet.named([value], self.model).get(value, value)

    @cached_property
    def pills(self) -> list[tuple[str, str]]:
        """What is chosen, each with the address that takes it away."""
        return [
            (self._label(facet, self.chosen[facet.parameter]), self.address(without=facet.parameter))
            for facet in self.offered
            if facet.parameter in self.chosen
        ]

    @property
    def title(self) -> str:
        """What is searched for and chosen, as somebody would call it; empty for everything."""
        chosen = [f"”{self.text}”"] if self.text else []
        return ", ".join([*chosen, *(str(label) for label, _address in self.pills)])

    @cached_property
    def is_made_up(self) -> bool:
        """Whether something is chosen that there is not, or that nothing can have."""
        if self.unread:
            return True
        chosen = [facet for facet in self.offered if facet.parameter in self.chosen]
        return not all(facet.knows(self.chosen[facet.parameter], self.model) for facet in chosen)

    @property
    def has_any(self) -> bool:
        return self.rows().exists()

    @property
    def asks_for_nothing(self) -> bool:
        """Whether what is searched for is only small words, or only what must not be there."""
        return bool(self.text) and self._search.is_empty and not self._search.first

    def as_found(self) -> "ChosenPages":
        """The same choice with the search spelled as it was found: a misspelt word would never find anything new."""
        corrected = self._search.correction if self.text and not self.unread else ""
        return type(self)(self._asked | {"q": corrected}) if corrected else self

    @property
    def query_string(self) -> str:
        """What is searched for and chosen as an address carries it, the page left out."""
        return urlencode(self._asked)

    @property
    def _asked(self):
        text = (
            self.written.text if self.unread else self.text
        )  # what fits nothing fits nothing in a feed either
        return ({"q": text} if text else {}) | self.chosen

    def address(self, without):
        # Without what is unread: it may choose again what is taken away here.
        asked = ({"q": self.text} if self.text else {}) | self.chosen
        rest = {parameter: value for parameter, value in asked.items() if parameter != without}
        return f"?{urlencode(rest)}" if rest else "?"
