from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from articles.advice import advice_for
from articles.models.case import ChainLevel
from articles.publishing import NO_NOTE, missing_fields
from tillit.editorial.forms import NEEDED, EditorialForm, LinesField


class ArticleForm(EditorialForm):
    chain_levels = forms.MultipleChoiceField(
        label="nivåer i styrkedjan",
        choices=ChainLevel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    settled_doubts = forms.MultipleChoiceField(
        label="Osäkert från hämtningen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kryssa för det du har kontrollerat eller rättat.",
    )

    class Media:
        js = ["editorial/kinds.js"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = getattr(self.instance, "imported_from", None) if self.instance.pk else None
        doubts = self.record.doubts if self.record else []
        field = self.fields.get("settled_doubts")
        if field and not doubts:
            del self.fields["settled_doubts"]
        elif field:
            field.choices = [
                (str(n), f"Måste lösas före publicering: {d['text']}" if d["blocks"] else d["text"])
                for n, d in enumerate(doubts)
            ]
            field.initial = [str(n) for n, doubt in enumerate(doubts) if doubt.get("settled")]

    def settle_doubts(self):
        """Keep what has been ticked off. Called when the article is saved for good, and never by a preview."""
        if "settled_doubts" in self.fields:
            settled = self.cleaned_data["settled_doubts"]
            for number, doubt in enumerate(self.record.doubts):
                doubt["settled"] = str(number) in settled
            self.record.save(update_fields=["doubts"])

    def clean(self):
        cleaned = super().clean()
        if "settled_doubts" in self.fields and not self.is_deferred_validation:
            settled = cleaned.get("settled_doubts", [])
            if any(d["blocks"] and str(n) not in settled for n, d in enumerate(self.record.doubts)):
                self.add_error(
                    "settled_doubts",
                    "Något från hämtningen måste lösas före publicering. Kryssa för det när det är gjort.",
                )
        if not self.is_deferred_validation:
            for field in missing_fields(cleaned.get("kind"), self._value_of):
                if field in self.formsets:
                    self.add_error(
                        None, f"{self.formsets[field].model._meta.verbose_name_plural.capitalize()}: {NEEDED}"
                    )
                elif field not in self.errors:
                    self.add_error(field, NEEDED)
            if cleaned.get("change_is_major") and not cleaned.get("change_note_sv"):
                self.add_error("change_note_sv", NO_NOTE)
        return cleaned

    def _post_clean(self):
        super()._post_clean()  # the article is as it was filled in, from here on
        if not self.is_deferred_validation and not self.errors:
            self._heed_advice()

    def _heed_advice(self):
        """Advice that cannot be left is followed, or somebody writes why it is not."""
        for advice in advice_for(self.instance):
            if advice.blocks and not self.instance.waived_because:
                self.add_error("waived_because", f"{advice.text} Eller skriv här varför det får vara så.")

    def _value_of(self, field):
        """What is filled in, also as rows of a relation."""
        if field not in self.formsets:
            return self.cleaned_data.get(field)
        rows = [form.cleaned_data for form in self.formsets[field].forms if form.is_valid()]
        return [row for row in rows if row and not row.get("DELETE")]


class TermForm(WagtailAdminModelForm):
    forms = LinesField(
        label="böjda former",
        required=False,
        help_text="En på varje rad. Ordet förklaras där de står i texter.",
    )
    synonyms = LinesField(
        label="andra ord för samma sak",
        required=False,
        help_text="Ett på varje rad. Den som söker på dem hittar ordet, men de förklaras inte i texter.",
    )
