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
    """Articles that share most themes, then others from the same organisation, then those that show the same principles."""
    topics = {topic.pk: topic for topic in article.topics.all()}
    principles = {link.principle_id: link.principle for link in article.principle_links.all()}
    others = Article.objects.published().exclude(pk=article.pk)
    alike = _sharing("topics", topics, others)
    found = [Related(other, _shared_topics(topics, other)) for other in alike[:at_most]]
    if len(found) < at_most and article.organisation_id:
        rest = others.exclude(pk__in=[related.article.pk for related in found])
        same = rest.filter(organisation=article.organisation_id).newest_first().as_cards()
        reason = _("Också från %(organisation)s") % {"organisation": article.organisation.name}
        found += [Related(other, reason) for other in same[: at_most - len(found)]]
    if len(found) < at_most:
        rest = others.exclude(pk__in=[related.article.pk for related in found])
        alike = _sharing("principle_links__principle", principles, rest).prefetch_related("principle_links")
        found += [
            Related(other, _shared_principles(principles, other)) for other in alike[: at_most - len(found)]
        ]
    return found


def _sharing(path, values, others):
    """Of the others those that share some of the values, most of them first, then the newest."""
    if not values:
        return others.none()
    shared = {f"{path}__in": values}
    rows = others.filter(**shared).annotate(shared=Count(path, filter=Q(**shared)))
    return rows.order_by("-shared", "-sort_date", "-pk").as_cards()


def _shared_topics(topics, other):
    names = [topics[topic.pk].text.name for topic in other.topics.all() if topic.pk in topics]
    return _("Samma tema: %(topics)s") % {"topics": ", ".join(names)}


def _shared_principles(principles, other):
    shared = {link.principle_id for link in other.principle_links.all()}
    names = [principle.text.name for pk, principle in principles.items() if pk in shared]
    return _("Samma princip: %(principles)s") % {"principles": ", ".join(names)}
