"""What an article must have before readers see it, and what happens when they do. A draft needs only a title."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from articles.advice import Advice, advice_for
from articles.age import MONTHS_BEFORE_NOTICE, months_later
from articles.models.case import CASE_FIELDS
from tillit.editorial.obstacles import Obstacle, left_empty

EVERY_KIND = ["title_sv", "lead_sv", "organisation"]
BY_KIND = {
    "nyhet": ["body_sv"],
    "referat": ["body_sv"],
    "bildspel": ["body_sv", "authors"],
    "fall": ["challenge_sv", "actions_sv", "stage", "began_on", "contact_email", "principle_links"],
    "kronika": ["body_sv", "authors"],
    "media": ["publisher", "external_url"],
    "vagledning": ["body_sv", "reviewed_on"],
}
# Either of the two: the answer, or the day when one could only say that there is none yet; the day, or its year.
EITHER = {
    "fall": [("results_sv", "results_expected_on"), ("failures_sv", "no_failures_yet_on")],
    "referat": [("happened_on", "happened_year")],
}

# What a whole fallberättelse has, besides what all articles have.
WHOLE_CASE = [
    *(f"{field}_sv" for field in CASE_FIELDS),
    *(
        "principle_links",
        "stage",
        "state",
        "evidence",
        "chain_levels",
        "began_on",
        "contact_email",
        "key_figures",
    ),
]
NO_NOTE = "Skriv vad som har ändrats, eller kryssa ur att det betyder något."
MONTHS_WHERE_NOTHING_AGES = 24
ASK_BEFORE_NOTICE = timedelta(days=21)


def missing_fields(kind, value_of):
    """The names of fields that are empty but needed; `value_of` tells the value of a field by name."""
    missing = [field for field in [*EVERY_KIND, *BY_KIND.get(kind, [])] if not value_of(field)]
    missing += [first for first, second in EITHER.get(kind, []) if not (value_of(first) or value_of(second))]
    return missing


def obstacles(article, advice: Iterable[Advice] | None = None) -> list[Obstacle]:
    """What has to be done to an article, as it stands, before readers may see it. `advice`: if it is known already."""
    found = [
        Obstacle(field, left_empty(type(article), field))
        for field in missing_fields(article.kind, value_in(article))
    ]
    if record := getattr(article, "imported_from", None):
        found += [Obstacle("settled_doubts", doubt["text"]) for doubt in record.unsettled if doubt["blocks"]]
    if article.change_is_major and not article.change_note_sv:
        found.append(Obstacle("change_note_sv", NO_NOTE))
    if not article.waived_because:
        advice = advice_for(article) if advice is None else advice
        found += [Obstacle(one.anchor, one.text) for one in advice if one.blocks]
    return found


@dataclass(frozen=True)
class Completeness:
    """How much of a fallberättelse is told, and what is left to tell."""

    told: int
    of: int
    left: list[str]  # names of fields

    @classmethod
    def of_case(cls, value_of):
        either = dict(EITHER["fall"])
        left = [
            field
            for field in WHOLE_CASE
            if not (value_of(field) or (field in either and value_of(either[field])))
        ]
        return cls(len(WHOLE_CASE) - len(left), len(WHOLE_CASE), left)

    @property
    def percent(self):
        return 100 * self.told // self.of


def value_in(article):
    """`value_of` for an article, its rows of relations included."""

    def value_of(field):
        known = article._meta.get_field(field)
        value = getattr(article, known.attname if known.many_to_one else field)
        return list(value.all()) if hasattr(value, "all") else value

    return value_of


def review_due(kind: str, vouched_on: date) -> date:
    """When the owner is asked: some weeks before readers would be told that the text is old."""
    months = MONTHS_BEFORE_NOTICE.get(kind)
    if months is None:
        return months_later(vouched_on, MONTHS_WHERE_NOTHING_AGES)
    return months_later(vouched_on, months) - ASK_BEFORE_NOTICE
