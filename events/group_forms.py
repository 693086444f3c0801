"""Several colleagues at once: pasted from a spreadsheet, looked through, and then signed up."""

import csv
import re

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events import refusals
from events.forms import AddressField, Honeypot, NameField, OrganisationField, is_address, role_field
from events.models import Ask, Group
from events.newcomer import Newcomer
from events.organisations import recognised
from tillit.text import typed_line

MOST = 100  # in one go
HEADINGS = {
    *("namn", "name", "nimi", "e-post", "epost", "email", "e-mail", "mejl", "mail", "sähköposti"),
    *(FIRST_NAMES := ("förnamn", "first name", "etunimi")),
    *(LAST_NAMES := ("efternamn", "last name", "sukunimi")),
}
_NAME_AND_ADDRESS = re.compile(r"([^,;<>]*)<([^<>\s]+@[^<>\s]+)>")
_ADDRESS_IN_BRACKETS = re.compile(r"<([^<>]+@[^<>]+)>")


def read_people(text):
    """[{name, email, role, session}] from rows of a spreadsheet or a list, in whatever order the columns stand.

    A column is told by what it holds: the one with @ is the address, the first other is the name, and of the rest
    a number is the session; otherwise the role stands before the session. Headings are left out, but say where a
    name is in two columns.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows = [cells for line in lines for cells in _rows(line) if any(cells)]
    headings = [cell.casefold() for cell in rows[0]] if rows else []
    if not set(headings) & HEADINGS or any("@" in heading for heading in headings):
        return [_person(cells) for cells in rows]
    return [_person(_with_whole_name(headings, cells)) for cells in rows[1:]]


def _with_whole_name(headings, cells):
    columns = [
        next((n for n, heading in enumerate(headings[: len(cells)]) if heading in names), None)
        for names in (FIRST_NAMES, LAST_NAMES)
    ]
    if None in columns:
        return cells
    whole = " ".join(cells[n] for n in columns)
    return [whole, *(cell for n, cell in enumerate(cells) if n not in columns and cell != whole)]


def _person(cells):
    email = next((cell for cell in cells if "@" in cell), "")
    name, *rest = [cell for cell in cells if cell != email] or [""]
    session = next((cell for cell in reversed(rest) if cell.isdecimal()), "")
    words = [cell for cell in rest if cell != session]
    role, *more = words or [""]
    return {
        "name": name,
        "email": email.lower(),
        "role": role,
        "session": session or next((cell for cell in more if cell), ""),
    }


def _rows(line):
    """The rows of a line, each as cells: one, or several where a mail program has put its list on one line."""
    listed = _NAME_AND_ADDRESS.findall(line)
    if len(listed) > 1:
        return [[typed_line(name).strip(" \"'"), typed_line(address)] for name, address in listed]
    return [_cells(line)]


def _cells(line):
    line = _ADDRESS_IN_BRACKETS.sub(r"\t\1", line)
    separator = next((mark for mark in ("\t", ";", ",") if mark in line), None)
    cells = next(csv.reader([line], delimiter=separator), []) if separator else _by_address(line)
    return [typed_line(cell).strip(" \"'") for cell in cells]


def _by_address(line):
    """ "Ada Prov ada@example.se" has no separator but the address itself."""
    words = line.split()
    address = next((word for word in words if is_address(word)), None)
    return [" ".join(word for word in words if word != address), address] if address else [line]


class GroupForm(Honeypot):
    """Who signs up, how, and the colleagues as they were pasted."""

    contact_name = NameField(
        label=gettext_lazy("Ditt namn"),
        autocomplete="name",
        error_messages={"required": gettext_lazy("Skriv ditt namn.")},
    )
    contact_email = AddressField(label=gettext_lazy("Din e-post"))
    mode = forms.ChoiceField(
        label=gettext_lazy("Om alla inte får plats"),
        choices=[
            ("ryms", gettext_lazy("Så många som ryms får plats, de andra ställs i kö")),
            ("alla", gettext_lazy("Alla eller ingen: ni får plats tillsammans, eller väntar tillsammans")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], gettext_lazy("Välj hur ni vill göra om alla inte får plats.")
        ),
    )
    people = forms.CharField(
        label=gettext_lazy("Kollegorna"),
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "En person på varje rad: namn, e-post och, om du vill, roll. Du kan klistra in rader från ett kalkylblad."
        ),
        error_messages={
            "required": gettext_lazy("Skriv eller klistra in minst en kollega, en på varje rad."),
            "max_length": gettext_lazy("Det är för mycket text. Dela upp listan i flera."),
        },
    )
    nobody_left = gettext_lazy("Alla rader är borttagna. Behåll minst en, eller börja om.")

    def __init__(self, page, data=None, *, is_looked_through=False):
        super().__init__(data)
        self.page, self.event = page, page.event
        self.fields["people"].required = not is_looked_through  # they are fields of their own by then
        label = _("Organisation, för alla i gruppen")
        self.fields["organisation"] = OrganisationField(label=label)
        slots = [] if is_looked_through else page.slots
        for_all = {f"pass_{slot}": _session_for_all(time, sessions) for slot, time, sessions in slots}
        self.fields |= for_all
        self.order_fields(["contact_name", "contact_email", "organisation", "people", *for_all, "mode"])

    def clean_people(self):
        people = read_people(self.cleaned_data["people"])
        if not people and self.fields["people"].required:
            raise forms.ValidationError(self.fields["people"].error_messages["required"])
        if len(people) > MOST:
            raise forms.ValidationError(
                _("Listan har %(number)d personer. Anmäl högst %(most)d åt gången; dela upp den i flera.")
                % {"number": len(people), "most": MOST}
            )
        return people

    @property
    def shown_fields(self):
        return [field for field in self if field.name not in ("website", "form_key")]

    @property
    def colleagues(self):
        """The pasted rows, as fields of the next step."""
        for_all = {name: value for name, value in self.cleaned_data.items() if name.startswith("pass_")}
        return [_as_fields(self.page, person, for_all) for person in self.cleaned_data["people"]]

    def group(self, members):
        data = self.cleaned_data
        emails = sorted(member["email"] for member in members)
        return Group(
            name=data["contact_name"],
            email=data["contact_email"],
            all_or_none=data["mode"] == "alla",
            language=get_language(),
            form_key=self.fingerprint(self.event.pk, data["contact_email"], *emails),
        )


class MemberForm(forms.Form):
    """One colleague, when the list is looked through."""

    name = NameField(label=gettext_lazy("Namn"), error_messages={"required": gettext_lazy("Skriv namnet.")})
    email = AddressField(label=gettext_lazy("E-post"), missing=gettext_lazy("Skriv kollegans e-postadress."))

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        if Ask.ROLE in page.event.asks:
            self.fields["role"] = role_field()
        for slot, time, sessions in page.slots:
            self.fields[f"pass_{slot}"] = _session_select(time, sessions)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def number(self):
        """Which row it is, from one; the prefix counts from nought."""
        return int(self.prefix.rpartition("-")[2]) + 1

    def person(self, organisation, network):
        data = self.cleaned_data
        known = recognised(organisation)
        chosen = [data[f"pass_{slot}"] for slot, _time, _sessions in self.page.slots]
        return Newcomer(
            name=data["name"],
            email=data["email"],
            organisation_id=known,
            organisation_text="" if known else organisation,
            role=data.get("role", ""),
            language=get_language(),
            session_ids=tuple(int(pk) for pk in chosen if pk),
            network=network,
        )


def _session_for_all(time, sessions):
    field = _session_select(time, sessions)
    field.label = _("Pass %(time)s, för dem som inte har något i listan") % {"time": time}
    field.required = False
    return field


def _session_select(time, sessions):
    choices = [(str(s.pk), f"{s.text.title} ({seats.left})") for s, seats in sessions]
    return forms.ChoiceField(
        label=_("Pass %(time)s") % {"time": time},
        choices=[("", _("Välj pass")), *choices],
        error_messages={"required": _("Välj ett pass."), "invalid_choice": refusals.SessionGone.sentence},
    )


class MemberFormSet(forms.BaseFormSet):
    default_error_messages = {
        "too_many_forms": gettext_lazy("Anmäl högst 100 åt gången."),
        "missing_management_form": gettext_lazy("Listan kom inte fram hel. Klistra in den igen."),
    }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Ta bort raden")

    @property
    def chosen_forms(self):
        """The rows that the contact has kept."""
        return [form for form in self.forms if not self._should_delete_form(form)]

    @property
    def chosen(self):
        return [form.cleaned_data for form in self.chosen_forms]

    def clean(self):
        first = {}
        for form in self.chosen_forms:
            email = getattr(form, "cleaned_data", {}).get("email")
            if email and first.setdefault(email, form) is not form:
                number = {"number": first[email].number}
                form.add_error(
                    "email", _("Kollega %(number)d har samma adress. Var och en behöver sin egen.") % number
                )

    def tell_taken(self, emails):
        """Put the refusal beside each whose address is signed up already; without addresses, above them all."""
        for form in self.forms:
            if form.cleaned_data.get("email") in emails:
                form.add_error("email", _("Adressen är redan anmäld. Ta bort raden om det är samma person."))
        if not emails:
            sentence = _(
                "Någon i listan är redan anmäld. Inget har sparats. Be var och en titta i sin inkorg."
            )
            self._non_form_errors = self.error_class([sentence])


def member_formset(page, colleagues=None, data=None):
    """The colleagues as fields to look through: from the pasted rows, or as they were sent."""
    formset = forms.formset_factory(
        MemberForm,
        formset=MemberFormSet,
        extra=0,
        max_num=MOST,
        validate_max=True,
        absolute_max=MOST + 1,
        can_delete=True,
    )
    return formset(
        data,
        initial=colleagues,
        prefix="kollega",
        form_kwargs={"page": page, "empty_permitted": False, "use_required_attribute": False},
    )


def _as_fields(page, person, for_all):
    """The session as it was pasted, its number in the list or its title; otherwise the one chosen for all."""
    fields = for_all | {field: person[field] for field in ("name", "email", "role")}
    for slot, _time, sessions in page.slots:
        for number, (session, _seats) in enumerate(sessions, start=1):
            title = session.text.title.casefold()
            if person["session"].casefold() in (str(number), title):
                fields[f"pass_{slot}"] = str(session.pk)
            elif person["role"].casefold() == title:  # a list without roles
                fields |= {f"pass_{slot}": str(session.pk), "role": ""}
    return fields
