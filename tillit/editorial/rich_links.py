"""Links from running text to our own pages, so that a moved page is still found.

A link is stored as the row it leads to and becomes an address when the page is shown; a link to
something that is not published is shown as plain text.
"""

from django.utils.html import escape
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler


class EditorialLinkHandler(LinkHandler):
    """Subclass with `identifier` and `model`."""

    model = None

    @classmethod
    def get_model(cls):
        return cls.model

    @classmethod
    def expand_db_attributes(cls, attrs):
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        rows = cls.get_many(attrs_list)
        return [f'<a href="{escape(row.get_absolute_url())}">' if row and row.live else "<a>" for row in rows]

    @classmethod
    def extract_references(cls, attrs):
        yield cls.model, attrs["id"], "", ""


class RowLinkElementHandler(LinkElementHandler):
    def get_attribute_data(self, attrs):
        return {"id": attrs["id"]}


def register_rich_link(features, handler, chooser_url, *, title):
    """Give the text editor a button that links to a row of `handler.model`."""
    kind = handler.identifier
    features.register_link_type(handler)
    features.register_editor_plugin(
        "draftail",
        f"{kind}-link",
        EntityFeature(
            {
                "type": f"{kind.upper()}LINK",
                "icon": "doc-full",
                "description": title,
                "attributes": ["id", "string"],
                "chooserUrls": {"chooser": chooser_url},
            },
            js=["wagtailadmin/js/chooser-modal.js", "editorial/rich-links.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        f"{kind}-link",
        {
            "from_database_format": {f'a[linktype="{kind}"]': RowLinkElementHandler(f"{kind.upper()}LINK")},
            "to_database_format": {"entity_decorators": {f"{kind.upper()}LINK": _to_database(kind)}},
        },
    )


def _to_database(kind):
    def element(props):
        from_editor = {"linktype": kind, "id": props.get("id")}
        return DOM.create_element("a", from_editor, props["children"])

    return element
