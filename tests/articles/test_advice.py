"""The Swedish editor's advice: each rule speaks when it should, keeps quiet when it should, and has a way on."""

import time
from datetime import date

import pytest

from articles.advice import advice_for, lix
from articles.models import Article
from tests.factories import block
from tillit.editorial.models import Picture

LONG = (
    "Det här är en mening som "
    + "fortsätter och fortsätter utan att någonsin ta slut eftersom den som skrev den inte visste hur man "
    * 3
    + "slutar."
)


def article(*blocks, **values):
    return Article(
        **{"title_sv": "En rubrik", "published_on": date(2026, 11, 25), **values}, body_sv=list(blocks)
    )


def text(html):
    return block("text", html)


def rules(*blocks, **values):
    return [advice.rule for advice in advice_for(article(*blocks, **values))]


def picture(alt="", caption="", image=1, is_decorative=False):
    return block(
        "picture",
        {
            "image": image,
            "alt": alt,
            "caption": caption,
            "is_decorative": is_decorative,
            "credit": "",
            "is_archive_picture": False,
        },
    )


def box(source):
    return block(
        "fact_box",
        {"kicker": "Fakta", "title": "Om oss", "text": "<p>Kort.</p>", "source": source, "source_url": ""},
    )


@pytest.mark.parametrize(
    ("phrase", "way"),
    [
        ("Igår träffades vi.", "den 24 november 2026"),
        ("I dag börjar det.", "den 25 november 2026"),
        ("I morgon fortsätter vi.", "den 26 november 2026"),
        ("Under fredagen talade de.", "den 20 november 2026"),
        ("Förra veckan var det möte.", "vilken dag och vilket år"),
    ],
)
def test_relative_date_is_told_with_the_absolute_one(phrase, way):
    (advice,) = advice_for(article(text(f"<p>{phrase}</p>")))

    assert advice.rule == "relative-date"
    assert way in advice.text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Vi mötte dem den 3 maj 2024.</p>", []),
        ("<p>KDLG bestämde det.</p>", ["abbreviation"]),
        ("<p>Kommundirektörens ledningsgrupp (KDLG) bestämde. Sedan sa KDLG ja.</p>", []),
        ("<p>KDLG (kommundirektörens ledningsgrupp) bestämde.</p>", []),
        ("<p>SKR och EU, enligt SOU 2018:47.</p>", []),
        (f"<p>{LONG}</p>", ["long-sentence"]),
        ('<p><a href="https://x.example">Läs mer</a></p>', ["link-text"]),
        ('<p><a href="https://x.example">Klicka <b>här</b></a></p>', ["link-text"]),
        ('<p><a href="https://x.example">Läs mer om äldreomsorgen</a></p>', []),
        ("<p>– Det går bra, säger Eva.</p>", ["dash"]),
        ("<p>- Det går bra, säger Eva.</p>", ["dash"]),
        ("<p>· ett</p><p>· två</p>", ["pasted-points"]),
        ("<p>- ett</p><p>- två</p>", ["pasted-points"]),
        ("<ul><li>ett</li><li>två</li></ul>", []),
        ("<p>Det gick bra – mycket bra.</p>", []),
    ],
)
def test_running_text(html, expected):
    assert rules(text(html)) == expected


def test_abbreviation_in_the_glossary_is_explained():
    assert [a.rule for a in advice_for(article(text("<p>TSL är vårt sätt.</p>")), ["TSL"])] == []


def test_what_people_say_is_theirs():
    said = {"text": f"Igår sa KDLG nej. {LONG}", "speaker": None, "attribution": "Eva"}

    assert rules(block("quote", said)) == []


def test_repeated_heading_is_told_once():
    heading = block("heading", {"text": "Resultat", "level": "2"})

    assert rules(heading, heading, heading) == ["heading"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (box(""), ["fact-source"]),
        (box("Ekby kommun"), []),
        (picture(alt="", caption="Fältet"), ["alt"]),
        (picture(alt="Fältet", caption="fältet "), ["alt-caption"]),
        (picture(alt="Ett fält i sol", caption="Fältet"), []),
        (picture(is_decorative=True), []),
        (picture(image=None), []),
    ],
)
def test_boxes_and_pictures(part, expected):
    Picture.objects.create(pk=1, title="Bild", file="bild.png", width=1, height=1, credit="Per Prov")

    assert rules(part) == expected


def test_lix_of_a_section_is_told_where_it_says_something():
    heavy = (
        "Verksamhetsutvecklingsarbetet förutsätter organisationsövergripande kommunikationsinsatser inom förvaltningsorganisationen. "
        * 10
    )
    light = "Vi ses här på en fika. Hon ser oss och ler. " * 12

    assert rules(text(f"<p>{heavy}</p>")) == ["lix"]
    assert rules(text(f"<p>{light}</p>")) == []
    assert lix("") == 0
    assert lix("Vi ses här. Det är bra.") == 3


def test_every_advice_has_a_place_and_a_way_on():
    parts = [text("<p>Igår sa KDLG <a href='x'>här</a>.</p>"), box("")]
    for advice in advice_for(article(*parts)):
        assert advice.anchor
        assert advice.text.endswith(".")
        assert advice.text.count(".") >= 2


def test_only_what_cannot_be_left_blocks():
    parts = [text("<p>Igår sa KDLG <a href='x'>här</a>.</p>"), box("")]

    assert {a.rule for a in advice_for(article(*parts)) if a.blocks} == {"link-text", "fact-source"}


@pytest.mark.parametrize(
    "html",
    ["<p>" + "A" * 50_000 + "</p>", "<p>" + "AB " * 20_000 + "</p>", "<a>" * 5_000, "<p>" + "a. " * 30_000],
)
def test_no_text_takes_long(html):
    began = time.monotonic()
    advice_for(article(text(html)))

    assert time.monotonic() - began < 3
