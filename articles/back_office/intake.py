"""Hämta in: a pasted text, a file, an address of one's own site, or its feed, become drafts."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from articles.importing import documents
from articles.importing.feeds import domains_of, fetch_feed, fetch_page
from articles.importing.fetching import Refused, check_address
from articles.importing.write import Outcome, known_places, understand, write
from articles.models import NewsFeed
from tillit.editorial.permissions import works_for_all
from tillit.people.models import Organisation

MOST_LINES = 200  # of a file, while somebody waits; the command takes any number
may_write = permission_required("articles.add_article", raise_exception=True)


class TextForm(forms.Form):
    text = forms.CharField(
        label="Texten",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=documents.LARGEST,
        help_text="Rubriken först, sedan ingress och text. Det gör inget om datum, bildtexter och menyer följer med.",
        error_messages={"required": "Klistra in texten här.", "max_length": "Texten är längre än 1 MB."},
    )

    def documents(self, user):
        text = self.cleaned_data["text"]
        return [documents.document(f"inklistrat:{user.pk}:{documents.digest_of(text)}", text.encode())]


class FileForm(forms.Form):
    file = forms.FileField(
        label="Filen",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(documents.SUFFIXES)}),
        help_text="En textfil (.txt), en sparad webbsida (.html) eller JSON Lines (.jsonl).",
        error_messages={"required": "Välj en fil.", "empty": "Filen är tom."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        suffix = Path(file.name).suffix.lower()
        if suffix not in documents.SUFFIXES:
            raise ValidationError(
                "Filen ska vara .txt, .html eller .jsonl. Spara om den, eller klistra in texten."
            )
        if file.size > documents.LARGEST_PAGE:
            raise ValidationError("Filen är större än 5 MB.")
        return file

    def documents(self, user):
        file = self.cleaned_data["file"]
        name, raw = Path(file.name), file.read()
        if name.suffix.lower() != ".jsonl":
            is_html = name.suffix.lower() != ".txt"
            return [documents.document(f"fil:{user.pk}:{name.name}"[:1000], raw, is_html=is_html)]
        lines = [line for line in raw.splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise documents.Unreadable(
                f"filen har {len(lines)} rader. Fler än {MOST_LINES} läses in av den som sköter servern"
            )
        return [*documents.read_json_lines(lines, name.stem)]


class AddressForm(forms.Form):
    url = forms.CharField(
        label="Adressen",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"required": "Skriv sidans adress."},
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def documents(self, user):
        return [fetch_page(self.cleaned_data["url"], user.organisation, anywhere=works_for_all(user))]


class FeedForm(forms.Form):
    url = forms.CharField(
        label="Flödets adress",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "id": "id_feed_url"}),
        help_text="RSS eller Atom. Adressen står ofta bakom ordet ”Prenumerera” på nyhetssidan.",
        error_messages={"required": "Skriv flödets adress."},
    )
    organisation = forms.ModelChoiceField(label="Organisation", queryset=Organisation.objects.none())

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        own = Organisation.objects.exclude(website_domain="")
        self.fields["organisation"].queryset = (
            own if works_for_all(user) else own.filter(pk=user.organisation_id)
        )
        self.fields["organisation"].initial = user.organisation

    def clean(self):
        cleaned = super().clean()
        url, organisation = cleaned.get("url", "").strip(), cleaned.get("organisation")
        if url and organisation:
            try:
                check_address(url, domains_of(organisation))
            except Refused as refusal:
                self.add_error("url", str(refusal))
            if NewsFeed.objects.filter(url=url).exists():
                self.add_error("url", "Flödet hämtas redan.")
        return cleaned


FORMS = {"text": TextForm, "fil": FileForm, "adress": AddressForm}


def _own_feeds(user):
    feeds = NewsFeed.objects.select_related("organisation")
    return feeds if works_for_all(user) else feeds.filter(organisation=user.organisation_id)


def _page(request, bound=None, status=200):
    shown = {
        "text": TextForm(),
        "fil": FileForm(),
        "adress": AddressForm(),
        "flode": FeedForm(user=request.user),
    }
    context = {
        "forms": shown | (bound or {}),
        "feeds": _own_feeds(request.user),
        "bound": next(iter((bound or {}).values()), None),
    }
    context["site"] = (
        None
        if works_for_all(request.user)
        else request.user.organisation and request.user.organisation.website_domain
    )
    context["anywhere"] = works_for_all(request.user)
    return render(request, "articles/admin/intake.html", context, status=status)


@may_write
def intake(request):
    return _page(request)


@may_write
@require_POST
def take_in(request, way):
    """Text, file or address: one draft, or several from a file of lines."""
    if way not in FORMS:
        raise Http404
    form = FORMS[way](request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {way: form}, status=422)
    try:
        taken = [_take(document, request.user) for document in form.documents(request.user)]
    except (documents.Unreadable, Refused) as reason:
        form.add_error(None, f"Det gick inte: {reason}")
        return _page(request, {way: form}, status=422)
    return _tell(request, form, way, taken)


def _take(document, user):
    """(the record, what became of it), or why this one could not be taken."""
    if isinstance(document, documents.Unreadable):
        return None, str(document)
    try:
        return write(document, understand(document, known_places()), user=user)
    except documents.Unreadable as reason:
        return None, str(reason)
    except (ValidationError, DataError):
        return None, f"{document.key}: gick inte att spara"


def _tell(request, form, way, taken):
    problems = [outcome for record, outcome in taken if record is None]
    records = [(record, outcome) for record, outcome in taken if record is not None]
    for problem in problems[:10]:
        messages.warning(request, f"{problem[:1].upper()}{problem[1:]}.")
    if len(records) != 1:
        new = sum(outcome is Outcome.NEW for _record, outcome in records)
        messages.success(request, f"{new} nya utkast, {len(records) - new} som fanns redan.")
        return redirect("wagtailsnippets_articles_article:list")
    record, outcome = records[0]
    article = record.article
    if article is None or not article.snippet_viewset.permission_policy.user_has_permission_for_instance(
        request.user, "change", article
    ):
        form.add_error(None, "Texten har hämtats förut, av någon annan, och kan inte visas för dig.")
        return _page(request, {way: form}, status=422)
    told = {
        Outcome.NEW: "Utkastet är gjort. Gå igenom det som är osäkert, under Fakta och datum."
        if record.doubts
        else "Utkastet är gjort. Ingenting var osäkert, men läs igenom det.",
        Outcome.REFRESHED: "Utkastet är uppdaterat med den nya texten.",
        Outcome.UNCHANGED: "Den här texten är redan hämtad. Här är utkastet.",
        Outcome.KEPT: "Texten är redan hämtad, och någon har ändrat utkastet. Det lämnas som det är.",
    }
    messages.success(request, told[outcome])
    return redirect("wagtailsnippets_articles_article:edit", article.pk)


# Feeds -------------------------------------------------------------------------------------------


@may_write
@require_POST
def add_feed(request):
    form = FeedForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, {"flode": form}, status=422)
    feed = NewsFeed.objects.create(added_by=request.user, **form.cleaned_data)
    _tell_of_feed(request, feed)
    return redirect("intake")


@may_write
@require_POST
def fetch_now(request, pk):
    _tell_of_feed(request, _own_feed(request, pk))
    return redirect("intake")


@may_write
@require_POST
def stop_feed(request, pk):
    """Nothing more is fetched; the drafts that have come stay."""
    feed = _own_feed(request, pk)
    feed.delete()
    messages.success(request, "Flödet hämtas inte längre. Utkasten som redan kommit finns kvar.")
    return redirect("intake")


def _own_feed(request, pk):
    feed = get_object_or_404(NewsFeed, pk=pk)
    if not _own_feeds(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return feed


def _tell_of_feed(request, feed):
    new, failed = fetch_feed(feed)
    if feed.problem:
        messages.warning(request, feed.problem)
    if new or not failed:
        messages.success(request, f"{new} nya utkast ur flödet.")
