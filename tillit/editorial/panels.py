"""The editors' form: one tab for each language, one for what all languages share."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.panels import TitleFieldPanel as TitlePanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from tillit.editorial.languages import CODES
from tillit.editorial.translations import EASY, status_of
from tillit.links import NAMES


def in_all_languages(*fields):
    """Panels for translated fields where the languages stand beside each other."""
    return [FieldPanel(f"{field}_{code}") for field in fields for code in CODES]


def language_tabs(*, shared, first=(), structured=()):
    """Tabs for an editorial text.

    `first` are panels above the Swedish text; `structured` is (heading, [(field, question)], attributes) of
    further translated fields.
    """
    swedish, *others = [
        ObjectList([*(first if code == "sv" else ()), *_language_panels(code, structured)], heading=name)
        for code, name in NAMES.items()
    ]
    facts = ObjectList([*shared, PublishingPanel()], heading="Fakta och datum")
    return TabbedInterface([swedish, facts, *others])


class TranslationPanel(Panel):
    """At the top of a language's tab: whether the translation still follows the Swedish text."""

    def __init__(self, code="", **kwargs):
        super().__init__(**kwargs)
        self.code = code

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "code": self.code}

    class BoundPanel(Panel.BoundPanel):
        template_name = "editorial/admin/translation.html"

        @property
        def status(self):
            return status_of(self.instance, self.panel.code)

        @property
        def is_easy(self):
            return self.panel.code == EASY


def _language_panels(code, structured):
    panels = [
        *(
            []
            if code == "sv"
            else [TranslationPanel(code), FieldPanel(f"current_{code}"), FieldPanel(f"machine_{code}")]
        ),
        TitlePanel(f"title_{code}", targets=[f"slug_{code}"]),
        FieldPanel(f"slug_{code}"),
        FieldPanel(f"lead_{code}", widget=_low()),
        FieldRowPanel([FieldPanel(f"picture_alt_{code}"), FieldPanel(f"picture_caption_{code}")]),
    ]
    for heading, fields, attributes in structured:
        texts = [
            FieldPanel(f"{field}_{code}", help_text=question, widget=_low()) for field, question in fields
        ]
        panels.append(MultiFieldPanel(texts, heading=heading, classname="collapsed", attrs=attributes))
    return [*panels, FieldPanel(f"body_{code}")]


def _low():
    """A text field that begins low and grows with what is written."""
    return AdminAutoHeightTextInput(attrs={"rows": 2})
