"""Municipalities, regions and others as the stories know them."""

from django.db.models import Count, Q, QuerySet

from articles.models import Article
from tillit.people.models import Organisation


def with_stories(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Each with `stories`: how many of its own are published."""
    published = Q(articles__in=Article.objects.published())
    return organisations.annotate(stories=Count("articles", filter=published, distinct=True))
