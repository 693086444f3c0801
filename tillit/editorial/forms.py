from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from tillit.editorial.permissions import works_for_all

NEEDED = "Det här behövs för att publicera. Som utkast kan du spara ändå."


class EditorialForm(WagtailAdminModelForm):
    """What the forms of articles and events share: whose the page may be."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.for_user
        if user and not works_for_all(user):
            self._offer_own(user)

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
