"""The staff in the back office: who they are, which organisation's pages they work with, in which roles.

A colleague is added without a password: she gets a letter with a link where she chooses it herself.
"""

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class _StaffFields:
    """Superusers are made on the server; nobody becomes one through a form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("is_superuser", None)
        self.fields["groups"].help_text = "Utan roll kan personen inte logga in i redaktionen."


FIELDS = ["email", "first_name", "last_name", "organisation", "is_for_all", "groups"]


class StaffCreationForm(_StaffFields, UserCreationForm):
    password_required = False

    class Meta(UserCreationForm.Meta):
        fields = FIELDS

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class StaffEditForm(_StaffFields, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = [*FIELDS, "is_active"]


class StaffViewSet(UserViewSet):
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm
