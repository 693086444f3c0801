"""What somebody fills in to come: one person, several pasted from a spreadsheet, a change, a hand-over."""

import hashlib
import re
import unicodedata
from contextlib import suppress

from django import forms
from django.core.validators import validate_email
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events import refusals
from events.models import Ask
from events.newcomer import Newcomer
from events.organisations import recognised
from tillit.text import shortened, typed_line, typed_text

_LINK = re.compile(r"//|www\.|[<>]", re.IGNORECASE)
# In a letter to somebody else, a name that is a message or an address would be ours to answer for.
_NOT_A_NAME = re.compile(r"[@/\\]|\w\.\w{2,}|\d{4,}")
NAME_MISSING = gettext_lazy("Skriv ditt namn.")
EMAIL_MISSING = gettext_lazy("Skriv din e-postadress, så att vi kan skicka bekräftelsen.")
EMAIL_WRONG = gettext_lazy("Adressen ser inte hel ut. Skriv den som namn@exempel.se.")


class LineField(forms.CharField):
    """One line as a stranger typed it; a name or a title never has an address in it."""

    def __init__(self, *, longest=120, autocomplete="", **options):
        super().__init__(max_length=longest, **options)
        self.error_messages["max_length"] = _("Skriv det kortare: högst %(limit_value)d tecken.")
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def clean(self, value):
        return super().clean(str(value or "").replace("\x00", ""))

    def to_python(self, value):
        return typed_line(super().to_python(value) or "")

    def validate(self, value):
        super().validate(value)
        if _LINK.search(value):
            raise forms.ValidationError(_("Skriv utan webbadresser och utan tecknen < och >."))


class NameField(LineField):
    """A person's name, which stands in letters to that person and to others."""

    def __init__(self, **options):
        super().__init__(longest=80, **options)

    def validate(self, value):
        super().validate(value)
        # Signs that only look like a full stop, and numbers in groups, are taken for what a mail program makes of them.
        plain = unicodedata.normalize("NFKC", value).replace("。", ".")
        if _NOT_A_NAME.search(plain) or re.search(r"\d{4,}", re.sub(r"[\s-]", "", plain)):
            raise forms.ValidationError(_("Skriv bara namnet, utan adresser och långa tal."))


class TextField(LineField):
    """Several lines."""

    widget = forms.Textarea

    def __init__(self, *, longest=1000, **options):
        super().__init__(longest=longest, **options)
        self.widget.attrs["rows"] = 3

    def to_python(self, value):
        return typed_text(forms.CharField.to_python(self, value) or "")

    def validate(self, value):
        forms.Field.validate(self, value)


class AddressField(forms.EmailField):
    """An e-mail address, in the small letters that all mail servers take as the same."""

    def __init__(self, *, missing=EMAIL_MISSING, **options):
        self.missing, errors = missing, {"required": missing, "invalid": EMAIL_WRONG}
        super().__init__(error_messages=errors, **options)
        self.max_length, self.validators = None, [self._check]
        self.widget.attrs["autocomplete"] = "email"

    def to_python(self, value):
        # A line break in an address is no slip of the hand: it is not mended, but refused.
        return (super().to_python(value) or "").strip().lower()

    def _check(self, value):
        """An address that a letter can reach: none on this machine, none that mail servers cannot write."""
        name, _at, domain = value.rpartition("@")
        if len(value) > 254 or not name.isascii() or "." not in domain or domain.startswith("["):
            raise forms.ValidationError(EMAIL_WRONG)
        validate_email(value)

    def clean(self, value):
        try:
            name, at, domain = super().clean(value).rpartition("@")
            return name + at + domain.encode("idna").decode()
        except UnicodeError:
            raise forms.ValidationError(EMAIL_WRONG) from None
        except forms.ValidationError as error:
            raise forms.ValidationError(EMAIL_WRONG if value and value.strip() else self.missing) from error


class OrganisationField(LineField):
    """Free text with suggestions: works with every keyboard and screen reader, and without JavaScript."""

    def __init__(self, **options):
        label = options.pop("label", _("Organisation"))
        super().__init__(
            label=label,
            help_text=_("Kommunen, regionen, bolaget eller föreningen du kommer från."),
            error_messages={"required": _("Skriv vilken organisation du kommer från.")},
            autocomplete="organization",
            **options,
        )
        self.widget.attrs["list"] = "organisationer"


class Honeypot(forms.Form):
    """Left empty by people, who do not see it; filled in by programs."""

    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )
    form_key = forms.CharField(required=False, widget=forms.HiddenInput, validators=[])

    @property
    def is_from_a_program(self):
        return bool(self.cleaned_data.get("website"))

    def fingerprint(self, *parts):
        """The same for the same form sent again with the same content; None for a form without a number."""
        key = self.cleaned_data.get("form_key")
        return hashlib.sha256("\n".join(map(str, [key, *parts])).encode()).hexdigest() if key else None


