"""The dialogue that takes a page down: archived, withdrawn or moved, each with what readers are told."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.decorators.http import require_POST

from tillit.editorial.back_office.pages import page_for, screen
from tillit.editorial.models import PublishedAddress, TakeDown


class TakeDownForm(forms.Form):
    kind = forms.ChoiceField(
        label="Vad ska hända med sidan?", choices=TakeDown.Kind, widget=forms.RadioSelect
    )
    reason_sv = forms.CharField(
        label="Varför, i en mening för läsaren",
        max_length=300,
        required=False,
        help_text="Behövs när sidan dras tillbaka. Till exempel: Försöket har avslutats och uppgifterna gäller inte längre.",
    )
    reason_en = forms.CharField(label="Samma mening på engelska", max_length=300, required=False)
    reason_fi = forms.CharField(label="Samma mening på finska", max_length=300, required=False)
    goal = forms.CharField(
        label="Ny adress",
        max_length=500,
        required=False,
        help_text="Behövs när sidan flyttas. En adress här, som /artiklar/ny-sida/, eller på en annan webbplats.",
    )

    def clean_goal(self):
        goal = self.cleaned_data["goal"].strip()
        if goal and not is_safe_goal(goal):
            raise ValidationError("Skriv en adress som börjar med / eller https://.")
        path = goal.removeprefix(settings.SITE_URL)
        if path.startswith("/") and not leads_somewhere(path):
            raise ValidationError(
                "Den adressen finns inte här. Öppna sidan du menar och kopiera adressen därifrån."
            )
        if path.startswith("/") and (further := moved_on(path)):
            raise ValidationError(
                f"Den sidan är själv flyttad, till {further}. Skriv den adressen i stället."
            )
        return goal

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == TakeDown.Kind.WITHDRAWN and not cleaned.get("reason_sv"):
            self.add_error("reason_sv", "Skriv varför, så att den som följer en länk hit förstår.")
        if kind == TakeDown.Kind.MOVED and not cleaned.get("goal") and "goal" not in self.errors:
            self.add_error("goal", "Skriv vart sidan flyttar.")
        return cleaned


def leads_somewhere(path):
    """Whether the site answers at the path, and where it is a page's whether there is or has been such a page."""
    try:
        match = _match(path)
    except Resolver404:
        return False
    slug = match.kwargs.get("slug")
    is_page = match.view_name in ("articles:detail", "events:detail")
    return not is_page or PublishedAddress.objects.filter(slug=slug).exists()


def moved_on(path):
    """Where the page at the path has moved itself, or nothing: two that lead to each other lead nowhere."""
    match = _match(path)
    slug, pk = match.kwargs.get("slug"), match.kwargs.get("pk")
    kind = {"articles:detail": "article", "events:detail": "event", "permanent": "article"}.get(
        match.view_name
    )
    known = PublishedAddress.objects.filter(content_type__model=kind, slug=slug).values("object_id")
    moved = TakeDown.objects.filter(kind=TakeDown.Kind.MOVED, content_type__model=kind)
    return moved.filter(Q(object_id__in=known) | Q(object_id=pk)).values_list("goal", flat=True).first()


def _match(path):
    """What answers at the path, in the language it is of."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        return resolve(path.partition("?")[0].partition("#")[0])


def is_safe_goal(goal):
    """A path of ours, or a page elsewhere: nothing that a browser reads as something else."""
    if any(character.isspace() or character == "\\" for character in goal):
        return False
    try:
        parts = urlsplit(goal)
    except ValueError:
        return False
    is_ours = goal.startswith("/") and not goal.startswith("//")
    return is_ours or (parts.scheme == "https" and bool(parts.hostname))


def take_down(request, model, pk):
    page = page_for(request, model, pk, "publish")
    form = TakeDownForm(request.POST or None, initial={"kind": TakeDown.Kind.ARCHIVED})
    if request.method == "POST" and form.is_valid():
        try:
            page.take_down(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("goal" if form.cleaned_data["kind"] == TakeDown.Kind.MOVED else "kind", error)
        else:
            messages.success(request, told(page, form.cleaned_data["kind"]))
            return redirect(page.snippet_viewset.get_url_name("list"))
    context = {
        "page": page,
        "form": form,
        "edit_url": screen(page, "edit"),
        "bring_back_url": screen(page, "bring_back"),
    }
    return render(request, "editorial/admin/take_down.html", context)


def told(page, kind):
    sentences = {
        TakeDown.Kind.ARCHIVED: f"”{page}” är arkiverad. Den går att läsa, med en upplysning överst.",
        TakeDown.Kind.WITHDRAWN: f"”{page}” är tillbakadragen. Adressen berättar varför.",
        TakeDown.Kind.MOVED: f"”{page}” leder nu vidare till den nya adressen.",
    }
    return sentences[kind]


@require_POST
def bring_back(request, model, pk):
    page = page_for(request, model, pk, "publish")
    page.bring_back()
    messages.success(request, f"”{page}” är inte arkiverad längre.")
    return redirect(screen(page, "edit"))
