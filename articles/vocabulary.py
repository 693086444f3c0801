"""The words to begin with: data/vocabulary.toml, the principles, themes and glossary of a hub that has none yet."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import models, transaction

from articles.models import Principle, Term, Topic

VOCABULARY = Path(__file__).parent / "data" / "vocabulary.toml"


@transaction.atomic
def load_vocabulary() -> int:
    """Fill what is empty; returns the number of words added. Where an editor has begun, nothing is added."""
    return sum(add_missing(model, entries) for model, entries in vocabulary() if not model.objects.exists())


def vocabulary() -> Iterator[tuple[type[models.Model], list[dict]]]:
    """(model, its entries): a field of several languages is a table."""
    words = tomllib.loads(VOCABULARY.read_text("utf-8"))
    for model, name in ((Principle, "principles"), (Topic, "topics")):
        yield model, [{"position": place, **entry} for place, entry in enumerate(words[name], start=1)]
    yield Term, words["terms"]


def add_missing(model: type[models.Model], entries: Iterable[dict]) -> int:
    """Make the rows whose slug nobody has; returns how many."""
    there = set(model.objects.values_list("slug", flat=True))
    new = [entry for entry in entries if entry["slug"] not in there]
    for entry in new:
        model.objects.create(**_values(entry))
    return len(new)


def _values(entry):
    values = {}
    for field, value in entry.items():
        in_languages = value if isinstance(value, dict) else {}
        values |= {f"{field}_{code}": text for code, text in in_languages.items()} or {field: value}
    return values
