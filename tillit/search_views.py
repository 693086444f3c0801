"""Searching: the page of hits, suggestions while one writes, and what a reader missed."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from events.limits import may_say_what_is_missed, network_of
from tillit.pagecache.middleware import same_for_everyone
from tillit.search.missed import remember
from tillit.search.search import Search
from tillit.search.suggestions import suggested_entries, suggested_words
from tillit.search_page import PARAMETERS, SearchPage, key_of, kicker_of, rows_of


@same_for_everyone(*PARAMETERS)
def search(request):
    return render(request, "search/page.html", {"page": SearchPage(request.GET, get_language())})


@same_for_everyone("q")
def suggestions(request):
    """[{text, kind, url}]: pages by name, then words to search for."""
    text, language = (request.GET.get("q") or "")[:100], get_language()
    entries = suggested_entries(text, language)
    rows = rows_of(entries)
    pages = [
        {
            "text": entry.title,
            "kind": str(kicker_of(rows[key_of(entry)], entry)),
            "url": rows[key_of(entry)].get_absolute_url(),
        }
        for entry in entries
        if key_of(entry) in rows
    ]
    words = [
        {"text": line, "kind": "", "url": f"{reverse('search')}?{urlencode({'q': line})}"}
        for line in suggested_words(text, language)
    ]
    return JsonResponse([*pages, *words], safe=False)


@csrf_exempt  # Readers have no cookies; all that somebody could forge is a word that is missing.
@require_POST
def missed(request):
    """Only what really is not to be found is kept; whatever becomes of it, the reader is thanked."""
    text, language = request.POST.get("query") or "", get_language()
    search = Search(text, language)
    is_much = not may_say_what_is_missed(network_of(request))
    if not (request.POST.get("website") or is_much or search.is_empty or search.quick_count()):
        remember(text, language, request.POST.get("note") or "", is_counted="counted" in request.POST)
    return redirect("missed_thanks")


@same_for_everyone()
def missed_thanks(request):
    return render(request, "search/thanks.html")
