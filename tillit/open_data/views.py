from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from articles.models import Article
from tillit.editorial.languages import CODES
from tillit.links import absolute
from tillit.open_data.catalogue import datasets, publisher
from tillit.pagecache.middleware import same_for_everyone


@same_for_everyone()
def open_data(request):
    context = {"datasets": datasets(), "licence": settings.DATA_LICENCE, "example": _example()}
    return render(request, "open_data/page.html", context)


def _example():
    """A choice that gives something, for the developer to try."""
    articles = Article.objects.published().filter(organisation__county_code__gt="", topics__isnull=False)
    found = articles.newest_first().values_list("topics__slug", "organisation__county_code").first()
    return urlencode(dict(zip(("tema", "lan"), found, strict=True))) if found else ""


@same_for_everyone()
def dcat(request):
    context = {
        "catalogue": absolute(reverse("dcat")),
        "home": absolute("/"),
        "page": absolute(reverse("open_data")),
        "api": absolute(reverse("api_root")),
        "description": absolute(reverse("api:openapi-json")),
        "codes": CODES,
        "datasets": datasets(),
        "publisher": publisher(),
        "email": settings.OPERATOR_EMAIL,
        "licence": settings.DATA_LICENCE,
    }
    return render(request, "open_data/catalogue.rdf", context, content_type="application/rdf+xml")
