"""The stories that show a principle, gathered by how far they have come: from those who explore to those who have evaluated."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Principle
from articles.models.article import NEWEST_FIRST
from articles.models.case import Stage
from tillit.editorial.languages import Text

SHOWN = 6  # of each stage; the list has the rest


@dataclass(frozen=True)
class Step:
    name: str | Promise
    count: int
    stories: list[tuple[Article, Text | None]]  # the newest, each with why it shows the principle
    address: str  # of all of them; empty where no choice has just these


def stories_by_stage(principle: Principle) -> list[Step]:
    """The stages that have stories, in their order; last those that name none."""
    rows = Article.objects.published().filter(principle_links__principle=principle)
    counts = dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))
    links = principle.article_links.filter(article__in=rows)
    reasons = {link.article_id: link.text for link in links}
    rest = _("Andra berättelser") if counts.keys() - {""} else _("Berättelser")
    names = [*Stage.choices, ("", rest)]
    newest = Window(RowNumber(), partition_by=F("stage"), order_by=NEWEST_FIRST)
    shown = list(
        rows.annotate(place=newest, step=F("stage")).filter(place__lte=SHOWN).order_by("place").as_cards()
    )
    return [
        Step(
            name=name,
            count=counts[stage],
            stories=[(article, reasons.get(article.pk)) for article in shown if article.step == stage],
            address=_address(principle, stage) if stage else "",
        )
        for stage, name in names
        if counts.get(stage)
    ]


def _address(principle, stage):
    return f"{reverse('articles:list')}?{urlencode({'princip': principle.slug, 'skede': stage})}"
