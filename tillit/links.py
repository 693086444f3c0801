"""Addresses that leave the site: in letters, feeds, calendars and heads of pages."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import translate_url

NAMES = {"sv": "Svenska", "en": "English", "fi": "Suomeksi"}


def absolute(path: str) -> str:
    """`/artiklar/` → `https://tillit.example.se/artiklar/`, whatever host the request came to."""
    return f"{settings.SITE_URL}{path}"


@dataclass(frozen=True)
class LanguageChoice:
    """One of the languages in the head of a page."""

    code: str
    name: str
    path: str
    is_current: bool
    is_this_page: bool = True  # False: the page is not translated, and the path leads to the start page
    query: str = ""  # what was chosen on the page goes along

    @property
    def url(self) -> str:
        return absolute(self.path)

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def same_page_in_all_languages(path: str, current: str, query: str = "") -> list[LanguageChoice]:
    path = "/" + path.lstrip("/\\")  # `//host/` would be read as the address of another site
    return [
        LanguageChoice(code, name, translate_url(path, code), code == current, query=query)
        for code, name in NAMES.items()
    ]
