"""Saved pages of five unlike layouts: the article is found, and nothing of what stands around it."""

from datetime import date
from pathlib import Path

import pytest

from articles.importing.parse import parse_page
from tests.articles.importing.documents import PLACES
from tests.articles.importing.test_parse import blocks, everything

PAGES = Path(__file__).parent / "pages"
# Words that stand only in menus, banners, side columns and footers of the five pages.
AROUND = [
    "kakor", "Hoppa till", "Omsorg och hjälp", "Start", "Dela", "Hjälpte informationen", "Sidansvarig", "lekplats", "Storgatan", "Växel",
    "Eldningsförbud", "Näringsliv", "Nyhetsarkiv", "Läs också", "medarbetarskap", "Om webbplatsen", "sportlovet", "Lediga jobb", "E-post",
    "Bra skrivet", "Nyhetsbrev", "Prenumerera", "©", "Acceptera", "Sök", "Invånare", "Företagare", "Etiketter", "Tillgänglighets",
    "Politik", "Kontakta oss", "Fullmäktige", "Marknad", "telefon",
]  # fmt: skip


@pytest.fixture(params=["portlets", "blocks", "municipio", "fields", "tables"])
def page(request):
    return request.param, draft_of(request.param)


def draft_of(name):
    return parse_page((PAGES / f"{name}.html").read_text("utf-8"), PLACES)


def shape(draft):
    return [kind for kind, _value in draft.blocks]


def quotes(draft):
    return [(q["text"], q["speaker"].name, q["speaker"].title) for q in blocks(draft, "quote")]


def captions(draft):
    return [(p["caption"], p["credit"], p["is_archive_picture"]) for p in blocks(draft, "picture")]


def test_nothing_around_the_article_is_taken(page):
    _name, draft = page
    text = everything(draft)

    assert [word for word in AROUND if word in text] == []


TOLD = {
    "portlets": ("Skolan i Ekby släppte måltalen", "Rektorerna i Ekby fick bestämma själva", date(2024, 3, 14), date(2024, 4, 2)),
    "blocks": ("Chefsforum om handlingsutrymme", "Hundra chefer i Ekby samlades", date(2023, 10, 5), None),
    "municipio": ("Hemtjänsten planerar själv", "Medarbetarna i Norrbys hemtjänst", date(2025, 2, 3), None),
    "fields": ("Tre råd efter ett år med tillit", "Socialtjänsten i Ekby har under ett år", date(2022, 9, 19), date(2022, 11, 1)),
    "tables": ("Färre blanketter i Ekby", "Förvaltningen har gått igenom alla blanketter", None, date(2009, 4, 17)),
}  # fmt: skip


def test_title_lead_dates_and_organisation_are_found(page):
    name, draft = page
    title, lead, published, updated = TOLD[name]

    assert (draft.title, draft.lead[: len(lead)]) == (title, lead)
    assert (draft.published_on, draft.updated_on) == (published, updated)
    assert draft.organisation_code == "9901"


SHAPES = {
    "portlets": ["picture", "text", "heading", "text", "quote", "list", "fact_box"],
    "blocks": ["picture", "text", "heading", "text", "quote", "text", "list"],
    "municipio": ["picture", "heading", "text", "quote", "quote", "heading", "list", "heading", "text"],
    "fields": ["text", "heading", "text", "quote", "table", "picture", "text"],
    "tables": ["text", "text", "quote"],
}


def test_parts_stand_in_their_order(page):
    name, draft = page

    assert shape(draft) == SHAPES[name]


QUOTES = {
    "portlets": [("Vi pratar om barnen och inte om siffrorna.", "Eva Ek", "skolchef")],
    "blocks": [("När ramen är tydlig vågar man röra sig inom den.", "Bo Alm", "rektor i Ekby")],
    "municipio": [
        ("I början trodde vi att det skulle ta mycket tid. Men vi sparar tid varje dag.", "Aino Lind", "undersköterska"),
        ("Jag vet vem som kommer.", "Greta Malm", ""),
    ],
    "fields": [("Det var inte bortkastad tid.", "Sam Ny", "enhetschef")],
    "tables": [("Det svåraste var att våga kasta.", "Ida Fors", "kanslichef")],
}  # fmt: skip
CAPTIONS = {
    "portlets": [("Elever på Åkerskolan läser högt för varandra.", "Per Ros", False)],
    "blocks": [("Samtal vid borden under förmiddagen.", "Lina Berg", False)],
    "municipio": [("Arbetslaget i Norrby.", "Kim Sten", False)],
    "fields": [("Samtal i Norr.", "Per Ros", True)],
    "tables": [],
}


def test_quotes_have_their_speakers_and_pictures_their_captions(page):
    name, draft = page

    assert quotes(draft) == QUOTES[name]
    assert captions(draft) == CAPTIONS[name]


def test_fact_box_table_and_lists_are_kept():
    (box,) = blocks(draft_of("portlets"), "fact_box")
    assert (box["title"], box["source"]) == ("Ekbys skolor", "Barn- och utbildningsförvaltningen")
    (table,) = blocks(draft_of("fields"), "table")
    assert [column["heading"] for column in table["table"]["columns"]] == ["Enhet", "Medarbetare"]
    assert [row["values"] for row in table["table"]["rows"]] == [["Norr", "31"], ["Söder", "49"]]
    (points,) = blocks(draft_of("blocks"), "list")
    assert points["is_numbered"]
    assert len(points["items"]) == 3


@pytest.mark.parametrize(
    "html",
    ["<p>", "<html></html>", "<h1></h1>", "<table></table>", "<figure></figure>", "<blockquote></blockquote>", "<p>" * 5000,
     "<div>" * 3000 + "djupt" + "</div>" * 3000, "<h1>Rubrik</h1><table><tr></tr></table>", "text utan en enda tagg",
     "<h1>A</h1>" + "<figure><figcaption>B</figcaption></figure>" * 500, "<aside class='fakta'></aside><h1>X</h1>"],
)  # fmt: skip
def test_odd_pages_give_drafts(html):
    assert parse_page(html, PLACES).kind
