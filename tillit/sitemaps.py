from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from articles.models import Article, Principle, Topic
from events.models import Event
from tillit.editorial.languages import CODES
from tillit.people.models import Organisation


class TranslatedSitemap(Sitemap):
    i18n = True
    alternates = True
    languages = CODES


class PageSitemap(TranslatedSitemap):
    def items(self):
        return [
            *("start", "articles:list", "events:list", "organisations:list", "glossary", "about:index"),
            *("about:accessibility", "about:privacy", "about:cookies", "open_data", "map"),
        ]

    def location(self, item):
        return reverse(item)


class ArticleSitemap(TranslatedSitemap):
    limit = 5000

    def items(self):
        return (
            Article.objects.published()
            .order_by("pk")
            .only(*Article.columns("title", "slug"), "sort_date", "updated_on")
        )

    def get_languages_for_item(self, item):
        return item.languages

    def lastmod(self, item):
        return item.updated_on or item.sort_date


class EventSitemap(TranslatedSitemap):
    def items(self):
        return Event.objects.published().order_by("pk").only(*Event.columns("title", "slug"), "updated_on")

    def get_languages_for_item(self, item):
        return item.languages

    def lastmod(self, item):
        return item.updated_on


class VocabularySitemap(TranslatedSitemap):
    def items(self):
        return [*Topic.objects.all(), *Principle.objects.all()]


class OrganisationSitemap(TranslatedSitemap):
    """Those that have something to tell: a page with figures only is for whoever looks for it."""

    def items(self):
        return Organisation.objects.filter(articles__in=Article.objects.published()).distinct()


SITEMAPS = {
    "sidor": PageSitemap,
    "artiklar": ArticleSitemap,
    "evenemang": EventSitemap,
    "teman": VocabularySitemap,
    "organisationer": OrganisationSitemap,
}
