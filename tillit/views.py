"""Pages that belong to no single subject: the start page, the pages about the hub, health, errors."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.encoding import iri_to_uri
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Article, Principle, Topic
from events.lookup import cards, seats_version
from events.models import Event, Group, Registration, SensitiveAnswer
from tillit.accessibility import DIGG_COMPLAINT, STATEMENT
from tillit.following.models import Subscription
from tillit.forms import AccessibilityReportForm
from tillit.links import absolute, same_page_in_all_languages
from tillit.map_page import SOURCE, by_county, places
from tillit.pagecache.middleware import same_for_everyone
from tillit.pagecache.models import version
from tillit.people.models import Organisation, Person
from tillit.personal_data import declared
from tillit.search.indexing import reference
from tillit.search.models import SearchEntry

STORIES_ON_START_PAGE = 6
EVENTS_ON_START_PAGE = 3
PARTICIPANTS_FIELDS = [
    ("name", _lazy("Namn, e-post och roll")),
    ("organisation_text", _lazy("Organisation")),
    ("invoice_reference", _lazy("Fakturareferens")),
    ("diet", _lazy("Kost och tillgänglighet")),
    ("network", _lazy("Vilket nät anmälan kom från, som ett tal som inte går att läsa tillbaka")),
]
# Pages behind a key, or between two others: none is to be found under its own address.
KEYS = {
    "review",
    "did_it_help",
    "answered",
    "draft",
    *(f"following:{name}" for name in ("own", "rhythm", "stop")),
}
# The entry in the main menu under which a page stands, by the name of its addresses.
SECTIONS = {
    "articles": "articles",
    "topics": "articles",
    "principles": "articles",
    "events": "events",
    "series": "events",
    "registration": "events",
    "organisations": "organisations",
    "map": "organisations",
    "compare": "articles",
    "saved": "articles",
    "glossary": "glossary",
    "about": "about",
    "open_data": "about",
    "search": "search",
    "missed": "search",
    "missed_thanks": "search",
}


def site(request):
    """What every template may show."""
    match = request.resolver_match
    # An address that leads nowhere may hold a key with a slip of the pen in it: it is not repeated.
    is_repeated = bool(match) and KEYS.isdisjoint([match.url_name, match.view_name])
    query = iri_to_uri(request.META.get("QUERY_STRING", "")) if is_repeated else ""
    return {
        "LANGUAGE_CODE": get_language(),
        "section": SECTIONS.get(match.namespace or match.url_name) if match else None,
        "operator": settings.OPERATOR or _("Den som driver navet"),
        "is_operator_known": bool(settings.OPERATOR),
        "operator_email": settings.OPERATOR_EMAIL,
        "canonical_url": absolute(request.path) if is_repeated else "",
        "languages": same_page_in_all_languages(request.path, get_language(), query),
    }


@same_for_everyone()
def sweden(request):
    found = places()
    context = {"places": found, "counties": by_county(found), "source": SOURCE}
    return render(request, "map.html", context)


@same_for_everyone(also=seats_version)
def start(request):
    published = Article.objects.published()
    context = {
        "newest": published.unarchived().newest_first().as_cards()[:STORIES_ON_START_PAGE],
        "upcoming": cards(Event.objects.upcoming()[:EVENTS_ON_START_PAGE]),
        "topics": Topic.objects.filter(articles__in=published).distinct(),
        "principles": Principle.objects.all(),
        "story_count": published.count(),
        "organisation_count": Organisation.objects.filter(articles__in=published).distinct().count(),
    }
    return render(request, "start.html", context)


@same_for_everyone(also=seats_version)
def person(request, pk):
    """Where somebody speaks: a page only for who is quoted or presented in something public."""
    found = get_object_or_404(Person.objects.filter(is_private=False), pk=pk)
    entries = SearchEntry.objects.about(reference(found))
    articles = Article.objects.published().filter(pk__in=entries.of_model(Article)).newest_first().as_cards()
    events = Event.objects.published().filter(pk__in=entries.of_model(Event)).order_by("-starts_at", "-pk")
    context = {"person": found, "articles": articles, "events": cards(events)}
    if not (context["articles"] or context["events"]):
        raise Http404
    titles = {role.title_and_organisation: role for role in found.public_roles()}
    return render(request, "people/detail.html", {**context, "roles": [titles[t] for t in titles if t]})


@same_for_everyone()
def about(request):
    return render(request, "about/index.html")


@same_for_everyone()
def accessibility_statement(request):
    return render(
        request, "about/accessibility.html", {"statement": STATEMENT, "complaint_url": DIGG_COMPLAINT}
    )


@csrf_exempt  # Nobody is signed in here, so there is nothing to forge; a token would need a cookie.
def report_accessibility(request):
    form = AccessibilityReportForm(request.POST or None, initial={"page": request.GET.get("sida", "")[:500]})
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_program:
            form.save()
        return redirect("about:thanks")
    return render(request, "about/report.html", {"form": form})


@same_for_everyone()
def report_received(request):
    return render(request, "about/thanks.html")


@same_for_everyone()
def personal_data(request):
    kept = declared(Registration) | declared(SensitiveAnswer)
    rows = [(label, kept[field]) for field, label in PARTICIPANTS_FIELDS]
    rows += [(_("Namn och e-post för den som anmäler flera"), declared(Group)["name"])]
    context = {"kept": rows, "followed": declared(Subscription)["email"]}
    return render(request, "about/privacy.html", context)


@same_for_everyone()
def cookies(request):
    return render(request, "about/cookies.html")


def one_time_login(request, uidb64, token):
    """A link that signs in once. Opening it only shows a button: mail programs open links by themselves."""
    user = _user_of(uidb64)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "one_time_login.html", {"is_used": True}, status=410)
    if request.method == "POST":
        return perform_login(request, user)  # and the second step, where she has one
    response = render(request, "one_time_login.html", {"user_to_be": user})
    # Never the address itself, which is a key; but no-referrer would hide the form's origin as well.
    response["Referrer-Policy"] = "strict-origin"
    return response


def not_there(request, *_args):
    raise Http404


def no_role(request):
    """Signed in somewhere, but not one of the staff."""
    return render(request, "account/no_role.html", {"is_unknown": "okand" in request.GET}, status=403)


def _user_of(uidb64):
    try:
        pk = int(urlsafe_base64_decode(uidb64))
    except ValueError:
        return None
    return get_user_model().objects.filter(pk=pk, is_active=True).first()


@require_safe
def health(request):
    """Whether the server can answer and reach its database, and which version of the content it sees."""
    count, last, newest, day = version()
    return JsonResponse(
        {
            "status": "ok",
            "database": connection.vendor,
            "changes": count,
            "last": last,
            "newest": newest,
            "day": day,
        }
    )


@same_for_everyone()
def robots(request):
    lines = ["User-agent: *", "Disallow: /redaktion/", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    """Rendered without the database, which may be what failed."""
    return render(request, "500.html", status=500)
