"""What readers look for and do not find. A visit writes nothing: the reader says so, or the page's script does."""

import re
from unicodedata import normalize

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tillit.search.models import Missed
from tillit.text import typed_line, typed_text

# Addresses, numbers of persons and telephones: nothing that tells of somebody is kept.
_ABOUT_SOMEBODY = re.compile(r"@|\d(?:[\W_]{0,3}\d){5,}")
# `SOU 2018:47` and `2024–2025` are no such numbers.
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?:/\d\d)?(?::\d{1,4}| ?[-–/] ?(?:19|20)\d\d)(?!\d)")
_EMPTY_LINES = re.compile(r"\n\s*\n")
LONGEST = 100
MOST_NOTES = 20
MOST_KEPT = 2000  # different queries; then the least wanted makes room


def may_be_kept(text: str) -> bool:
    """However it is spelled: `＠` is an @, too."""
    return bool(text) and not _ABOUT_SOMEBODY.search(_YEARS.sub("", normalize("NFKC", text)))


@transaction.atomic
def remember(query: str, language: str, note: str = "", *, is_counted: bool = False) -> bool:
    """Count a query that did not find what was looked for, unless it has been, and keep the reader's note; False when it may not be kept."""
    text = typed_line(query).casefold()[:LONGEST]
    # An empty line parts the notes of different readers.
    note = _EMPTY_LINES.sub("\n", typed_text(note)[:500])
    if not may_be_kept(text) or (note and not may_be_kept(note)):
        return False
    known = Missed.objects.select_for_update().filter(query=text, language=language).first()
    if known is None:
        if Missed.objects.count() >= MOST_KEPT:
            Missed.objects.filter(
                pk__in=Missed.objects.order_by("times", "last_on", "pk").values("pk")[:1]
            ).delete()
        known, _created = Missed.objects.get_or_create(query=text, language=language, defaults={"times": 0})
    notes = [*filter(None, known.notes.split("\n\n")), *filter(None, [note])]
    Missed.objects.filter(pk=known.pk).update(
        times=F("times") + (0 if is_counted and known.times else 1),
        last_on=timezone.localdate(),
        notes="\n\n".join(notes[-MOST_NOTES:]),
    )
    return True
