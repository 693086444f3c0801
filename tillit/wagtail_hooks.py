"""What visitors have written about accessibility, for the staff to read and deal with."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from tillit.accounts import write_password_letter
from tillit.models import AccessibilityReport
from tillit.start_page import Today


class AccessibilityReportViewSet(ModelViewSet):
    model = AccessibilityReport
    icon = "mail"
    menu_label = "Om tillgängligheten"
    menu_order = 800
    add_to_admin_menu = True
    list_display = ["created_at", "kind", "page", "email"]
    list_filter = ["kind"]
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields = ["created_at"]


@hooks.register("register_admin_viewset")
def accessibility_reports():
    return AccessibilityReportViewSet("tillganglighet")


@hooks.register("after_create_user")
def welcome_the_colleague(request, user):
    write_password_letter(user, by=request.user)


@hooks.register("register_account_menu_item")
def signing_in(request):
    return {
        "url": reverse("mfa_index"),
        "label": "Inloggning och säkerhet",
        "help_text": "Två steg, nycklar och lösenord.",
    }


@hooks.register("construct_homepage_panels", order=1000)
def what_is_to_be_done_today(request, panels):
    panels[:] = [Today()]
