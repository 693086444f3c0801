from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from articles.models.case import ChainLevel
from articles.publishing import missing_fields
from tillit.editorial.forms import LinesField


class ArticleForm(WagtailAdminModelForm):
    chain_levels = forms.MultipleChoiceField(
        label=_("nivåer i styrkedjan"),
        choices=ChainLevel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for field in missing_fields(cleaned.get("kind"), cleaned.get):
                if field not in self.errors:
                    self.add_error(field, _("Det här behövs för att publicera. Som utkast kan du spara ändå."))
        return cleaned


class TermForm(WagtailAdminModelForm):
    forms = LinesField(
        label=_("böjda former och synonymer"), required=False, help_text=_("En på varje rad.")
    )
