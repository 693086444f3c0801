"""One text, one language: a row's translated fields are always read from the same language.

A reader is shown a text in her own language when all of it is there, otherwise the Swedish one,
marked as Swedish. Nothing falls back field by field.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tillit.links import NAMES, LanguageChoice

CODES = tuple(NAMES)


class Text:
    """The translated fields of `row` in one language: `text.title` is `row.title_fi`."""

    def __init__(self, row, language):
        self.row = row
        self.language = language

    def __getattr__(self, field):
        return getattr(self.row, f"{field}_{self.language}")

    @property
    def is_foreign(self):
        """True when the text is in another language than the page around it."""
        return self.language != translation.get_language()

    @property
    def language_name(self):
        return {"sv": _("På svenska"), "en": _("På engelska"), "fi": _("På finska")}[self.language]


class Multilingual:
    """Mixin for models whose texts are translated; `names_it` are the fields a language cannot lack."""

    names_it = ("name",)

    def is_in(self, language):
        return all(getattr(self, f"{field}_{language}") for field in self.names_it)

    @property
    def languages(self):
        return [code for code in CODES if self.is_in(code)]

    @property
    def text(self):
        """The text to show now."""
        language = translation.get_language() or settings.LANGUAGE_CODE
        return Text(self, language if self.is_in(language) else settings.LANGUAGE_CODE)

    @classmethod
    def columns(cls, *fields):
        """The columns of translated fields, for `only()`: title → title_sv, title_en, title_fi."""
        return [f"{field}_{code}" for field in fields for code in CODES]


def language_choices(row, current, address_in=None):
    """The languages the row is in; the others lead to their own start page, and say so."""
    address_in = address_in or row.url_in
    return [
        LanguageChoice(code, name, address_in(code), code == current)
        if row.is_in(code)
        else LanguageChoice(code, name, _start_page_in(code), code == current, is_this_page=False)
        for code, name in NAMES.items()
    ]


def _start_page_in(language):
    with translation.override(language):
        return reverse("start")
