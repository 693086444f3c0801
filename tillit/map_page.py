"""Sweden with where the stories and the coming events are: each place a link on the map and in the list beside it."""

import csv
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log2
from pathlib import Path

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from articles.organisations import with_stories
from events.models import Event
from tillit.people.models import Organisation

# Drawn together with static/img/sverige.svg, in its units, by docs/map/make_map.py.
PLACES = Path(__file__).parent / "people" / "data" / "platser.csv"
SMALLEST, LARGEST = 6, 10  # radius of a dot; the list has links as large as a finger needs
SOURCE = _(
    "SCB:s kommungränser, i en utgåva från februari 2026"
)  # which one is told in people/data/SOURCES.md


@dataclass(frozen=True)
class Place:
    organisation: Organisation  # with `stories` and `coming`, the numbers published
    x: float
    y: float

    @property
    def count(self) -> int:
        return self.organisation.stories + self.organisation.coming

    @property
    def radius(self) -> float:
        return min(SMALLEST + log2(self.count) / 2, LARGEST)


def places() -> list[Place]:
    """Municipalities and regions with something to read or come to, county by county."""
    coming = Count("events", filter=Q(events__in=Event.objects.upcoming().order_by()), distinct=True)
    rows = with_stories(Organisation.objects.in_registry()).annotate(coming=coming)
    told = rows.filter(Q(stories__gt=0) | Q(coming__gt=0)).order_by("county_code", "-kind", "order", "pk")
    return [Place(row, *_positions()[row.code]) for row in told if row.code in _positions()]


def by_county(found: list[Place]) -> list[tuple[str, list[Place]]]:
    """[(county, its places)], in their order."""
    return [
        (county, list(own)) for county, own in groupby(found, key=lambda place: place.organisation.county)
    ]


@cache
def _positions():
    with open(PLACES, encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["x"]), float(row["y"])) for row in csv.DictReader(file)}
