"""The stories that show a principle, gathered by how far they have come: from those who explore to those who have evaluated."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Principle
from articles.models.case import Stage

SHOWN = 6  # of each stage; the list has the rest


@dataclass(frozen=True)
class Step:
    name: str | Promise
    count: int
    stories: list[tuple[Article, str]]  # the newest, each with why it shows the principle
    address: str  # of all of them


def stories_by_stage(principle: Principle) -> list[Step]:
    """The stages that have stories, in their order; last those that name none."""
    rows = Article.objects.published().filter(principle_links__principle=principle)
    counts = dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))
    links = principle.article_links.filter(article__in=rows)
    reasons = {link.article_id: link.text.reason for link in links}
    names = [*Stage.choices, ("", _("Andra berättelser"))]
    return [
        Step(
            name=name,
            count=counts[stage],
            stories=[
                (article, reasons.get(article.pk) or "")
                for article in rows.filter(stage=stage).newest_first().as_cards()[:SHOWN]
            ],
            address=_address(principle, stage),
        )
        for stage, name in names
        if counts.get(stage)
    ]


def _address(principle, stage):
    chosen = {"princip": principle.slug} | ({"skede": stage} if stage else {})
    return f"{reverse('articles:list')}?{urlencode(chosen)}"