class SignUpForm(Honeypot):
    """One person. The fields are those that the event asks for, and no more."""

    name = NameField(
        label=gettext_lazy("Namn"), autocomplete="name", error_messages={"required": NAME_MISSING}
    )
    email = AddressField(label=gettext_lazy("E-post"))

    def __init__(self, page, data=None):
        super().__init__(data)
        self.page, self.event = page, page.event
        self.fields["organisation"] = OrganisationField()
        if Ask.ROLE in self.event.asks:
            self.fields["role"] = role_field()
        if Ask.INVOICE in self.event.asks:
            self.fields["invoice_reference"] = LineField(label=_("Fakturareferens"), required=False)
        for slot, time, sessions in page.slots:
            self.fields[f"pass_{slot}"] = session_field(time, sessions)
        self.questions = {f"fraga_{q.pk}": q for q in self.event.questions.all()}
        self.fields |= {name: question_field(question) for name, question in self.questions.items()}
        if Ask.DIET in self.event.asks:
            self.fields["diet"] = diet_field()
        if Ask.ACCESS in self.event.asks:
            self.fields["access"] = access_field()

    @property
    def person(self):
        """The person as the allocator wants her."""
        data = self.cleaned_data
        organisation = recognised(data["organisation"])
        chosen = [data[f"pass_{slot}"] for slot, _time, _sessions in self.page.slots]
        return Newcomer(
            name=data["name"],
            email=data["email"],
            organisation_id=organisation,
            organisation_text="" if organisation else data["organisation"],
            role=data.get("role", ""),
            invoice_reference=data.get("invoice_reference", ""),
            language=get_language(),
            session_ids=tuple(int(pk) for pk in chosen if pk),
            answers=tuple(self._answers()),
            diet=data.get("diet", ""),
            access=data.get("access", ""),
        )

    def _answers(self):
        for name, question in self.questions.items():
            answer = self.cleaned_data.get(name)
            if answer:
                text = _("Ja") if answer is True else answer
                yield question.pk, shortened(question.text.label, 200), text

    @property
    def shown_fields(self):
        """The fields to show, in order; those for programs stand apart."""
        return [field for field in self if field.name not in ("website", "form_key")]


def role_field():
    return LineField(label=_("Roll eller titel"), required=False, autocomplete="organization-title")


def diet_field():
    return TextField(
        label=_("Kost och allergier"),
        required=False,
        longest=300,
        help_text=_(
            "Arrangören ser vad som behövs och hur många, men inte vem. Sparas krypterat och tas bort dagen efter."
        ),
    )


def access_field():
    return TextField(
        label=_("Behöver du något för att kunna delta?"),
        required=False,
        longest=300,
        help_text=_(
            "Till exempel teckentolkning eller plats för rullstol. Arrangören ser vad som behövs, men inte vem. "
            "Sparas krypterat och tas bort dagen efter."
        ),
    )


def session_field(time, sessions, required=True):
    choices = [
        (
            str(session.pk),
            format_html('<span>{} <span class="seats-left">{}</span></span>', session.text.title, seats.left),
        )
        for session, seats in sessions
    ]
    some_are_full = any(seats.is_full for _session, seats in sessions)
    return forms.ChoiceField(
        label=_("Välj pass %(time)s") % {"time": time},
        choices=choices,
        help_text=_("Väljer du ett fullt pass står du i kö till det. Dagen har du plats på ändå.")
        if some_are_full
        else "",
        required=required,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Välj ett av passen."),
            "invalid_choice": refusals.SessionGone.sentence,
        },
    )


def question_field(question):
    label, help_text = question.text.label, question.text.help_text or ""
    common = {"label": label, "help_text": help_text, "required": question.is_required}
    errors = {"required": _("Frågan behöver ett svar.")}
    if question.kind == "ja":
        return forms.BooleanField(**common, error_messages=errors)
    if question.kind == "val":
        options = [line.strip() for line in (question.text.options or "").splitlines() if line.strip()]
        choices = [(option, option) for option in options]
        return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect, error_messages=errors)
    kind = TextField if question.kind == "text" else LineField
    return kind(**common, error_messages=errors)


class LinksForm(forms.Form):
    email = AddressField(
        label=gettext_lazy("E-post"), missing=gettext_lazy("Skriv den e-postadress du anmälde dig med.")
    )


class HandOverForm(forms.Form):
    name = NameField(
        label=gettext_lazy("Kollegans namn"),
        error_messages={"required": gettext_lazy("Skriv kollegans namn.")},
    )
    email = AddressField(
        label=gettext_lazy("Kollegans e-post"), missing=gettext_lazy("Skriv kollegans e-postadress.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class DetailsForm(forms.Form):
    """What a participant can change about herself. The address stays: it is where the link was sent."""

    name = NameField(
        label=gettext_lazy("Namn"), autocomplete="name", error_messages={"required": NAME_MISSING}
    )

    def __init__(self, registration, data=None):
        asks = registration.event.asks
        sensitive = getattr(registration, "sensitive", None)
        initial = {
            "name": registration.name,
            "role": registration.role,
            "invoice_reference": registration.invoice_reference,
            "diet": sensitive.diet if sensitive else "",
            "access": sensitive.access if sensitive else "",
        }
        super().__init__(data, initial=initial)
        if Ask.ROLE in asks:
            self.fields["role"] = role_field()
        if Ask.INVOICE in asks:
            self.fields["invoice_reference"] = LineField(label=_("Fakturareferens"), required=False)
        if Ask.DIET in asks:
            self.fields["diet"] = diet_field()
        if Ask.ACCESS in asks:
            self.fields["access"] = access_field()


def is_address(text):
    with suppress(forms.ValidationError):
        validate_email(text)
        return True
    return False
