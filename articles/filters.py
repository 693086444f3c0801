"""What the list of stories can be chosen by."""

from functools import cached_property

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.models.case import Evidence, Stage
from tillit.editorial.choices import ChosenPages, Facet, LanguageFacet, YearFacet

PER_PAGE = 12
FACETS = [
    Facet("genre", _("Genre"), "kind", labels=dict(Article.Kind.choices)),
    Facet("tema", _("Tema"), "topics__slug", name="topics__name_{}"),
    Facet(
        "princip",
        _("Princip"),
        "principle_links__principle__slug",
        name="principle_links__principle__name_{}",
    ),
    Facet("organisation", _("Organisation"), "organisation__slug", name="organisation__name"),
    Facet("lan", _("Län"), "organisation__county_code", name="organisation__county"),
    Facet("skede", _("Skede"), "stage", labels=dict(Stage.choices)),
    Facet("evidens", _("Evidens"), "evidence", labels=dict(Evidence.choices)),
    YearFacet("ar", _("År"), "sort_date"),
    LanguageFacet("sprak", _("Språk"), ""),
]
FOLLOWED = ["q", *(facet.parameter for facet in FACETS)]
PARAMETERS = [*FOLLOWED, "sida"]


class ArticleList(ChosenPages):
    model = Article
    offered = FACETS
    section = "articles"
    address_of_list = "articles:list"

    @cached_property
    def page(self):
        return Paginator(self.rows().newest_first().as_cards(), PER_PAGE).get_page(self.query.get("sida"))
