"""Dates as Swedish web pages write them, and the words that stop being true the next day."""

import re
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari feb", "mars mar", "april apr", "maj", "juni jun", "juli jul",
            "augusti aug", "september sep sept", "oktober okt", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]

_WRITTEN = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\.?\s+(\d{{4}})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_RELATIVE = re.compile(
    rf"""\b(?:
        i\s?går|i\s?dag|i\s?morgon|i\s?förrgår|i\s?kväll|nyligen|i\s+veckan
      | (?:förra|denna|nästa)\s+(?:veckan?|månaden?|året?)
      | (?:under|på|i)\s+(?:{"|".join(WEEKDAYS)})(?:en|s)
      | (?:{"|".join(WEEKDAYS)})ens
      | (?:i\s+)?(?:början|mitten|slutet)\s+(?:på|av)\s+(?:{"|".join(m for m in MONTHS if len(m) > 3)})(?!\s+\d{{4}})
      | årets\s+(?:första|sista|andra)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def find_date(text: str) -> date | None:
    """The first complete date in the text, or None; 31 februari is no date."""
    for match in sorted([*_WRITTEN.finditer(text), *_NUMERIC.finditer(text)], key=lambda m: m.start()):
        first, middle, last = match.groups()
        month = MONTHS.get(middle.lower())
        parts = (int(last), month, int(first)) if month else (int(first), int(middle), int(last))
        try:
            return date(*parts)
        except ValueError:
            continue
    return None


def relative_phrases(text: str) -> list[str]:
    """Phrases like "i fredags", once each, that only mean something on the day they were written."""
    return list(dict.fromkeys(match.group().lower() for match in _RELATIVE.finditer(text)))


def weekday_before(phrase: str, written_on: date) -> date | None:
    """The day that "onsdagens" means in a text from `written_on`: the latest such day until then."""
    for number, weekday in enumerate(WEEKDAYS):
        if weekday in phrase:
            return written_on - timedelta(days=(written_on.weekday() - number) % 7)
    return None
