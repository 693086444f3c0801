from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from articles.models.case import ChainLevel
from articles.publishing import missing_fields
from tillit.editorial.forms import NEEDED, EditorialForm, LinesField


class ArticleForm(EditorialForm):
    chain_levels = forms.MultipleChoiceField(
        label="nivåer i styrkedjan",
        choices=ChainLevel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for field in missing_fields(cleaned.get("kind"), self._value_of):
                if field in self.formsets:
                    self.add_error(
                        None, f"{self.formsets[field].model._meta.verbose_name_plural.capitalize()}: {NEEDED}"
                    )
                elif field not in self.errors:
                    self.add_error(field, NEEDED)
            if cleaned.get("change_is_major") and not cleaned.get("change_note_sv"):
                self.add_error(
                    "change_note_sv", "Skriv vad som har ändrats, eller kryssa ur att det betyder något."
                )
        return cleaned

    def _value_of(self, field):
        """What is filled in, also as rows of a relation."""
        if field not in self.formsets:
            return self.cleaned_data.get(field)
        rows = [form.cleaned_data for form in self.formsets[field].forms if form.is_valid()]
        return [row for row in rows if row and not row.get("DELETE")]


class TermForm(WagtailAdminModelForm):
    forms = LinesField(label="böjda former och synonymer", required=False, help_text="En på varje rad.")
