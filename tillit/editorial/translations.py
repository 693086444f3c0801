"""Whether each translation still says what the Swedish text says.

A page keeps, for each language, a print of the Swedish text it was translated from. When that text has
changed since, the translation is outdated, whoever changed it and however.
"""

import hashlib
import json
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from modeltranslation.translator import translator

from tillit.editorial.languages import CODES

EASY = "lattlast"  # the summary in easy Swedish, which grows old in the same way
# Not text that a translator writes.
NO_TEXT = {"slug", "reading_minutes", "change_note"}

MISSING, CURRENT, OUTDATED, MACHINE, UNKNOWN = "saknas", "aktuell", "inaktuell", "maskin", "okand"
IN_WORDS = {
    MISSING: "Saknas",
    CURRENT: "Aktuell",
    OUTDATED: "Inaktuell: svenskan har ändrats",
    MACHINE: "Gjord av maskin",
    UNKNOWN: "Finns, men ingen har intygat att den följer svenskan",
}


@dataclass(frozen=True)
class Status:
    code: str
    at: object = None  # when the translation was last looked over

    def __str__(self):
        return IN_WORDS[self.code]


def text_fields(model) -> list[str]:
    """The names of the fields that are translated, without a language."""
    return sorted(set(translator.get_options_for_model(model).all_fields) - NO_TEXT)


def print_of(page, language="sv") -> str:
    """Short, and another as soon as any text in the language is another."""
    values = {}
    for name in text_fields(type(page)):
        value = getattr(page, f"{name}_{language}")
        values[name] = (
            _without_ids(value.get_prep_value()) if hasattr(value, "get_prep_value") else value or ""
        )
    # Sorted: PostgreSQL keeps the keys of a body in an order of its own.
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _without_ids(value):
    """A body by what it says: a block has the same text whatever its number."""
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "id"}
    return value


def has_text(page, language) -> bool:
    if language == EASY:
        return bool(getattr(page, "easy_summary", ""))
    return any(getattr(page, f"{name}_{language}") for name in text_fields(type(page)))


def status_of(page, language, source=None) -> Status:
    """`source` is the print of the Swedish text, where it is known already."""
    if not has_text(page, language):
        return Status(MISSING)
    record = page.translations.get(language)
    if not record:
        return Status(UNKNOWN)
    at = parse_datetime(record["at"])
    if record["source"] != (source or print_of(page)):
        return Status(OUTDATED, at)
    return Status(MACHINE if record.get("machine") else CURRENT, at)


def vouch_for(page, language, *, is_machine=False):
    """The translation says what the Swedish says now."""
    record = {"source": print_of(page), "at": timezone.now().isoformat(), "machine": is_machine}
    page.translations = {**page.translations, language: record}


def all_statuses(page) -> dict[str, Status]:
    source = print_of(page)
    others = [code for code in CODES if code != "sv"]
    easy = [EASY] if hasattr(page, "easy_summary") else []
    return {language: status_of(page, language, source) for language in [*others, *easy]}
