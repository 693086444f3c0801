"""Pages unlike the first five: other ways to quote, date, caption and wrap a text."""

import time
from datetime import date

import pytest

from articles.importing.parse import parse
from tests.articles.importing.documents import PLACES
from tests.articles.importing.test_parse import blocks, doubts, everything


def quotes(text):
    return [
        (q["text"], getattr(q["speaker"], "name", q["attribution"]))
        for q in blocks(parse(text, PLACES), "quote")
    ]


BODY = "Rubriken står här\n\nKommundirektör Eva Ek och rektorn Bo Alm talade länge i Ekby.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("”Det går bra”, säger Eva Ek.", [("Det går bra.", "Eva Ek")]),
        ("– Det går bra, instämmer rektorn Bo Alm.", [("Det går bra.", "Bo Alm")]),
        ("– Det går bra, uppger Alm.", [("Det går bra.", "Bo Alm")]),
        ("– Det går bra, säger Sara.", [("Det går bra.", "Sara")]),
        ("– Det går bra, säger hon.", [("Det går bra.", "")]),
    ],
)
def test_quotes_however_they_are_written(text, expected):
    assert quotes(BODY + text) == expected


def test_title_in_the_definite_form_is_kept_as_it_stands_after_a_name():
    (quote,) = blocks(parse(BODY + "– Ja, säger rektorn Bo Alm.", PLACES), "quote")

    assert quote["speaker"].title == "rektor"


def test_text_about_cookies_is_no_banner():
    about = "Kakor och kaffe bjöds det på när chefer träffades i stadshuset. " * 12
    draft = parse(f"En rubrik om fika\n\nEn ingress.\n\n{about}", PLACES)

    assert "Kakor och kaffe" in everything(draft)


def test_what_is_taken_away_is_told():
    draft = parse("Vi använder kakor på webbplatsen. Godkänn alla.\n\nEn rubrik\n\nEn ingress här.", PLACES)

    assert doubts(draft, "wrapping") == [
        "Det här togs bort som webbplatsens egen text: ”Vi använder kakor på webbplatsen. Godkänn alla.”"
    ]


def test_fact_box_without_source_ends_at_the_next_heading():
    text = (
        BODY
        + "Faktaruta\n\nProjektet\n\nDet började 2020.\n\nSå gick det\n\n– Bra, säger Eva Ek.\n\nSlut på texten."
    )
    draft = parse(text, PLACES)

    assert blocks(draft, "fact_box")[0]["text"] == "<p>Det började 2020.</p>"
    assert [h["text"] for h in blocks(draft, "heading")] == ["Så gick det"]
    assert len(blocks(draft, "quote")) == 1


def test_heading_called_background_is_a_heading():
    draft = parse(
        BODY + "Bakgrund\n\nDet började för länge sedan.\n\nMer om detta\n\nOch så vidare i texten.", PLACES
    )

    assert blocks(draft, "fact_box") == []
    assert [h["text"] for h in blocks(draft, "heading")] == ["Bakgrund", "Mer om detta"]


@pytest.mark.parametrize(
    ("before", "title"),
    [
        ("Godkänn alla", "Riktig rubrik"),
        ("Nyheter | Region Lövlän", "Riktig rubrik"),
        ("Pressmeddelande 8 september 2021", "Riktig rubrik"),
        ("Chefsbloggen", "Riktig rubrik"),
        ("15 november 2022 kl. 07.30", "Riktig rubrik"),
    ],
)
def test_title_is_not_what_stands_above_it(before, title):
    assert parse(f"{before}\n\n{title}\n\nEn ingress från Ekby kommer här.", PLACES).title == title


def test_two_candidates_for_a_title_are_told():
    draft = parse("Ekby kommun\n\nRiktig rubrik\n\nEn ingress från Ekby kommer här.", PLACES)

    assert doubts(draft, "title") == ["Rubriken kan vara en annan: strax efter står ”Riktig rubrik”."]
    assert draft.lead == "En ingress från Ekby kommer här."


def test_document_without_empty_lines_is_read_line_by_line():
    draft = parse("Rubriken\nEn ingress om Ekby.\nSen mer text.\n• ett\n• två\nOch slut på det.", PLACES)

    assert (draft.title, draft.lead) == ("Rubriken", "En ingress om Ekby.")
    assert "<ul><li>ett</li><li>två</li></ul>" in everything(draft) or blocks(draft, "list")


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Publicerad 2022-02-14 06.00 Uppdaterad 2022-02-15 11.35", date(2022, 2, 14), date(2022, 2, 15)),
        ("Publicerad: 8 sep 2021", date(2021, 9, 8), None),
        ("Publicerad: 1/3 2019", date(2019, 3, 1), None),
        ("Publicerad den 1:a mars 2019", date(2019, 3, 1), None),
    ],
)
def test_dates_in_the_forms_that_pages_use(line, published, updated):
    draft = parse(f"En rubrik\n\n{line}\n\nEn ingress om Ekby.", PLACES)

    assert (draft.published_on, draft.updated_on, draft.lead) == (published, updated, "En ingress om Ekby.")


def test_date_that_cannot_be_read_is_not_said_to_be_missing():
    draft = parse("En rubrik\n\nPublicerad: 0000-00-00\n\nEn ingress om Ekby.", PLACES)

    assert doubts(draft, "label") == ["Datumet ”0000-00-00” efter ”Publicerad” gick inte att tolka."]


def test_numbered_points_are_a_numbered_list():
    draft = parse(BODY + "1. Vad hindrar oss?\n2. Vad hjälper oss?", PLACES)

    assert blocks(draft, "list") == [{"items": ["Vad hindrar oss?", "Vad hjälper oss?"], "is_numbered": True}]


def test_caption_and_photographer_on_one_line():
    (picture,) = blocks(parse(BODY + "Eva Ek vid ån. Foto: Per Ros", PLACES), "picture")

    assert (picture["caption"], picture["credit"]) == ("Eva Ek vid ån.", "Per Ros")


@pytest.mark.parametrize(
    "sign", ["Detta är en låst artikel. Logga in för att läsa.", "Copyright © Ekby Tidning"]
)
def test_press_is_known_by_its_signs(sign):
    assert parse(f"{BODY}{sign}", PLACES).kind == "media"


@pytest.mark.parametrize(
    "text",
    ["kakor " * 20_000, "a" * 120_000, "a@" + "b-" * 50_000, "webbläsare " * 10_000, "A\n\n" * 40_000, "Ada Bok " * 10_000,
     "\n\n".join(f"- Ja, säger Ada{chr(97 + n % 26)}{chr(97 + n // 26)} Bok." for n in range(600))],
)  # fmt: skip
def test_no_document_takes_long(text):
    began = time.monotonic()
    parse(text, PLACES)

    assert time.monotonic() - began < 5
