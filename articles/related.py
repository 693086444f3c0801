"""What to read next, always with the reason."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from articles.models import Article


@dataclass(frozen=True)
class Related:
    article: Article
    reason: str


def related_to(article, at_most=3):
    """Articles that share most themes, then others from the same organisation."""
    topics = {topic.pk: topic for topic in article.topics.all()}
    others = Article.objects.published().exclude(pk=article.pk)
    alike = (
        others.filter(topics__in=topics)
        .annotate(shared=Count("topics", filter=Q(topics__in=topics)))
        .order_by("-shared", "-sort_date", "-pk")
        .as_cards()[:at_most]
    )
    found = [Related(other, _shared_topics(topics, other)) for other in alike] if topics else []
    if len(found) < at_most and article.organisation_id:
        same = (
            others.filter(organisation=article.organisation_id)
            .newest_first()
            .as_cards()[: at_most + len(found)]
        )
        known = {related.article.pk for related in found}
        reason = _("Också från %(organisation)s") % {"organisation": article.organisation.name}
        found += [Related(other, reason) for other in same if other.pk not in known]
    return found[:at_most]


def _shared_topics(topics, other):
    names = [topics[topic.pk].text.name for topic in other.topics.all() if topic.pk in topics]
    return _("Samma tema: %(topics)s") % {"topics": ", ".join(names)}
