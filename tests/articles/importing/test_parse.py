"""What the importer understands, on documents written for it with the faults of real pages."""

from datetime import date

import pytest

from articles.importing.dates import find_date, relative_phrases
from articles.importing.names import Cast, split_attribution
from articles.importing.parse import parse
from tests.articles.importing.documents import COLUMN, DECK, NEWS, PLACES, PRESS, REPORT


@pytest.fixture(scope="module")
def drafts():
    documents = {"news": NEWS, "report": REPORT, "column": COLUMN, "press": PRESS, "deck": DECK}
    return {name: parse(text, PLACES) for name, text in documents.items()}


def blocks(draft, kind):
    return [value for block, value in draft.blocks if block == kind]


def doubts(draft, code):
    return [doubt.text for doubt in draft.doubts if doubt.code == code]


@pytest.mark.parametrize(
    ("name", "kind", "organisation", "title"),
    [
        ("news", "nyhet", "9901", "Tavlan som ersatte tolv rapporter"),
        ("report", "referat", "9901", "Vårens ledarforum pratade om fel"),
        ("column", "kronika", "9901", "En dag med alla chefer"),
        ("press", "media", "99", "Vården i Löv får beröm"),
        ("deck", "bildspel", None, "Varför lita? ... en fråga"),
    ],
)
def test_kind_organisation_and_title(drafts, name, kind, organisation, title):
    draft = drafts[name]

    assert (draft.kind, draft.organisation_code, draft.title) == (kind, organisation, title)


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("news", "Under torsdagen fick Ekby besök av sju grannkommuner. De ville se tavlan."),
        ("report", "I mitten av maj samlades ledningen till årets första ledarforum."),
        ("column", "Tisdagens chefsdag gav mig nya krafter, och jag är tacksam."),
        ("press", "Under fredagen fick Landstinget i Lövlän beröm av utredaren."),
        ("deck", "Utbildning för nämnden"),
    ],
)
def test_lead(drafts, name, lead):
    assert drafts[name].lead == lead


def everything(draft):
    return f"{draft.title} {draft.lead} {draft.blocks}"


@pytest.mark.parametrize(
    ("name", "leaked"),
    [
        ("news", ["vapen", "INNEHÅLL", "uppdaterades"]),
        ("report", ["webbläsare", "Senast uppdaterad", "\u00a0", "·"]),
        ("column", ["Observera", "10 månader", "Senast", "//E", "•"]),
        ("press", ["Artikeln publicerades", "Visa mer", "Foto:", "Källa:"]),
        ("deck", ["Tack för", "#", "**", "NÄM-"]),
    ],
)
def test_wrapping_does_not_leak_into_the_text(drafts, name, leaked):
    assert [word for word in leaked if word in everything(drafts[name])] == []


def test_quotes_know_their_speakers(drafts):
    news = [
        (q["text"], q["speaker"].name, q["speaker"].title, q["speaker"].party)
        for q in blocks(drafts["news"], "quote")
    ]
    press = [(q["speaker"].name, q["speaker"].title) for q in blocks(drafts["press"], "quote")]

    assert news == [
        (
            "Vi trodde inte att det skulle gå så fort, men nu vill ingen tillbaka.",
            "Nina Alm",
            "hemtjänstchef",
            "",
        ),
        ("Jag har fått tillbaka min tid.", "Olle Berg", "nämndens ordförande", "C"),
    ]
    assert press[1] == ("Karin Ask", "")


def test_first_name_is_resolved_and_silence_is_a_doubt(drafts):
    first, second = blocks(drafts["report"], "quote")

    assert (first["speaker"].name, first["speaker"].title) == ("Anna Ek", "kommundirektör")
    assert not second["speaker"]
    assert doubts(drafts["report"], "quote") == [
        "Citatet ”Det viktigaste är att någon börjar.” har ingen talare. Närmast före nämns Anna Ek."
    ]


def test_three_kinds_of_bullets_become_lists(drafts):
    assert blocks(drafts["report"], "list") == [
        {"items": ["Säg det du ser.", "Fråga före svar."], "is_numbered": False}
    ]
    assert len(blocks(drafts["column"], "list")[0]["items"]) == 2
    assert "<li>Gator</li><li>Skolor</li>" in str(blocks(drafts["deck"], "slide"))


def test_pictures_keep_caption_credit_and_archive_flag(drafts):
    press, report, news = (blocks(drafts[name], "picture")[0] for name in ("press", "report", "news"))

    assert (press["caption"], press["credit"], press["is_archive_picture"]) == ("Karin Ask", "Tore Vik", True)
    assert (report["caption"], report["alt"]) == ("Anna Ek och Per Sten på scenen", "")
    assert news["caption"] == "Nina Alm visar hur tavlan fungerar."
    assert doubts(drafts["report"], "alt")
    assert doubts(drafts["press"], "alt")
    assert doubts(drafts["press"], "credit") == []
    assert doubts(drafts["news"], "credit")


def test_fact_box_has_its_source(drafts):
    (box,) = blocks(drafts["press"], "fact_box")

    assert box == {
        "kicker": "Fakta",
        "title": "Utredningen",
        "text": "<p>En utredning om vård som tillsattes 2015.</p>",
        "source": "utredningen.se",
        "source_url": "https://utredningen.se",
    }


def test_dates_are_found_or_doubted(drafts):
    assert drafts["report"].updated_on == date(2021, 6, 3)
    assert drafts["column"].updated_on == date(2019, 10, 4)
    assert doubts(drafts["news"], "label") == ["Etiketten ”Sidan uppdaterades senast” saknar datum i källan."]
    assert [d.blocks for d in drafts["news"].doubts if d.code == "date"] == [True]
    assert (
        "”tisdagens” säger inte vilken dag eller vilket år. Räknat från 2019-10-04 är det 2019-10-01."
        in doubts(drafts["column"], "relative")
    )


