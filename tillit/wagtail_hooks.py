"""What visitors have written about accessibility, for the staff to read and deal with."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from tillit.models import AccessibilityReport


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
