"""The words to begin with: data/vocabulary.toml, the principles, themes and glossary of a hub that has none yet."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from django.db import models, transaction

from articles.models import Principle, Term, Topic
from tillit.editorial.models import FormerWord

VOCABULARY = Path(__file__).parent / "data" / "vocabulary.toml"


@transaction.atomic
def load_vocabulary() -> int:
    """Add what is not there; returns the number of words added. What editors have changed or merged stays so."""
    words = tomllib.loads(VOCABULARY.read_text("utf-8"))
    return (
        add_missing(Principle, words["principles"], is_ordered=True)
        + add_missing(Topic, words["topics"], is_ordered=True)
        + add_missing(Term, words["terms"])
    )


def add_missing(model: type[models.Model], entries: Iterable[dict], *, is_ordered: bool = False) -> int:
    """Make the rows whose slug nobody has; a table in an entry is one field in several languages."""
    added = 0
    for position, entry in enumerate(entries, start=1):
        if model.objects.filter(slug=entry["slug"]).exists() or FormerWord.objects.now(model, entry["slug"]):
            continue
        values = {"position": position} if is_ordered else {}
        for field, value in entry.items():
            in_languages = value if isinstance(value, dict) else {}
            values |= {f"{field}_{code}": text for code, text in in_languages.items()} or {field: value}
        model.objects.create(**values)
        added += 1
    return added
