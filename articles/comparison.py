"""Two to four stories beside each other, field by field. Which ones stands in the address."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.filters import ArticleList
from articles.models import Article
from articles.models.case import CASE_TEXTS
from articles.pages import ArticlePage
from articles.related import related_to
from tillit.text import light_markup, thousands, typed_line, whole_numbers

AT_MOST = 4
OFFERED = 8
PARAMETERS = ["b", "q"]


@dataclass(frozen=True)
class Cell:
    title: str  # of the story
    html: SafeString | str  # empty: the story does not say
    language: str = ""  # where it is another than the page's


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]


class Comparison:
    def __init__(self, query):
        self.text = typed_line(query.get("q") or "")
        wanted = whole_numbers(query.getlist("b"), AT_MOST)
        found = Article.objects.published().as_pages().in_bulk(wanted)
        self.articles = [found[pk] for pk in wanted if pk in found]
        self.is_missing_some = len(self.articles) < len(wanted)

    @cached_property
    def pages(self):
        return [ArticlePage(article, get_language()) for article in self.articles]

    @property
    def is_whole(self):
        return len(self.articles) > 1

    @property
    def is_full(self):
        return len(self.articles) == AT_MOST

    @property
    def columns(self):
        """[(article, the address without it)]"""
        return [(article, self.address(without=article.pk)) for article in self.articles]

    @property
    def rows(self) -> list[Row]:
        """What at least one of them tells, in the order of a story."""
        rows = [*self._facts, *self._parts]
        return [row for row in rows if any(cell.html for cell in row.cells)]

    @property
    def _facts(self):
        told = [self._facts_of(page) for page in self.pages]
        labels = dict.fromkeys(label for facts in told for label in facts)
        titles = [article.text.title for article in self.articles]
        return [
            Row(label, [Cell(title, facts.get(label, "")) for title, facts in zip(titles, told, strict=True)])
            for label in labels
        ]

    @staticmethod
    def _facts_of(page):
        article, organisation = page.article, page.article.organisation
        facts = {_("Genre"): article.get_kind_display()}
        if organisation:
            facts[_("Organisation")] = organisation.name
            facts[_("Län")] = organisation.county
            facts[_("Kommungrupp (SKR 2023)")] = organisation.skr_group
            if organisation.population:
                facts[_("Invånare")] = (
                    f"{thousands(organisation.population)} ({organisation.population_year})"
                )
        facts |= {str(label): ", ".join(map(str, values)) for label, values in page.facts}
        facts[_("Teman")] = ", ".join(topic.text.name for topic in article.topics.all())
        facts[_("Vägledande principer")] = ", ".join(
            link.principle.text.name for link in article.principle_links.all()
        )
        age = article.age_notice
        facts[_("Datum")] = ". ".join(filter(None, [article.date_shown, age.sentence if age else ""]))
        return facts

    @property
    def _parts(self):
        lead = Row(_("Ingress"), [self._cell(page, page.lead) for page in self.pages])
        parts = [{part.field: part.html for part in page.case_parts} for page in self.pages]
        told = [
            Row(
                str(heading),
                [self._cell(page, own.get(field, "")) for page, own in zip(self.pages, parts, strict=True)],
            )
            for field, heading, _question in CASE_TEXTS
        ]
        return [lead, *told, Row(_("Nyckeltal"), [self._figures(page) for page in self.pages])]

    @staticmethod
    def _cell(page, html):
        return Cell(page.article.text.title, html, page.language if page.is_fallback else "")

    def _figures(self, page):
        lines = [_figure(figure) for figure in page.article.key_figures.all()]
        return self._cell(page, light_markup("\n".join(lines)) if lines else "")

    # To choose one more ---------------------------------------------------------------------------

    @property
    def offered(self):
        """[(article, reason, the address with it)]: what was searched for, else what is most like the first."""
        if self.text:
            rows = ArticleList({"q": self.text}).rows().newest_first().as_cards()[: OFFERED + AT_MOST]
            found = [(article, "") for article in rows]
        elif self.articles:
            found = [(one.article, one.reason) for one in related_to(self.articles[0], OFFERED)]
        else:
            newest = Article.objects.published().newest_first().as_cards()
            cases, others = newest.filter(kind=Article.Kind.CASE), newest.exclude(kind=Article.Kind.CASE)
            found = [(article, "") for article in [*cases[:OFFERED], *others[:OFFERED]]]
        chosen = {article.pk for article in self.articles}
        return [(a, reason, self.address(also=a.pk)) for a, reason in found if a.pk not in chosen][:OFFERED]

    def address(self, *, without=None, also=None):
        numbers = [article.pk for article in self.articles if article.pk != without] + (
            [also] if also else []
        )
        return f"?{urlencode([('b', number) for number in numbers])}"


def _figure(figure):
    text = figure.text
    change = " → ".join(filter(None, [text.before, text.after]))
    return format_html("- {}: {}", text.measure, change) if change else f"- {text.measure}"
