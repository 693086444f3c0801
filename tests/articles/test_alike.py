import pytest
from django.urls import reverse

from articles.alike import alike
from tests.factories import make_article, make_organisation
from tillit.people.importers import load_registry, read_registry
from tillit.people.models import Organisation


def municipality(name, population, group="C6 Landsbygdskommun", county="06", **values):
    return make_organisation(
        name=name,
        short_name=name,
        slug=name.lower(),
        code=f"{county}{Organisation.objects.count():02}",
        county_code=county,
        county=f"Län {county}",
        population=population,
        population_year=2024,
        skr_group=group,
        **values,
    )


def names(organisation):
    return [one.organisation.name for one in alike(organisation)]


def test_size_group_and_county_decide_in_that_order():
    one = municipality("Ett", 20_000)
    municipality("Tvilling", 20_400)
    municipality("Annatlan", 20_000, county="14")
    municipality("Annangrupp", 20_000, group="A2 Pendlingskommun")
    municipality("Dubbelt", 45_000)
    municipality("Jatte", 600_000)

    assert names(one) == ["Tvilling", "Annatlan", "Annangrupp", "Dubbelt", "Jatte"]


def test_nearest_that_tell_are_there_however_many_are_nearer():
    one = municipality("Ett", 20_000)
    for number in range(10):
        municipality(f"Nara{number}", 20_000 + number)
    make_article(organisation=municipality("Langtborta", 200_000))

    assert names(one)[-1] == "Langtborta"
    assert len(names(one)) == 8


def test_each_says_why():
    one = municipality("Ett", 20_000)
    municipality("Tvilling", 20_400)
    municipality("Mindre", 15_000, county="14", group="A1 Storstad")
    municipality("Storre", 30_000)
    municipality("Dubbel", 41_000, county="14", group="A1 Storstad")
    make_article(organisation=municipality("Mangdubbel", 239_000, county="14", group="A1 Storstad"))
    make_article(organisation=municipality("Brakdel", 90, county="14", group="A1 Storstad"))

    reasons = {one.organisation.name: one.reasons for one in alike(one)}

    assert reasons == {
        "Tvilling": ["ungefär lika många invånare", "samma kommungrupp", "samma län"],
        "Mindre": ["25 procent färre invånare"],
        "Storre": ["50 procent fler invånare", "samma kommungrupp", "samma län"],
        "Dubbel": ["ungefär dubbelt så många invånare"],
        "Mangdubbel": ["ungefär 12 gånger så många invånare"],
        "Brakdel": ["mindre än en tiondel så många invånare"],
    }


@pytest.mark.parametrize("values", [{"population": None}, {"code": None}])
def test_nothing_is_alike_what_has_no_figures(values):
    municipality("Annan", 20_000)
    one = make_organisation(**{"population": 20_000, "population_year": 2024, "code": "9901", **values})

    assert alike(one) == []


def test_page_shows_each_figure_with_its_year_and_counts_what_is_published(client):
    load_registry(read_registry())
    habo = Organisation.objects.get(code="0643")
    near = alike(habo)[0].organisation
    make_article(organisation=near)
    make_article(organisation=near, published=False)

    text = client.get(reverse("organisations:detail", args=[habo.slug])).text
    row = text[text.index(f">{near.label}</a>") :].split("</tr>")[0]

    assert f"({near.population_year})" in row
    assert near.skr_group in row
    assert 'Berättelser">1</td>' in row


def test_regions_are_compared_with_regions():
    load_registry(read_registry())
    region = Organisation.objects.filter(kind="region").first()

    assert {one.organisation.kind for one in alike(region)} == {"region"}
