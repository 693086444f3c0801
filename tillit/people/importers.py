"""The registry of municipalities and regions: data/organisationer.csv, whose sources stand in SOURCES.md."""

import csv
from collections import Counter
from pathlib import Path

from django.db import transaction
from wagtail.search.backends import get_search_backend

from tillit.people.models import FormerName, Organisation
from tillit.search import indexing
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
    new = [Organisation(**values) for values, _names in rows if values["code"] not in known]
    changed = sum(
        _update(known[values["code"]], values) for values, _names in rows if values["code"] in known
    )
    _add(new)
    known |= {organisation.code: organisation for organisation in new}
    former = set(FormerName.objects.values_list("organisation", "name"))
    names = [(known[values["code"]], name) for values, names in rows for name in names]
    missing = [
        FormerName(organisation=organisation, name=name)
        for organisation, name in names
        if (organisation.pk, name) not in former
    ]
    FormerName.objects.bulk_create(missing)
    named = [name.organisation_id for name in missing]
    indexing.index_rows(Organisation, {*(organisation.pk for organisation in new), *named})
    return len(new), changed


def _add(organisations):
    """Three hundred at once: one by one they would take as many seconds as they are hundreds."""
    for organisation in organisations:
        organisation.settle()
    Organisation.objects.bulk_create(organisations)
    get_search_backend().add_bulk(Organisation, organisations)


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
