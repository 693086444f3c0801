from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import AddressField
from tillit.following.models import Subscription


class FollowForm(forms.Form):
    email = AddressField(
        label=_("Din e-postadress"), missing=_("Skriv den e-postadress som breven ska gå till.")
    )
    rhythm = forms.ChoiceField(
        label=_("Hur ofta vill du ha brev?"),
        choices=Subscription.Rhythm.choices,
        initial=Subscription.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur ofta."), "invalid_choice": _("Välj hur ofta.")},
    )
    website = forms.CharField(required=False)  # shown to programs only

    @property
    def is_from_a_program(self):
        return bool(self.cleaned_data["website"])


class RhythmForm(forms.ModelForm):
    class Meta:
        model = Subscription
        fields = ["rhythm"]
        widgets = {"rhythm": forms.RadioSelect}
        labels = {"rhythm": _("Hur ofta vill du ha brev?")}
        error_messages = {"rhythm": dict.fromkeys(("required", "invalid_choice"), _("Välj hur ofta."))}
