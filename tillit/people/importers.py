"""The registry of municipalities and regions: data/organisationer.csv, whose sources stand in SOURCES.md."""

import csv
from collections import Counter
from pathlib import Path

from django.db import transaction

from tillit.people.models import FormerName, Organisation
from tillit.text import ascii_slug

REGISTRY = Path(__file__).parent / "data" / "organisationer.csv"


def read_registry(path=REGISTRY):
    """Rows of the registry as field values of Organisation, with their former names beside."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    slugs = _slugs(rows)
    return [(_values(row) | {"slug": slugs[row["code"]]}, _listed(row["former_names"], ";")) for row in rows]


@transaction.atomic
def load_registry(rows):
    """Bring the database to what the registry says. Returns (added, changed); run twice, nothing changes.

    The slug is only given to new rows: an address that has been public stays.
    """
    known = {organisation.code: organisation for organisation in Organisation.objects.in_registry()}
    former = {(name.organisation_id, name.name) for name in FormerName.objects.all()}
    added = changed = 0
    for values, former_names in rows:
        organisation = known.get(values["code"])
        if organisation is None:
            organisation = Organisation.objects.create(**values)
            added += 1
        elif _update(organisation, values):
            changed += 1
        for name in former_names:
            if (organisation.pk, name) not in former:
                FormerName.objects.create(organisation=organisation, name=name)
    return added, changed


def _update(organisation, values):
    differing = {f: v for f, v in values.items() if f != "slug" and getattr(organisation, f) != v}
    for field, value in differing.items():
        setattr(organisation, field, value)
    if differing:
        organisation.save()
    return bool(differing)


def _values(row):
    return {
        "code": row["code"],
        "kind": row["kind"],
        "name": row["name"],
        "short_name": row["short_name"],
        "county_code": row["county_code"],
        "county": row["county"],
        "population": int(row["population"]) if row["population"] else None,
        "population_year": int(row["population_year"]) if row["population_year"] else None,
        "skr_group": row["skr_group"],
        "website_domain": row["website_domain"],
        "minority_languages": _listed(row["minority_language_areas"], "|"),
    }


def _slugs(rows):
    """Address by code. Habo and Håbo are alike without dots; each then says its county."""
    plain = {row["code"]: ascii_slug(_slug_source(row)) for row in rows}
    shared = {slug for slug, count in Counter(plain.values()).items() if count > 1}
    return {
        row["code"]: ascii_slug(f"{plain[row['code']]} {row['county']}")
        if plain[row["code"]] in shared
        else slug
        for row, slug in zip(rows, plain.values(), strict=True)
    }


def _slug_source(row):
    return row["short_name"] if row["kind"] == Organisation.Kind.MUNICIPALITY else row["name"]


def _listed(text, separator):
    return [part.strip() for part in text.split(separator) if part.strip()]
