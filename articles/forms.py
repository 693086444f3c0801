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
            for field in missing_fields(cleaned.get("kind"), cleaned.get):
                if field not in self.errors:
                    self.add_error(field, NEEDED)
        return cleaned


class TermForm(WagtailAdminModelForm):
    forms = LinesField(label="böjda former och synonymer", required=False, help_text="En på varje rad.")
