from django import forms
from wagtail.admin.forms.auth import LoginForm as LibraryLoginForm


class LoginForm(LibraryLoginForm):
    """The library's form, whose password field has no label to translate."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Lösenord"


class LinesField(forms.CharField):
    """A list of short texts, written one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)
