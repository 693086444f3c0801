"""The organisations that the open data tells of."""

from django.db.models import Q, QuerySet

from articles.models import Article
from events.models import Event
from tillit.people.models import Organisation


def told_of() -> QuerySet[Organisation]:
    """All of the registry, and others that something published is from: one may have been written down for a draft."""
    articles, events = Article.objects.published(), Event.objects.published()
    published = Q(pk__in=articles.values("organisation")) | Q(pk__in=events.values("organisation"))
    return Organisation.objects.filter(
        Q(code__isnull=False) | published | Q(pk__in=events.values("co_organisers"))
    )
