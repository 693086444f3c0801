"""The staff in the back office: who they are, which organisation's pages they work with, in which roles.

A colleague is added without a password: she gets a letter with a link where she chooses it herself.
"""

from django.core.exceptions import PermissionDenied
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet


class _StaffFields:
    """Superusers are made on the server; nobody becomes one through a form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("is_superuser", None)
        self.fields[
            "organisation"
        ].help_text = "Den vars sidor personen arbetar med. Lämna tom om det gäller alla."
        self.fields["groups"].help_text = "Utan roll kan personen inte logga in i redaktionen."

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("organisation") or cleaned.get("is_for_all")):
            self.add_error(
                "organisation", "Välj en organisation, eller kryssa för alla organisationer här under."
            )
        return cleaned


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


class _ForAllOnly:
    """The staff is the whole hub's; and nobody becomes or takes over a superuser here."""

    def dispatch(self, request, *args, **kwargs):
        target = getattr(self, "object", None)
        is_above = target is not None and target.is_superuser and not request.user.is_superuser
        if is_above or not (request.user.is_superuser or request.user.is_for_all):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffIndexView(_ForAllOnly, IndexView):
    pass


class StaffCreateView(_ForAllOnly, CreateView):
    success_message = "%(object)s är tillagd och får ett brev med en länk där lösenordet väljs."


class StaffEditView(_ForAllOnly, EditView):
    pass


class StaffDeleteView(_ForAllOnly, DeleteView):
    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)


class StaffViewSet(UserViewSet):
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    copy_view_enabled = False
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm
