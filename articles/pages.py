"""An article as its page shows it: decided here, so that the template only shows."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles.models.case import CASE_TEXTS, Stage, State
from tillit.editorial.documents import files_in, quoted_in
from tillit.links import absolute
from tillit.text import ascii_slug, light_markup, reading_minutes, thousands

_DASHES = re.compile(r"^\s*[-*] ", re.MULTILINE)  # of a list
SCHEMA_TYPES = {
    "nyhet": "NewsArticle",
    "referat": "Report",
    "kronika": "BlogPosting",
    "bildspel": "LearningResource",
}


# Those of the templates, which no heading may take.
ANCHORS_OF_THE_PAGE = [
    "innehall",
    "contents-title",
    "facts-title",
    "lattlast",
    "kallor",
    "andringar",
    "hjalpte",
    "varfor",
]


@dataclass
class Part:
    """A piece of the body, with the anchor its heading has in the table of contents."""

    anchor: str = ""
    heading: str = ""
    level: int = 2
    block: object = None  # a bound block of the body
    html: str = ""  # or the text of a field of a fallberättelse
    slide: "Slide | None" = None
    field: str = ""


@dataclass
class Slide:
    number: int
    of: int
    title: str  # unique in its deck
    value: object

    @property
    def anchor(self):
        return f"bild-{self.number}"

    @property
    def text(self):
        """What it says and shows, without its title and without markup."""
        content = self.value["content"]
        pieces = content.stream_block.get_searchable_content(content)
        return "\n".join(filter(None, [*pieces, self.value["alternative"]]))

    @property
    def previous(self):
        return self.number - 1

    @property
    def next(self):
        return self.number + 1


class Anchors:
    """Anchors from headings, each once on a page."""

    def __init__(self, taken):
        self.used = set(taken)

    def take(self, heading):
        slug = ascii_slug(heading, 60)
        numbered = (f"{slug}-{number}" for number in count(2))
        anchor = next(anchor for anchor in chain([slug], numbered) if anchor not in self.used)
        self.used.add(anchor)
        return anchor


class ArticlePage:
    def __init__(self, article, language):
        self.article = article
        self.language = language if article.is_in(language) else "sv"
        self.is_fallback = self.language != language

    def _text(self, field):
        return getattr(self.article, f"{field}_{self.language}") or ""

    @cached_property
    def blocks(self):
        return list(self._text("body") or [])

    @cached_property
    def slides(self):
        values = [block.value for block in self.blocks if block.block_type == "slide"]
        titles = unique_titles([value["title"] for value in values])
        pairs = enumerate(zip(titles, values, strict=True), start=1)
        return [Slide(number, len(values), title, value) for number, (title, value) in pairs]

    @cached_property
    def case_parts(self):
        """The answered questions of a fallberättelse, in the order of the story."""
        if self.article.kind != self.article.Kind.CASE:
            return []
        answers = [(field, heading, self._answer(field)) for field, heading, _question in CASE_TEXTS]
        return [
            Part(anchor=field.replace("_", "-"), heading=str(heading), html=html, field=field)
            for field, heading, html in answers
            if html
        ]

    def _answer(self, field):
        """What was written, or that it is too early to say; the latter in the language of the page."""
        text, expected, none_yet = (
            self._text(field),
            self.article.results_expected_on,
            self.article.no_failures_yet_on,
        )
        html, sentence = light_markup(text) if text.strip() else "", ""
        if field == "results" and expected and not html:
            month = {"day": date_format(expected, "YEAR_MONTH_FORMAT")}
            if (expected.year, expected.month) < (timezone.localdate().year, timezone.localdate().month):
                sentence = _("Resultatet väntades i %(day)s men är inte berättat än.") % month
            else:
                sentence = _("Det är för tidigt att säga hur det gick. Resultatet väntas i %(day)s.") % month
        elif field == "failures" and none_yet and not html:
            sentence = _("Inget ännu, enligt berättarna den %(day)s.") % {"day": date_format(none_yet)}
        if not sentence:
            return html
        return format_html('<p lang="{}">{}</p>', get_language(), sentence)

    @cached_property
    def body_parts(self):
        slides, parts = iter(self.slides), []
        own = [*(part.anchor for part in self.case_parts), *(slide.anchor for slide in self.slides)]
        anchors = Anchors([*ANCHORS_OF_THE_PAGE, *own])
        for block in self.blocks:
            part = Part(block=block)
            if block.block_type == "heading":
                part.heading, part.level = block.value["text"], int(block.value["level"] or 2)
                part.anchor = anchors.take(part.heading)
            elif block.block_type == "slide":
                part.slide = next(slides)
                part.heading, part.anchor = part.slide.title, part.slide.anchor
            parts.append(part)
        return parts

    @cached_property
    def contents(self):
        """The table of contents; empty unless there is something to choose between."""
        entries = [part for part in self.case_parts + self.body_parts if part.anchor and part.level == 2]
        return entries if len(entries) > 1 else []

    @property
    def tells_results(self):
        return any(part.field == "results" for part in self.case_parts)

    @property
    def lead(self):
        return self._text("lead")

    @cached_property
    def body_text(self):
        """All that the page tells below its lead, without markup."""
        body, pieces = self._text("body"), []
        if self.article.kind == self.article.Kind.CASE:
            pieces += [_DASHES.sub("", self._text(field)) for field, _heading, _question in CASE_TEXTS]
        return "\n".join([*pieces, *(body.stream_block.get_searchable_content(body) if body else [])])

    @property
    def reading_minutes(self):
        return reading_minutes(f"{self.lead}\n{self.body_text}")

    @cached_property
    def speakers(self):
        """The roles of those who are quoted."""
        return quoted_in(self.blocks)

    @cached_property
    def attachments(self):
        """The files that the text hands out."""
        return files_in(self.blocks)

    @property
    def year(self):
        """The year it happened, where that is all that is known."""
        return self.article.happened_year if not self.article.happened_on else None

    @property
    def dates(self):
        """Label, day and the property schema.org has for it, if any; only the dates that are known."""
        article = self.article
        known = [
            (_("Ägde rum"), article.happened_on, article.happened_until, "temporalCoverage"),
            (_("Publicerad"), article.published_on, None, "datePublished"),
            (_("Uppdaterad"), article.updated_on, None, "dateModified"),
            (_("Granskad"), article.reviewed_on, None, ""),
        ]
        return [entry for entry in known if entry[1]]

    @property
    def facts(self):
        """ "I korthet": label and values, only what has a value."""
        facts = []
        if self.article.kind == self.article.Kind.CASE:
            facts += self.facts_of_case
        facts.append((_("Invånare"), [self.population] if self.population else []))
        return [(label, values) for label, values in facts if values]

    @property
    def facts_of_case(self):
        """Label and values of what only a fallberättelse is asked; no value where it has not answered."""
        article = self.article
        return [
            # What an old text says is going on may have ended long ago.
            (_("Läge"), [State(article.state).label] if article.state and not article.age_notice else []),
            (_("Skede"), [self.stage] if article.stage else []),
            (_("Evidens"), [article.get_evidence_display()] if article.evidence else []),
            (_("Period"), [self.period] if self.period else []),
            (_("Nivåer i styrkedjan"), article.chain_level_names),
        ]

    @property
    def notices(self):
        """What a reader should know before she believes it, as a page that shows it among others tells it."""
        article = self.article
        machine = _("Översatt av en maskin. Ingen har läst igenom översättningen.")
        return [*filter(None, [article.notice, machine if article.is_machine_translated else ""])]

    @property
    def stage(self):
        steps = Stage.values
        step = {"step": steps.index(self.article.stage) + 1, "all": len(steps)}
        place = _("steg %(step)d av %(all)d") % step
        return f"{self.article.get_stage_display()} ({place})"

    @property
    def period(self):
        article = self.article
        if not article.began_on:
            return ""
        began = date_format(article.began_on, "YEAR_MONTH_FORMAT")
        if article.ended_on:
            return f"{began} – {date_format(article.ended_on, 'YEAR_MONTH_FORMAT')}"
        is_ongoing = article.state == State.ONGOING and not article.age_notice
        return _("%(month)s – pågår") % {"month": began} if is_ongoing else began

    @property
    def population(self):
        organisation = self.article.organisation
        if not organisation or not organisation.population:
            return ""
        return f"{thousands(organisation.population)} ({organisation.population_year})"

    @cached_property
    def events(self):
        """The events that name this text as told about them; the relation is theirs."""
        article = self.article
        return list(article.events.published().order_by("-starts_at", "-pk")) if article.pk else []

    @property
    def schema_type(self):
        return SCHEMA_TYPES.get(self.article.kind, "Article")

    @property
    def permanent_address(self):
        return absolute(self.article.permanent_url)

    @property
    def reading_time(self):
        minutes = self.reading_minutes
        return ngettext("%(count)d minuts läsning", "%(count)d minuters läsning", minutes) % {
            "count": minutes
        }


def unique_titles(titles):
    """Titles that occur more than once say which they are: "TSL (1 av 2)"."""
    totals, seen, unique = Counter(titles), Counter(), []
    for title in titles:
        seen[title] += 1
        if totals[title] == 1:
            unique.append(title)
        else:
            unique.append(
                _("%(title)s (%(n)d av %(all)d)") % {"title": title, "n": seen[title], "all": totals[title]}
            )
    return unique
