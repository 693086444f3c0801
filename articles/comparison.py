"""Two to four stories beside each other, field by field. Which ones stands in the address."""

from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.case import CASE_TEXTS
from articles.pages import ArticlePage
from articles.related import related_to
from tillit.search.models import SearchEntry
from tillit.search.search import Search
from tillit.text import typed_line, whole_numbers

AT_MOST = 4
OFFERED = 8
PARAMETERS = ["b", "q"]


@dataclass(frozen=True)
class Cell:
    title: str  # of the story
    html: SafeString | str  # empty: the story does not say
    is_asked: bool = True  # False: only a fallberättelse is asked
    language: str = ""  # where it is another than the page's


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]


class Comparison:
    def __init__(self, query):
        self.text = typed_line(query.get("q") or "")
        numbers = whole_numbers(query.getlist("b"), AT_MOST + 1)
        wanted, self.is_cut = numbers[:AT_MOST], len(numbers) > AT_MOST
        self.articles = Article.objects.published().as_pages().in_order(wanted)
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
        return [(article, f"{self.address(without=article.pk)}#innehall") for article in self.articles]

    @property
    def rows(self) -> list[Row]:
        """What at least one of them tells, in the order of a story."""
        rows = [*self._facts, *self._notices, *self._parts]
        return [row for row in rows if any(cell.html for cell in row.cells)]

    @property
    def _facts(self):
        told = [self._facts_of(page) for page in self.pages]
        return [Row(label, [facts[label] for facts in told]) for label in (told[0] if told else [])]

    @staticmethod
    def _facts_of(page) -> dict[str, Cell]:
        """{label: cell}, the same labels for every story."""
        article, organisation = page.article, page.article.organisation
        is_case = article.kind == Article.Kind.CASE
        of_case = {
            str(label): ", ".join(map(str, values)) if is_case else "" for label, values in page.facts_of_case
        }
        if is_case and article.state and article.age_notice:
            of_case[_("Läge")] = _("Visas inte, för texten är gammal.")
        told = {
            _("Genre"): article.get_kind_display(),
            _("Organisation"): _in_swedish(organisation.name if organisation else ""),
            _("Län"): _in_swedish(organisation.county if organisation else ""),
            _("Kommungrupp (SKR 2023)"): _in_swedish(organisation.skr_group if organisation else ""),
            _("Invånare"): page.population,
            **of_case,
            _("Teman"): _named(topic.text for topic in article.topics.all()),
            _("Vägledande principer"): _named(link.principle.text for link in article.principle_links.all()),
            _("Datum"): article.date_shown,
        }
        title = article.text.title
        return {label: Cell(title, html, is_case or label not in of_case) for label, html in told.items()}

    @property
    def _notices(self):
        told = [(page.article.text.title, " ".join(page.notices)) for page in self.pages]
        if not any(notice for _title, notice in told):
            return []
        return [
            Row(_("Att tänka på"), [Cell(title, notice or _("Inget särskilt.")) for title, notice in told])
        ]

    @property
    def _parts(self):
        lead = Row(_("Ingress"), [self._cell(page, page.lead) for page in self.pages])
        parts = [{part.field: part.html for part in page.case_parts} for page in self.pages]
        told = [
            Row(
                str(heading),
                [self._answer(page, own.get(field, "")) for page, own in zip(self.pages, parts, strict=True)],
            )
            for field, heading, _question in CASE_TEXTS
        ]
        return [lead, *told, Row(_("Resultat i tal"), [self._figures(page) for page in self.pages])]

    @staticmethod
    def _cell(page, html):
        return Cell(page.article.text.title, html, page.language if page.is_fallback else "")

    def _answer(self, page, html):
        is_case = page.article.kind == Article.Kind.CASE
        return replace(self._cell(page, html), is_asked=is_case)

    @staticmethod
    def _figures(page):
        lines = [(figure.text.language, _figure(figure)) for figure in page.article.key_figures.all()]
        listed = format_html("<ul>{}</ul>", format_html_join("", '<li lang="{}">{}</li>', lines))
        is_case = page.article.kind == Article.Kind.CASE
        return Cell(page.article.text.title, listed if lines else "", is_case)

    # To choose one more ---------------------------------------------------------------------------

    @cached_property
    def offered(self):
        """[(article, reason, the address with it)]: what was searched for, else what is most like the first."""
        chosen = {article.pk for article in self.articles}
        found: dict[int, tuple] = {}
        for article, reason in self._found():
            if article.pk not in chosen:
                found.setdefault(article.pk, (article, reason, self.address(also=article.pk)))
        return list(found.values())[:OFFERED]

    def _found(self):
        if self.text:
            return [(article, "") for article in _searched(self.text)]
        newest = Article.objects.published().newest_first().as_cards()
        if self.articles:
            alike = [(one.article, one.reason) for one in related_to(self.articles[0], OFFERED)]
            return [*alike, *((article, "") for article in newest[: OFFERED + AT_MOST])]
        cases, others = newest.filter(kind=Article.Kind.CASE), newest.exclude(kind=Article.Kind.CASE)
        return [(article, "") for article in [*cases[:OFFERED], *others[:OFFERED]]]

    def address(self, *, without=None, also=None):
        numbers = [article.pk for article in self.articles if article.pk != without] + (
            [also] if also else []
        )
        return f"?{urlencode([('b', number) for number in numbers])}"


def _searched(text):
    """The stories that fit best."""
    best = Search(text, get_language(), sections=["articles"]).ranked[: OFFERED + AT_MOST]
    entries = SearchEntry.objects.in_bulk(best)
    stories = dict.fromkeys(entries[pk].object_id for pk in best if pk in entries)
    return Article.objects.published().as_cards().in_order(list(stories))


def _figure(figure):
    text, year = figure.text, figure.measured_on and str(figure.measured_on.year)
    change = " → ".join(filter(None, [text.before, text.after]))
    told = ": ".join(filter(None, [text.measure, change]))
    origin = ", ".join(filter(None, [figure.source, year]))
    return f"{told} ({origin})" if origin else told


def _in_swedish(text):
    """Names of Swedish authorities, whatever the language of the page."""
    return format_html('<span lang="sv">{}</span>', text) if text else ""


def _named(texts):
    return format_html_join(", ", '<span lang="{}">{}</span>', ((text.language, text.name) for text in texts))
