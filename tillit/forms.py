import re

from allauth.account.forms import LoginForm as LibraryLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from tillit.models import AccessibilityReport

MOST_IN_AN_HOUR = 100  # more than people write; programs are stopped here


class AccessibilityReportForm(forms.ModelForm):
    # Left empty by people, who do not see it; filled in by programs.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )

    class Meta:
        model = AccessibilityReport
        fields = ["kind", "text", "page", "email"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"page": _("Adressen eller rubriken, om du minns den.")}
        error_messages = {
            "text": {"required": _("Skriv några ord om vad som hände, så att vi kan rätta det.")},
            "email": {
                "invalid": _("Adressen ser inte hel ut. Skriv den som namn@exempel.se, eller lämna tomt.")
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_text(self):
        text = "".join(c for c in self.cleaned_data["text"] if c.isprintable() or c.isspace()).strip()
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean(self):
        if AccessibilityReport.objects.of_the_last_hour().count() >= MOST_IN_AN_HOUR:
            raise forms.ValidationError(
                _("Just nu kommer det in många meddelanden. Vänta en timme och skicka igen.")
            )
        return super().clean()

    @property
    def is_from_a_program(self):
        return bool(self.cleaned_data.get("website"))


class MissedForm(forms.Form):
    """What a reader wishes were here, beside the search that did not find it."""

    note = forms.CharField(
        label=_("Vad skulle du vilja läsa om?"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        error_messages={"required": _("Skriv vad du letade efter och inte hittade.")},
    )
    seen = forms.CharField(required=False)  # how many hits with all the words she was shown
    website = forms.CharField(required=False)  # shown to programs only

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        # Beside hits the search alone does not tell what is missed.
        self.fields["note"].required = bool(page.search.count)

    def clean(self):
        seen = self.cleaned_data.get("seen") or ""
        if self.page.hits_as_written > (int(seen) if re.fullmatch("[0-9]{1,9}", seen) else 0):
            raise forms.ValidationError(_("Nu finns det mer om det du sökte på. Titta först: det du skrivit står kvar, och går att skicka igen."))  # fmt: skip

    @property
    def is_from_a_program(self):
        return bool(self.cleaned_data["website"])


class LoginForm(LibraryLoginForm):
    """The library's form; its placeholders repeat the labels and are gone when one starts to write."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
