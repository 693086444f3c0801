"""The texts of the site in other languages: found in code and templates, kept in locale/*/django.po.

Babel does what the gettext programs would, so that a machine with Python alone can do all of it. It is a
development requirement: the compiled catalogues are kept in the repository.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LOCALES = Path(settings.BASE_DIR) / "tillit" / "locale"
TRANSLATED_INTO = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}


def found_texts() -> Catalog:
    """Every text that the site shows, in Swedish, as code and templates have it now."""
    catalog = Catalog(fuzzy=False)
    for folder in ("articles", "events", "tillit", "templates"):
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            ours = not {"migrations", "wagtailadmin"} & set(path.parts)  # the library translates its own
            if ours and path.suffix in (".py", ".html", ".txt", ".rdf"):
                _collect(path, catalog)
    return catalog


def _collect(path: Path, catalog: Catalog) -> None:
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        # What is no text becomes filler; its indentation would not be valid Python.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    place = str(path.relative_to(settings.BASE_DIR))
    for _line, function, texts, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, [], {}):
        if isinstance(texts, tuple) and str(function).startswith("n"):
            catalog.add(texts[:2], locations=[(place, 0)])
        elif text := _first(texts):
            catalog.add(text, locations=[(place, 0)])


def po_file(code: str, domain: str = "django") -> Path:
    return LOCALES / code / "LC_MESSAGES" / f"{domain}.po"


def read(code: str, domain: str = "django") -> Catalog:
    with open(po_file(code, domain), "rb") as file:
        return read_po(file, locale=code)


def update(code: str) -> None:
    """Add new texts, empty; take away those that are no longer shown; compile."""
    catalog = read(code) if po_file(code).exists() else Catalog(locale=code, fuzzy=False)
    catalog.update(found_texts(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    po_file(code).parent.mkdir(parents=True, exist_ok=True)
    with open(po_file(code), "wb") as file:
        write_po(file, catalog, width=110, include_lineno=False, sort_output=True)
    po_file(code).with_suffix(".mo").write_bytes(compiled(catalog))


def compile_own_swedish() -> None:
    """locale/sv is written by hand: what the back office's library leaves in English or says badly."""
    for domain in ("django", "djangojs"):
        po_file("sv", domain).with_suffix(".mo").write_bytes(compiled(read("sv", domain)))


def compiled(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def untranslated(code: str) -> list[str]:
    """Texts that are shown but have no translation into the language."""
    catalog = read(code)
    return [_first(m.id) for m in found_texts() if m.id and not _is_translated(catalog.get(_first(m.id)))]


def _first(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)
