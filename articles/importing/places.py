"""Which organisation a document comes from: its domain, its name, its former names, its county."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """What the registry says of an organisation that a text may name."""

    code: str
    kind: str
    name: str
    short_name: str
    county: str
    domain: str
    former_names: tuple[str, ...] = ()

    @property
    def full_names(self) -> list[str]:
        return [self.name, *self.former_names]


def recognise(text: str, places: Iterable[Place]) -> tuple[Place | None, bool]:
    """(the organisation that the text most speaks of, whether that is certain)."""
    places = list(places)
    scores: Counter[Place] = Counter()
    for place in places:
        if place.domain and re.search(rf"(?<![\w-]){re.escape(place.domain)}\b", text, re.I):
            scores[place] += 10
    # A longer name is taken out before a shorter one is looked for: "Landstinget i Kalmar län" is
    # no word about Kalmar kommun.
    named = sorted(((name, place) for place in places for name in place.full_names), key=lambda n: -len(n[0]))
    for name, place in named:
        text, hits = re.subn(rf"\b{re.escape(name)}s?\b", " ", text, flags=re.I)
        scores[place] += 4 * hits
    for place in places:
        if place.kind == "region" and place.county:
            text, hits = re.subn(rf"\b{re.escape(place.county)}\b", " ", text)
            scores[place] += 2 * hits
            text, hits = re.subn(
                rf"\b(?:landstinget|regionen)\s+i\s+{re.escape(place.short_name)}\b", " ", text, flags=re.I
            )
            scores[place] += 2 * hits
    words = Counter(re.findall(r"\b[A-ZÅÄÖ][\w-]+", text))
    for place in places:
        if place.kind == "kommun":
            scores[place] += words[place.short_name] + words[f"{place.short_name}s"]
    best = [(place, score) for place, score in scores.most_common(2) if score > 0]
    if not best:
        return None, False
    if len(best) > 1 and best[0][1] == best[1][1]:
        return None, False
    return best[0][0], best[0][1] >= 3
