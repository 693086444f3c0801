"""Wagtail as our editors meet it: no page tree, our own links, our own address for a one-time login."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem

HIDDEN_MENU = {"explorer", "snippets"}


@hooks.register("construct_main_menu")
def hide_the_page_tree(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU]


@hooks.register("construct_search")
def hide_the_page_search(request, search_areas):
    search_areas[:] = [area for area in search_areas if area.name != "pages"]


@hooks.register("construct_homepage_summary_items")
def hide_the_page_count(request, items):
    items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]


@hooks.register("construct_settings_menu")
def hide_the_site_settings(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in {"sites", "redirects", "locales"}]


@hooks.register("construct_help_menu")
def no_news_about_the_library(request, menu_items):
    menu_items.clear()


@hooks.register("register_rich_text_features", order=100)
def link_button_asks_for_an_address(features):
    """The stock link button opens the page tree first; ours begins with an address on the web."""
    urls = features.plugins_by_editor["draftail"]["link"].data["chooserUrls"]
    urls["pageChooser"] = urls["externalLinkChooser"]


@hooks.register("insert_global_admin_css")
def own_look():
    return format_html('<link rel="stylesheet" href="{}">', static("editorial/back-office.css"))
