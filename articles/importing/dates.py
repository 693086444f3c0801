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

_WRITTEN = re.compile(rf"\b(\d{{1,2}})(?::?[ae])?\s+({'|'.join(MONTHS)})\.?\s+(\d{{4}})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(\d{4})[-.](\d{2})[-.](\d{2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})[ -](\d{4})\b")
# A line that is a date, perhaps with weekday and time, and nothing more.
DATE_ALONE = re.compile(
    rf"""^(?:(?:{"|".join(WEEKDAYS)})(?:en)?\s+)?(?:den\s+)?
        (?:\d{{1,2}}(?::?[ae])?\s+(?:{"|".join(MONTHS)})\.?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})
        (?:,?\s*(?:kl\.?|klockan)?\s*\d{{1,2}}[.:]\d{{2}}(?:\s*[A-Z]{{3,4}})?)?\.?$""",
    re.IGNORECASE | re.VERBOSE,
)
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
    found = [match for pattern in (_WRITTEN, _NUMERIC, _SLASHED) for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        first, middle, last = match.groups()
        month = MONTHS.get(middle.lower()) or int(middle)
        parts = (int(first), month, int(last)) if len(first) == 4 else (int(last), month, int(first))
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


_FROM_TODAY = {"förrgår": -2, "går": -1, "dag": 0, "kväll": 0, "morgon": 1}


def absolute_day(phrase: str, base: date) -> date | None:
    """The day that "igår" or "i fredags" means when it is written on `base`; None where it is no single day."""
    words = phrase.replace("i ", "i", 1) if phrase.startswith("i ") else phrase
    for word, days in _FROM_TODAY.items():
        if words == f"i{word}":
            return base + timedelta(days=days)
    return weekday_before(phrase, base)