def test_press_may_not_be_republished(drafts):
    assert [d.blocks for d in drafts["press"].doubts if d.code == "press"] == [True]


def test_contact_is_taken_and_doubted(drafts):
    assert drafts["column"].contact_email == "eva.lund@ekby.se"
    assert "personlig adress" in doubts(drafts["column"], "contact")[0]
    assert "undertecknad ”E”" in doubts(drafts["column"], "signature")[0]


def test_deck_becomes_slides(drafts):
    slides = blocks(drafts["deck"], "slide")

    assert [(s["title"], s["is_title_hidden"]) for s in slides] == [
        ("Vi finns för ekbyborna", True),
        ("Kulturen", False),
        ("Figuren", False),
        ("Vad vi väntar oss", False),
        ("TSL", False),
        ("TSL", False),
    ]
    assert slides[1]["content"] == [{"type": "text", "value": "<p><i>”Man börjar uppifrån”</i></p>"}]
    comparison = slides[3]["content"][0]["value"]
    assert (comparison["left_title"], comparison["between"], comparison["right_title"]) == (
        "Invånaren",
        "NÄMNDEN?",
        "Förvaltningen",
    )
    assert drafts["deck"].authors[0].title == "nämndens ordförande"
    assert "figur har troligen gått förlorad" in doubts(drafts["deck"], "slide-empty")[0]
    assert doubts(drafts["deck"], "slide-repeated") == ["2 bilder heter ”TSL”. På sidan numreras de."]


def test_structured_story_fills_the_fields_of_a_case():
    text = "Så lades schemat om\n\nEkby kommun prövade.\n\nUtmaning\n\nFör många byten.\n\nSå gjorde vi\n\nLaget planerar.\n\n- ett\n- två\n\nResultat\n\nFärre byten.\n\nPublicerad 2 maj 2024"
    draft = parse(text, PLACES)

    assert draft.kind == "fall"
    assert draft.case == {
        "challenge": "För många byten.",
        "actions": "Laget planerar.\n\n- ett\n- två",
        "results": "Färre byten.",
    }
    assert draft.published_on == date(2024, 5, 2)


@pytest.mark.parametrize(
    ("text", "said", "who"),
    [
        ("Det går bra, säger Ada Bok, rektor.", "Det går bra.", "Ada Bok, rektor"),
        ("Det går bra, säger rektorn Ada Bok.", "Det går bra.", "rektorn Ada Bok"),
        (
            "Vi räknade minuter, säger Ada Bok, men vi såg inte folk.",
            "Vi räknade minuter, men vi såg inte folk.",
            "Ada Bok",
        ),
        ("Vi lär, säger Åsa Ö. Karlsson, utredare.", "Vi lär.", "Åsa Ö. Karlsson, utredare"),
        (
            "Man vill väl, säger Bo Ek (S), kommunalråd. – Men det krävs mod.",
            "Man vill väl. Men det krävs mod.",
            "Bo Ek (S), kommunalråd",
        ),
        ("Går det bra? undrar Ada Bok.", "Går det bra?", "Ada Bok"),
        ("Det går bra, sa Ada. Fast långsamt.", "Det går bra. Fast långsamt.", "Ada"),
        ("Vi sa nej och det var rätt.", "Vi sa nej och det var rätt.", ""),
        ("Det är svårt, säger hon.", "Det är svårt.", "hon"),
    ],
)
def test_attribution_is_parted_from_what_is_said(text, said, who):
    assert (split_attribution(text).text, split_attribution(text).who) == (said, who)


def test_namesakes_are_not_guessed_between():
    cast = Cast("Kommundirektör Anna Ek och rektor Anna Alm talade.")

    assert cast.find("Anna") is None
    assert cast.find("Anna Alm").title == "rektor"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("den 3 mars 2020", date(2020, 3, 3)),
        ("2020-03-03", date(2020, 3, 3)),
        ("31 februari 2020", None),
        ("3 mars", None),
        ("i mars 2020", None),
        ("99 maj 2020 och 4 maj 2021", date(2021, 5, 4)),
    ],
)
def test_only_a_whole_date_is_a_date(text, day):
    assert find_date(text) == day


@pytest.mark.parametrize(
    "phrase", ["i går", "igår", "i dag", "under fredagen", "onsdagens", "i slutet av april", "förra veckan"]
)
def test_relative_words_are_caught(phrase):
    assert relative_phrases(f"Det hände {phrase} i Ekby.") == [phrase]


def test_absolute_date_is_no_relative_one():
    assert relative_phrases("Det var i slutet av april 2020, en fredag.") == []


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "\n\n\n",
        "- ",
        "#",
        "Fakta",
        "Foto: A",
        "– ",
        "...",
        "# A\n# B\n# C",
        "Senast uppdaterad:",
        "(" * 5000,
    ],
)
def test_odd_documents_give_drafts_with_doubts(text):
    draft = parse(text, PLACES)

    assert any(doubt.blocks for doubt in draft.doubts)


def test_markup_in_a_document_stays_text():
    draft = parse("En rubrik\n\nEn ingress här.\n\n<script>alert(1)</script> & så vidare i texten.", PLACES)

    assert blocks(draft, "text") == ["<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; så vidare i texten.</p>"]


@pytest.mark.parametrize("title", ["Ekby får ett nytt vapen", "Kommunens varumärke"])
def test_title_about_a_coat_of_arms_is_no_logo(title):
    lead = "Ekby kommun har bestämt sig för ett nytt vapen efter många års samtal med invånarna, och nu är det klart att visas för alla."

    assert parse(f"{title}\n\n{lead}\n\nMer text här.", PLACES).title == title
