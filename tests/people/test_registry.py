import csv
from io import StringIO

import pytest
from django.core.management import call_command

from tillit.people.importers import REGISTRY, load_registry, read_registry
from tillit.people.models import FormerName, Organisation


def load():
    out = StringIO()
    call_command("load_registry", stdout=out)
    return out.getvalue()


def test_registry_holds_all_municipalities_and_regions():
    assert load() == "Registret: 311 nya, 0 ändrade organisationer.\n"

    assert Organisation.objects.filter(kind="kommun").count() == 290
    assert Organisation.objects.filter(kind="region").count() == 21
    assert Organisation.objects.in_registry().values("slug").distinct().count() == 311


def test_every_figure_is_that_of_the_file():
    load()

    with open(REGISTRY, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            organisation = Organisation.objects.get(code=row["code"])
            assert organisation.name == row["name"]
            assert str(organisation.population) == row["population"]
            assert organisation.skr_group == row["skr_group"]
            assert "|".join(organisation.minority_languages) == row["minority_language_areas"]
            assert ";".join(organisation.former_names.values_list("name", flat=True)) == row["former_names"]


def test_loading_again_changes_nothing():
    load()
    before = list(Organisation.objects.values()), list(FormerName.objects.values())

    assert load() == "Registret: 0 nya, 0 ändrade organisationer.\n"
    assert (list(Organisation.objects.values()), list(FormerName.objects.values())) == before


def test_new_figure_is_taken_in_but_the_address_stays():
    rows = read_registry()
    load_registry(rows)
    Organisation.objects.filter(code="0662").update(slug="gislaveds-kommun")
    values, names = next(row for row in rows if row[0]["code"] == "0662")

    added, changed = load_registry([({**values, "population": 30000, "population_year": 2025}, names)])

    gislaved = Organisation.objects.get(code="0662")
    assert (added, changed) == (0, 1)
    assert (gislaved.population, gislaved.slug) == (30000, "gislaveds-kommun")


@pytest.mark.parametrize(
    ("code", "slug"), [("0643", "habo-jonkopings-lan"), ("0305", "habo-uppsala-lan"), ("1273", "osby")]
)
def test_alike_names_have_addresses_of_their_own(code, slug):
    load()

    assert Organisation.objects.get(code=code).slug == slug


def test_names_sort_as_in_swedish():
    load()

    last = list(Organisation.objects.filter(kind="kommun").values_list("short_name", flat=True))

    assert last[0] == "Ale"
    assert last.index("Örebro") > last.index("Ängelholm") > last.index("Åre") > last.index("Ystad")
