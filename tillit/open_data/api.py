"""The read-only API: stories, events and organisations, for whoever builds something of her own with them.

The same choices as in the lists. What is answered once is kept like a page, and a client that has it is answered 304.
Within a version nothing is taken away and nothing gets another meaning.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from ninja import NinjaAPI, Path, Query
from ninja.decorators import decorate_view
from ninja.errors import ValidationError

from articles import filters as articles
from articles.models import Article
from articles.organisations import with_stories
from events import filters as events
from events.models import Event
from tillit.links import absolute
from tillit.open_data import answers
from tillit.open_data.schemas import EventOut, Events, OrganisationOut, Organisations, Stories, WholeStory
from tillit.pagecache.middleware import same_for_everyone
from tillit.people.models import Organisation

MOST = 100  # items in an answer
Number = Query(1, ge=1, le=1_000_000, description="Vilken sida av svaret.")
PerPage = Query(50, ge=1, le=MOST, description=f"Hur många per sida, högst {MOST}.")

api = NinjaAPI(
    title="Tillits öppna data",
    version="1.0.0",
    description="Berättelser, evenemang och organisationer i kunskapsnavet för tillitsbaserad styrning. Bara läsning, ingen nyckel. "
    "Svaren får sparas; fråga om med If-None-Match. Inom version 1 tas inget bort.",
    docs_url=None,  # its page fetches from other hosts
    urls_namespace="api",
    servers=[{"url": settings.SITE_URL}],
    openapi_extra={"info": {"contact": {"name": settings.OPERATOR or "Tillit", "url": settings.SITE_URL}}},
)


def kept(*parameters):
    return decorate_view(same_for_everyone(*parameters))


def described(facets):
    """The choices of a list, as parameters of the description."""
    choices = [
        {"name": "q", "in": "query", "schema": {"type": "string"}, "description": "Sökord, som i sökrutan."}
    ]
    choices += [
        {"name": facet.parameter, "in": "query", "description": str(facet.label),
         "schema": {"type": "string", **({"enum": list(facet.labels)} if facet.labels else {})}}
        for facet in facets
    ]  # fmt: skip
    return {"parameters": choices}


@api.get("/berattelser", response=Stories, tags=["Berättelser"], openapi_extra=described(articles.FACETS))
@kept(*articles.FOLLOWED, "sida", "per_sida")
def stories(request, sida: int = Number, per_sida: int = PerPage):
    """Publicerade berättelser och nyheter, de nyaste först."""
    rows = articles.ArticleList(request.GET).rows().newest_first().select_related("organisation")
    rows = rows.prefetch_related("topics", "take_downs").defer(*Article.columns("body"))
    return _page(request, rows, answers.story, sida, per_sida)


@api.get("/berattelser/{id}", response=WholeStory, tags=["Berättelser"])
@kept()
def one_story(request, id: int = Path(ge=1, le=10**15)):
    """En berättelse i sin helhet, på de språk den finns."""
    _refuse_other_spellings(request, id)
    return answers.whole_story(get_object_or_404(Article.objects.published().as_pages(), pk=id))


@api.get("/evenemang", response=Events, tags=["Evenemang"], openapi_extra=described(events.FACETS))
@kept(*events.FOLLOWED, "sida", "per_sida")
def all_events(request, sida: int = Number, per_sida: int = PerPage):
    """Publicerade evenemang, kommande och tidigare, det senaste först."""
    rows = events.EventList(request.GET).rows().as_cards().order_by("-starts_at", "-pk")
    return _page(request, rows.prefetch_related("days"), answers.event, sida, per_sida)


@api.get("/evenemang/{id}", response=EventOut, tags=["Evenemang"])
@kept()
def one_event(request, id: int = Path(ge=1, le=10**15)):
    """Ett evenemang."""
    _refuse_other_spellings(request, id)
    return answers.event(
        get_object_or_404(Event.objects.published().as_cards().prefetch_related("days"), pk=id)
    )


@api.get("/organisationer", response=Organisations, tags=["Organisationer"])
@kept("sida", "per_sida")
def organisations(request, sida: int = Number, per_sida: int = PerPage):
    """Alla kommuner och regioner, och andra som berättar eller nämns här, i bokstavsordning."""
    return _page(request, _organisations(), answers.organisation, sida, per_sida)


@api.get("/organisationer/{slug:slug}", response=OrganisationOut, tags=["Organisationer"])
@kept()
def one_organisation(request, slug: str):
    """En organisation."""
    return answers.organisation(get_object_or_404(_organisations(), slug=slug))


def _organisations():
    return with_stories(
        Organisation.objects.readable().prefetch_related("former_names").order_by("order", "pk")
    )


def _page(request, rows, answer, number, most):
    total, start = rows.order_by().count(), (number - 1) * most
    return {
        "items": [answer(row) for row in rows[start : start + most]],
        "total": total,
        "page": number,
        "per_page": most,
        "next": _address(request, number + 1) if start + most < total else None,
        "previous": _address(request, number - 1) if number > 1 else None,
    }


def _refuse_other_spellings(request, number):
    """`/7` and `/0007` would be kept as two pages, and there is no end to them."""
    if request.path.rpartition("/")[2] != str(number):
        raise Http404


def _address(request, number):
    return absolute(f"{request.path}?{urlencode(request.GET.dict() | {'sida': number})}")


@api.exception_handler(ValidationError)
def not_understood(request, error):
    wrong = sorted({str(one["loc"][-1]) for one in error.errors})
    return _problem(400, "Frågan går inte att besvara", f"Fel värde: {', '.join(wrong)}.")


@api.exception_handler(Http404)
def not_here(request, error):
    return _problem(404, "Finns inte", "Det du frågar efter finns inte, eller är inte publicerat.")


def _problem(status, title, detail):
    """Problem details (RFC 9457)."""
    told = {"title": title, "status": status, "detail": detail}
    return JsonResponse(told, status=status, content_type="application/problem+json")
