"""The choices beside the list of articles: each lives in the address, is counted, and works as a feed."""

from dataclasses import dataclass
from functools import cached_property, reduce
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.models.case import Evidence, Stage
from tillit.editorial.languages import CODES
from tillit.links import NAMES
from tillit.search.models import SearchEntry
from tillit.search.query import LONGEST
from tillit.search.search import Search
from tillit.text import swedish_order, typed_line

PER_PAGE = 12


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A question to filter by. `path` leads from an article to the value, `names` to what it is called."""

    parameter: str
    label: str
    path: str
    labels: dict | None = None
    name: str = ""  # a column to read the label from; "{}" is the language

    def condition(self, value):
        return Q(**{self.path: value})

    def counted(self, articles):
        """(value, label, count) for every value that occurs."""
        columns = [self.path] + ([self.name.format(c) for c in self._name_languages] if self.name else [])
        rows = articles.order_by().values_list(*columns).annotate(count=Count("pk", distinct=True))
        for value, *names, count in rows:
            if value:
                yield str(value), self._label(value, names), count

    @property
    def _name_languages(self):
        return dict.fromkeys([get_language(), "sv"]) if "{}" in self.name else ["sv"]

    def _label(self, value, names):
        if names:
            return next((name for name in names if name), value)
        return (self.labels or {}).get(value, value)

    def named(self, values):
        """{value: label} for values that have been counted elsewhere."""
        if not self.name:
            return {value: self._label(value, []) for value in values}
        *way, key = self.path.split("__")
        model = reduce(lambda model, step: model._meta.get_field(step).related_model, way, Article)
        columns = [self.name.format(code).rpartition("__")[2] for code in self._name_languages]
        rows = model._default_manager.filter(**{f"{key}__in": values}).values_list(key, *columns)
        return {str(value): self._label(value, names) for value, *names in rows}

    def in_order(self, choices):
        """As the vocabulary has them, or as the alphabet."""
        if self.labels:
            order = list(self.labels)
            return sorted(choices, key=lambda c: order.index(c.value) if c.value in order else len(order))
        return sorted(choices, key=lambda c: swedish_order(str(c.label)))


@dataclass(frozen=True)
class YearFacet(Facet):
    def condition(self, value):
        is_year = value.isdecimal() and len(value) == 4 and int(value) > 0
        return Q(sort_date__year=int(value)) if is_year else Q(pk=None)

    def counted(self, articles):
        years = articles.exclude(sort_date=None).annotate(year=ExtractYear("sort_date"))
        for year, count in years.order_by().values_list("year").annotate(count=Count("pk")):
            yield str(year), str(year), count

    def in_order(self, choices):
        return sorted(choices, key=lambda c: c.value, reverse=True)


@dataclass(frozen=True)
class LanguageFacet(Facet):
    def condition(self, value):
        return self._is_in(value) if value in CODES else Q(pk=None)

    def counted(self, articles):
        counts = articles.aggregate(**{code: Count("pk", filter=self._is_in(code)) for code in CODES})
        for code, count in counts.items():
            yield code, NAMES[code], count

    def named(self, values):
        return {code: NAMES[code] for code in values if code in NAMES}

    @staticmethod
    def _is_in(code):
        return Q(**{f"title_{code}__gt": "", f"slug_{code}__gt": ""})


FACETS = [
    Facet("genre", _("Genre"), "kind", labels=dict(Article.Kind.choices)),
    Facet("tema", _("Tema"), "topics__slug", name="topics__name_{}"),
    Facet(
        "princip",
        _("Princip"),
        "principle_links__principle__slug",
        name="principle_links__principle__name_{}",
    ),
    Facet("organisation", _("Organisation"), "organisation__slug", name="organisation__name"),
    Facet("lan", _("Län"), "organisation__county_code", name="organisation__county"),
    Facet("skede", _("Skede"), "stage", labels=dict(Stage.choices)),
    Facet("evidens", _("Evidens"), "evidence", labels=dict(Evidence.choices)),
    YearFacet("ar", _("År"), "sort_date"),
    LanguageFacet("sprak", _("Språk"), ""),
]
PARAMETERS = [*(facet.parameter for facet in FACETS), "sida"]


def chosen_in(query):
    """{parameter: value} of what an address chooses. No value has a control character: PostgreSQL and XML refuse them."""
    asked = {facet.parameter: query.get(facet.parameter) or "" for facet in FACETS}
    return {parameter: value for parameter, value in asked.items() if value and value.isprintable()}


class ArticleList:
    """The published articles that an address asks for, with the choices that lead on from there."""

    def __init__(self, query):
        self.query = query
        self.chosen = chosen_in(query)
        self.text = typed_line(query.get("q") or "")[:LONGEST]

    def articles(self, except_for=None):
        articles = Article.objects.published()
        if self.text:
            articles = articles.filter(pk__in=self._searched)
        for facet in FACETS:
            if facet.parameter in self.chosen and facet is not except_for:
                articles = articles.filter(facet.condition(self.chosen[facet.parameter]))
        return articles

    @cached_property
    def _searched(self):
        """The numbers of the articles that fit best what is searched for."""
        search = Search(self.text, get_language(), sections=["articles"])
        return list(SearchEntry.objects.filter(pk__in=search.ranked).values_list("object_id", flat=True))

    @cached_property
    def page(self):
        return Paginator(self.articles().newest_first().as_cards(), PER_PAGE).get_page(self.query.get("sida"))

    @cached_property
    def facets(self):
        """(facet, its choices) with the count that each choice would give."""
        return [(facet, choices) for facet in FACETS if (choices := self._choices(facet))]

    def _choices(self, facet):
        chosen = self.chosen.get(facet.parameter)
        found = list(facet.counted(self.articles(except_for=facet)))
        if chosen and chosen not in [value for value, _label, _count in found]:
            found.append((chosen, self._label(facet, chosen), 0))
        choices = [
            Choice(value, label, count, value == chosen)
            for value, label, count in found
            if count or value == chosen
        ]
        return facet.in_order(choices)

    @staticmethod
    def _label(facet, value):
        """What a choice is called although nothing among the rest has it."""
        if facet.labels:
            return facet.labels.get(value, value)
        return next(
            (label for v, label, _count in facet.counted(Article.objects.published()) if v == value), value
        )

    @cached_property
    def pills(self):
        """What is chosen, each with the address that takes it away."""
        labels = {
            (f.parameter, c.value): c.label for f, choices in self.facets for c in choices if c.is_chosen
        }
        return [
            (labels.get((parameter, value), value), self.address(without=parameter))
            for parameter, value in self.chosen.items()
        ]

    @property
    def query_string(self):
        """What is searched for and chosen as an address carries it, the page left out."""
        return urlencode(self._asked)

    @property
    def _asked(self):
        return ({"q": self.text} if self.text else {}) | self.chosen

    def address(self, without):
        rest = {parameter: value for parameter, value in self._asked.items() if parameter != without}
        return f"?{urlencode(rest)}" if rest else "?"
