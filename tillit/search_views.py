"""Searching: the page of hits, suggestions while one writes, and what a reader missed."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from events.limits import may_say_what_is_missed, network_of
from tillit.forms import MissedForm
from tillit.hits import key_of, kicker_of, rows_of
from tillit.links import same_page_in_all_languages
from tillit.pagecache.middleware import same_for_everyone
from tillit.search.missed import may_be_kept, remember
from tillit.search.suggestions import suggested_entries, suggested_words
from tillit.search_page import PARAMETERS, SearchPage


@same_for_everyone(*PARAMETERS)
def search(request):
    page = SearchPage(request.GET, get_language())
    return render(request, "search/page.html", {"page": page, "form": MissedForm(page=page)})


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
    """What was looked for is kept where it is hard to find or the reader says more. She is told why when it is not; one who asked for nothing is shown how to search."""
    page = SearchPage({"q": request.POST.get("query") or ""}, get_language())
    form, text = MissedForm(request.POST, page=page), page.search.query.text
    address = urlencode({"q": text})
    asks_for_nothing = page.search.is_empty and not (page.search.first or page.search.query.keys)
    if asks_for_nothing or not (page.is_thin or request.POST.get("note")):
        return redirect(f"{reverse('search')}?{address}")
    if form.is_valid() and (form.is_from_a_program or _is_kept(request, form, text)):
        return redirect("missed_thanks")
    # In another language the search itself: this address only takes what is sent.
    languages = same_page_in_all_languages(reverse("search"), get_language(), address)
    context = {"page": page, "form": form, "page_languages": languages}
    return render(request, "search/page.html", context, status=400)


def _is_kept(request, form, text):
    note, is_counted = form.cleaned_data["note"], "counted" in request.POST
    if not may_say_what_is_missed(network_of(request)):
        form.add_error(None, _("Just nu kommer det ovanligt mycket från ert nät. Vänta tio minuter och skicka igen; det du skrivit står kvar."))  # fmt: skip
    elif note and not may_be_kept(note):
        form.add_error("note", _("Det ser ut att stå en e-postadress, ett telefonnummer eller ett personnummer här. Sådant sparar vi inte. Ta bort det och skicka igen."))  # fmt: skip
    elif not remember(text, get_language(), note, is_counted=is_counted):
        form.add_error(None, _("Det du sökte på ser ut som en e-postadress, ett telefonnummer eller ett personnummer. Sådant sparar vi inte. Sök på något annat, så kan du skriva till redaktionen om det."))  # fmt: skip
    return form.is_valid()


@same_for_everyone()
def missed_thanks(request):
    return render(request, "search/thanks.html")
