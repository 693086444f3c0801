"""The editors' form: one tab for each language, one for what all languages share."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.panels import TitleFieldPanel as TitlePanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from tillit.editorial.languages import CODES
from tillit.links import NAMES


def in_all_languages(*fields):
    """Panels for translated fields where the languages stand beside each other."""
    return [FieldPanel(f"{field}_{code}") for field in fields for code in CODES]


def language_tabs(*, shared, structured=()):
    """Tabs for an editorial text; `structured` is (heading, [(field, question)]) of further translated fields."""
    swedish, *others = [
        ObjectList(_language_panels(code, structured), heading=name) for code, name in NAMES.items()
    ]
    facts = ObjectList([*shared, PublishingPanel()], heading="Fakta och datum")
    return TabbedInterface([swedish, facts, *others])


def _language_panels(code, structured):
    panels = [
        TitlePanel(f"title_{code}", targets=[f"slug_{code}"]),
        FieldPanel(f"slug_{code}"),
        FieldPanel(f"lead_{code}", widget=_low()),
        FieldRowPanel([FieldPanel(f"picture_alt_{code}"), FieldPanel(f"picture_caption_{code}")]),
    ]
    for heading, fields in structured:
        texts = [
            FieldPanel(f"{field}_{code}", help_text=question, widget=_low()) for field, question in fields
        ]
        panels.append(MultiFieldPanel(texts, heading=heading, classname="collapsed"))
    return [*panels, FieldPanel(f"body_{code}")]


def _low():
    """A text field that begins low and grows with what is written."""
    return AdminAutoHeightTextInput(attrs={"rows": 2})
