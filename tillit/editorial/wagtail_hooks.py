"""Wagtail as our editors meet it: no page tree, our own links, our own address for a one-time login."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.widgets import SnippetListingButton

from tillit.editorial.back_office.ledger import anonymise_person, person_page
from tillit.editorial.back_office.merging import MERGEABLE, merge_view
from tillit.editorial.back_office.translations import translations
from tillit.editorial.models import Editorial
from tillit.editorial.permissions import may_work_with

HIDDEN_MENU = {"explorer", "snippets", "reports"}


@hooks.register("construct_main_menu")
def hide_the_page_tree(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU]


@hooks.register("construct_search")
def hide_the_page_search(request, search_areas):
    search_areas[:] = [area for area in search_areas if area.name != "pages"]


@hooks.register("construct_homepage_summary_items")
def hide_the_counts(request, items):
    """How many pictures there are says nothing about the day's work."""
    items.clear()


@hooks.register("construct_settings_menu")
def hide_the_site_settings(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in {"sites", "redirects", "locales"}]


@hooks.register("construct_help_menu")
def no_news_about_the_library(request, menu_items):
    menu_items.clear()


@hooks.register("register_admin_urls")
def translation_addresses():
    return [
        path("oversattningar/", translations, name="translations"),
        path("personer/<int:pk>/", person_page, name="person_page"),
        path("personer/<int:pk>/anonymisera/", anonymise_person, name="anonymise_person"),
        path("sla-ihop/<slug:app>/<slug:model>/<int:pk>/", merge_view, name="merge"),
    ]


@hooks.register("register_snippet_listing_buttons")
def merging(snippet, user, next_url=None):
    meta = snippet._meta
    if meta.label_lower in MERGEABLE and user.has_perm(f"{meta.app_label}.delete_{meta.model_name}"):
        url = reverse("merge", args=[meta.app_label, meta.model_name, snippet.pk])
        if meta.model_name == "person":
            yield SnippetListingButton(
                "Var personen finns", reverse("person_page", args=[snippet.pk]), icon_name="view", priority=50
            )
        yield SnippetListingButton("Slå ihop med en annan", url, icon_name="link", priority=60)


@hooks.register("register_admin_menu_item")
def translations_in_the_menu():
    return MenuItem(
        "Översättningar", reverse_lazy("translations"), name="translations", icon_name="globe", order=108
    )


@hooks.register("before_delete_snippet")
def what_has_been_public_is_taken_down_instead(request, instances):
    """Deleting would take the versions that readers have seen with it."""
    if not all(may_work_with(request.user, page) for page in instances if isinstance(page, Editorial)):
        raise PermissionDenied
    public = [page for page in instances if isinstance(page, Editorial) and page.versions.exists()]
    if not public:
        return None
    names = ", ".join(f"”{page}”" for page in public)
    messages.error(
        request, f"{names} har varit publicerad och tas inte bort. Ta ned den i stället, under Fler åtgärder."
    )
    return redirect(public[0].snippet_viewset.get_url_name("edit"), public[0].pk)


@hooks.register("register_rich_text_features", order=100)
def link_button_asks_for_an_address(features):
    """The stock link button opens the page tree first; ours begins with an address on the web."""
    urls = features.plugins_by_editor["draftail"]["link"].data["chooserUrls"]
    urls["pageChooser"] = urls["externalLinkChooser"]


@hooks.register("insert_global_admin_css")
def own_look():
    return format_html('<link rel="stylesheet" href="{}">', static("editorial/back-office.css"))


@hooks.register("insert_editor_js")
def own_scripts():
    scripts = [[static(f"editorial/{name}.js")] for name in ("pasting", "names", "saved-once")]
    return format_html_join("", '<script src="{}"></script>', scripts)
