from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from articles.advice import about_pictures
from articles.models import Article
from events.forms import SignUpForm
from events.models import Access, Ask, Event, Seats, Session
from tillit.editorial.forms import NEEDED, EditorialForm
from tillit.editorial.permissions import workable_by
from tillit.people.models import Role


class AddForm(SignUpForm):
    """The same form, for somebody else than the one who fills it in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        errors = {
            "name": "Skriv personens namn.",
            "email": "Skriv personens e-postadress, dit bekräftelsen skickas.",
            "organisation": "Skriv vilken organisation personen kommer från.",
        }
        for name, sentence in errors.items():
            self.fields[name].error_messages["required"] = sentence
        self.fields["email"].missing = errors["email"]
        self.fields["organisation"].help_text = "Kommunen, regionen, bolaget eller föreningen."
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class EventForm(EditorialForm):
    access = forms.MultipleChoiceField(
        label="tillgänglighet på platsen",
        choices=Access.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asks = forms.MultipleChoiceField(
        label="fråga också efter",
        choices=Ask.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Namn, e-post och organisation frågas alltid efter. Fråga bara efter det som behövs.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reports = self.fields.get("reports")
        if reports and self.for_user:
            chosen = [report.pk for report in self.instance.reports.all()] if self.instance.pk else []
            own = workable_by(Article.objects.all(), self.for_user)
            mine = (
                Q(pk__in=own.values("pk"))
                | Q(pk__in=Article.objects.published().values("pk"))
                | Q(pk__in=chosen)
            )
            reports.queryset = Article.objects.filter(mine)
        self._read_speakers()

    def _read_speakers(self):
        """The names of all who take part, at once for the lists of all sessions."""
        widgets = [form.fields["speakers"].widget for form in self.formsets["sessions"].forms]
        keys = Session.speakers.through.objects.filter(session__event=self.instance.pk)
        known = Role.objects.in_bulk(keys.values_list("role", flat=True)) if widgets else {}
        for widget in widgets:
            widget.known = known

    def _post_clean(self):
        super()._post_clean()  # the event is as it was filled in, from here on
        if not self.is_deferred_validation:
            for advice in about_pictures(self.instance):
                self.add_error(advice.anchor if advice.anchor in self.fields else "body_sv", advice.text)

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for field in Event.needed_fields:
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, NEEDED)
            if not self._rows("days"):
                self.add_error(None, "Lägg till minst en dag. Som utkast kan du spara ändå.")
            self._check_that_sessions_are_on_the_days()
        self._check_sessions()
        self._check_removed_sessions()
        self._check_reuse()
        return cleaned

    def _check_removed_sessions(self):
        """What somebody has chosen is struck, so that she is told; it does not just vanish."""
        formset = self.formsets["sessions"]
        removed = (
            [form.instance.pk for form in formset.deleted_forms if form.instance.pk]
            if formset.is_valid()
            else []
        )
        for session in Session.objects.filter(pk__in=removed, choices__isnull=False).distinct():
            self.add_error(
                None,
                f"Några har valt ”{session}”. Kryssa i Struket i stället för att ta bort det, så får de ett brev.",
            )

    def _check_reuse(self):
        """A page whose participants have been erased is history: a new day is a new event."""
        event = self.instance
        days = [row["starts_at"] for row in self._rows("days")]
        if (
            event.pk
            and event.registrations.exclude(erased_at=None).exists()
            and days
            and max(days) > timezone.now()
        ):
            self.add_error(
                None,
                "Den här dagen har varit och deltagarnas uppgifter är borttagna. Gör ett nytt evenemang.",
            )

    def _rows(self, relation):
        """The rows of an inline form that are filled in and kept."""
        formset = self.formsets[relation]
        formset.is_valid()  # cleans it; the library would do so only after this form
        rows = [form.cleaned_data for form in formset.forms if hasattr(form, "cleaned_data")]
        return [row for row in rows if row and not row.get("DELETE") and row.get("starts_at")]

    def _check_sessions(self):
        """Sessions to choose between have to run at the same time, or choosing one says nothing of the other."""
        slots = {}
        for row in self._rows("sessions"):
            if row.get("slot") and row.get("ends_at"):
                slots.setdefault(row["slot"], []).append((row["starts_at"], row["ends_at"]))
        for slot, times in slots.items():
            if max(start for start, _end in times) >= min(end for _start, end in times):
                self.add_error(
                    None, f"Passen i val {slot} går inte samtidigt. Ge dem samma tid, eller olika val."
                )

    def _check_that_sessions_are_on_the_days(self):
        """Or who moves the day leaves its programme behind, in everybody's calendar."""
        days = [
            (timezone.localdate(row["starts_at"]), timezone.localdate(row["ends_at"]))
            for row in self._rows("days")
            if row.get("ends_at")
        ]
        for row in self._rows("sessions") if days else []:
            date = timezone.localdate(row["starts_at"])
            if not row.get("is_cancelled") and not any(first <= date <= last for first, last in days):
                self.add_error(
                    None,
                    f"Passet ”{row.get('title_sv') or 'utan rubrik'}” är satt till {date_format(date, 'j F')}, som inte "
                    "är någon av dagarna. Flytta passet eller dagen.",
                )

    @property
    def warnings(self):
        """What the organiser should know although it is allowed."""
        event, capacity = self.instance, self.cleaned_data.get("capacity")
        seats = event.pk and Seats.objects.filter(event=event.pk, session=None).first()
        if seats and capacity and seats.taken > capacity and not self.cleaned_data.get("cancelled_on"):
            yield (
                f"{seats.taken} har redan plats, men antalet platser är nu {capacity}. Ingen avanmäls, "
                "men ingen ny får plats förrän det är färre."
            )
        if event.pk and "cancelled_on" in self.changed_data and self.cleaned_data.get("cancelled_on"):
            people = event.registrations.active().count()
            yield f"När evenemanget publiceras som inställt blir det {people} brev till dem som är anmälda eller i kö."
        elif event.pk and event.live and not event.is_cancelled and self.formsets["days"].has_changed():
            people = event.registrations.active().count()
            yield f"När den nya tiden publiceras blir det {people} brev till dem som är anmälda eller i kö."
        if (
            event.pk
            and self.cleaned_data.get("closes_at")
            and self.cleaned_data["closes_at"] < timezone.now()
        ):
            yield "Anmälan stänger vid en tid som redan har varit: den är stängd när sidan publiceras."
