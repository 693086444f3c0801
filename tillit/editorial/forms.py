from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from tillit.editorial.languages import CODES
from tillit.editorial.permissions import works_for_all
from tillit.editorial.translations import EASY, has_text, text_fields, vouch_for

OTHERS = [code for code in CODES if code != "sv"]
MACHINE_LABEL = "Översättningen är gjord av en maskin och ingen har läst igenom den"
MACHINE_HELP = "Läsaren får veta det."
CURRENT_LABEL = "Jag har läst igenom översättningen, och den följer svenskan"
NEEDED = "Det här behövs för att publicera. Som utkast kan du spara ändå."


class EditorialForm(WagtailAdminModelForm):
    """What the forms of articles and events share: whose the page may be, and how its translations stand."""

    machine_en = forms.BooleanField(label=MACHINE_LABEL, required=False, help_text=MACHINE_HELP)
    machine_fi = forms.BooleanField(label=MACHINE_LABEL, required=False, help_text=MACHINE_HELP)
    current_en = forms.BooleanField(label=CURRENT_LABEL, required=False)
    current_fi = forms.BooleanField(label=CURRENT_LABEL, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("go_live_at", "Publiceras"), ("expire_at", "Tas ned")):
            self.fields[name].label = label
            # The browser's own: the library's calendar lies over the button that saves the time.
            self.fields[name].widget = forms.DateTimeInput(
                {"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            )
        for code in OTHERS:
            if field := self.fields.get(f"machine_{code}"):
                field.initial = bool(self.instance.translations.get(code, {}).get("machine"))
        user = self.for_user
        if user and not works_for_all(user):
            self._offer_own(user)

    def _post_clean(self):
        super()._post_clean()  # the page is as it was filled in, from here on
        page, changed = self.instance, set(self.changed_data)
        names = text_fields(type(page))
        for code in OTHERS:
            touched = changed & {f"machine_{code}", f"current_{code}", *(f"{name}_{code}" for name in names)}
            if touched and has_text(page, code):
                vouch_for(page, code, is_machine=bool(self.cleaned_data.get(f"machine_{code}")))
        if "easy_summary" in changed:
            vouch_for(page, EASY)

    def _offer_own(self, user):
        """Her own organisation and its people, and what the page has already."""
        page, organisation, owner = self.instance, self.fields.get("organisation"), self.fields.get("owner")
        if organisation:
            own = {user.organisation_id, page.organisation_id} - {None}
            organisation.queryset = organisation.queryset.filter(pk__in=own)
            organisation.widget = forms.Select(choices=organisation.choices)
        if owner:
            colleagues = owner.queryset.filter(organisation=user.organisation_id, is_active=True)
            own = {user.pk, page.owner_id} - {None}
            owner.queryset = colleagues.exclude(organisation=None) | owner.queryset.filter(pk__in=own)


class LinesField(forms.CharField):
    """A list of short texts, written one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)
