"""Which entries are hits: the same in both databases, for both are compared with a plain reading of the rules."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from articles.vocabulary import load_vocabulary
from events.models import EventDay
from tests.factories import (
    at,
    block,
    make_article,
    make_event,
    make_organisation,
    make_role,
    make_session,
    make_topic,
    republish,
)
from tillit.editorial.models import Attachment
from tillit.search import asking
from tillit.search.asked import Asked
from tillit.search.asking import question
from tillit.search.backends import backend, postgres
from tillit.search.documents import analysed
from tillit.search.models import SearchEntry
from tillit.search.query import parse
from tillit.search.search import Search

TEXTS = [
    ("Chefsforum om roller", "Chefer möttes i aulan.", "Den gyllene zonen diskuterades av nämnderna."),
    (
        "Äldreomsorgen i Provby",
        "Omsorg utan detaljer.",
        "Internkontroll och intern kontroll. Målen är färre.",
    ),
    (
        "Nämnden nämner ingen",
        "Ett möte per månad.",
        "Styrkedjan, styrkedjor och styrning. Arbetssättet är nytt.",
    ),
    (
        "E-tjänster för invånare",
        "Kommunen svarar i telefon.",
        "Tillitsbaserad styrning kallas TSL. Zonen är gyllene.",
    ),
    ("Tomt", "", ""),
]
QUERIES = [
    *("chef", "chefer", "forum", "chefsforum", "möte", "mötet", "nämnd", "nämnden", "omsorg", "äldreomsorg", "mål", "målen"),
    *("intern kontroll", "internkontroll", '"intern kontroll"', '"gyllene zonen"', '"zonen gyllene"', "gyllene zon"),
    *("styrning -TSL", "chef -forum", "nämnd -möte", "arbetssatt", "aldreomsorg", "e-tjänst", "etjänst", "kommun telefon"),
    *("tillit", "styrkedja", "-chef", '"roller Chefer"', "roller chefer"),
]  # fmt: skip


@pytest.fixture
def entries():
    for title, lead, body in TEXTS:
        make_article(title_sv=title, lead_sv=lead, body_sv=[block("text", f"<p>{body}</p>")])
    return list(SearchEntry.objects.filter(section="articles"))


def read(asked: Asked, entry) -> bool:
    """The rules, read slowly over the terms of one entry."""
    fields = analysed(entry.title, entry.lead, entry.body, entry.language).fields

    def stands(one):
        whole = [fields[name] for name in ("title", "lead", "body")]
        if len(one.terms) == 1 and not one.is_exact:
            whole += [fields["head_parts"], fields["parts"]]
        size = len(one.terms)
        return any(tuple(terms[n : n + size]) == one.terms for terms in whole for n in range(len(terms)))

    return all(any(map(stands, group.alternatives)) for group in asked.groups) and not any(
        map(stands, asked.excluded)
    )


@pytest.mark.parametrize("ranked", [postgres.RANKED_BY_WHOLE, 1])
def test_hits_are_those_that_the_rules_name_be_they_few_or_many(entries, monkeypatch, ranked):
    monkeypatch.setattr(postgres, "RANKED_BY_WHOLE", ranked)
    for text in QUERIES:
        assert_hits_follow_the_rules(text, entries)


def assert_hits_follow_the_rules(text, entries):
    is_told = postgres.RANKED_BY_WHOLE > 1 or connection.vendor == "sqlite"  # else there are too many of them
    asked_for = question(parse(text), "sv")
    asked = Asked(tuple(asked_for.groups), tuple(asked_for.excluded), language="sv", sections=("articles",))

    found = backend().best(asked, 100)

    assert set(found.fits) == {entry.pk for entry in entries if read(asked, entry)}, text
    assert set(found.entries) == set(found.fits) or not is_told, text


def titles(text, language="sv", **narrowed):
    search = Search(text, language, **narrowed)
    by_pk = SearchEntry.objects.in_bulk(search.ranked)
    return [by_pk[pk].title for pk in search.ranked]


@pytest.mark.parametrize(
    ("text", "title"),
    [("mötena", "Nämnden nämner ingen"), ("forum", "Chefsforum om roller"), ("etjänst", "E-tjänster för invånare"),
     ("omsorgen detalj", "Äldreomsorgen i Provby"), ("arbetssatt", "Nämnden nämner ingen"), ("aldreomsorgen", "Äldreomsorgen i Provby")],
)  # fmt: skip
def test_what_is_written_otherwise_is_found(entries, text, title):
    assert title in titles(text)


def test_halves_of_a_word_are_looked_for_beside_each_other_unless_nearly_everything_has_both(
    entries, monkeypatch
):
    make_article(title_sv="Intern kontroll")
    assert "Intern kontroll" in titles("internkontroll")

    monkeypatch.setattr(asking, "MOST_READ", 1)

    assert titles("internkontroll", sections=["articles"]) == ["Äldreomsorgen i Provby"]


def test_word_spelled_right_is_not_taken_for_another(entries):
    """`mal` and `mål` are two words: å is a letter, and only what is no word is read as typed without it."""
    make_article(title_sv="Malen i garderoben", lead_sv="En mal äter ylle.")

    assert titles("mal", sections=["articles"]) == ["Malen i garderoben"]


def test_synonyms_of_the_glossary_find_each_other(entries, sample):
    assert "E-tjänster för invånare" in titles("tillitsbaserad styrning och ledning")
    users, residents = (set(titles(word, sections=["articles"])) for word in ("brukarna", "invånarna"))
    # Its theme is brukarmedverkan: a compound of the one word is none of the other.
    assert users - residents == {"Kalmar lyfts fram av Tillitsdelegationen"}
    assert residents < users


def test_organisation_person_and_number_come_first(entries):
    organisation = make_organisation(name="Provköpings kommun", short_name="Provköping")
    role = make_role("Asta Provström", "rektor")
    quote = block("quote", {"text": "Ja.", "speaker": role.pk, "attribution": ""})
    article = make_article(
        title_sv="Provköping provar",
        organisation=organisation,
        body_sv=[quote],
        lead_sv="Enligt SOU 2018:47.",
    )

    assert titles("provköping")[0] == titles("Provköpings kommun")[0] == "Provköpings kommun"
    assert titles("asta provström")[0] == "Asta Provström"
    assert titles("SOU 2018:47")[0] == "Provköping provar"
    for address in (article.get_absolute_url(), f"/a/{article.pk}/", f"/en/a/{article.pk}"):
        for host in (
            "https://tillit.example.se",
            "Https://tillit.example.se",
            "tillit.example.se",
            "127.0.0.1:8000",
        ):
            assert titles(f"{host}{address}")[0] == "Provköping provar"
    assert titles(role.person.get_absolute_url())[0] == "Asta Provström"
    # Numbers and strokes are no addresses.
    assert "Asta Provström" not in titles(f"personer {role.person.pk}+")
    assert titles("organisation/provköping", sections=["organisations"]) == []


def test_name_is_no_compound(entries):
    """Who looks for a stream does not look for everybody called Lindström; a compound of it is found."""
    make_article(title_sv="Samtal med Asta Provström")
    make_article(title_sv="En arbetsström")

    assert titles("ström", sections=["articles"]) == ["En arbetsström"]


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("landstinget", "regionerna"),
        ("medborgarna", "invånare"),
        ("brukare", "medborgare"),
        ("tjänstemännen", "tjänstepersoner"),
        ("SKL", "SKR"),
        ("TSL", "tillitsbaserad styrning och ledning"),
    ],
)
def test_glossary_to_begin_with_knows_the_words_for_the_same(word, other):
    load_vocabulary()
    make_article(title_sv=f"Det här är om {word}")
    make_article(title_sv=f"Det här är om {other}")

    for text in (word, other):
        found = titles(text, sections=["articles"])
        assert set(found) == {f"Det här är om {word}", f"Det här är om {other}"}


def test_what_one_can_go_to_stands_before_what_has_been(entries):
    for title, day in (("Mötesplatsen ett", -20), ("Mötesplatsen två", 9)):
        make_event(title_sv=title, days=[EventDay(starts_at=at(day, 9), ends_at=at(day, 16))])

    assert titles("mötesplatsen", sections=["events"]) == ["Mötesplatsen två", "Mötesplatsen ett"]


def test_organisation_called_as_a_stop_word_is_found():
    make_organisation(name="Vara kommun", short_name="Vara", code="1470")

    assert titles("Vara") == ["Vara kommun"]


def test_each_language_finds_its_own_and_the_swedish_that_stand_in():
    make_article(
        title_sv="Mötet",
        title_en="The meeting",
        lead_en="People met.",
        slug_en="the-meeting",
        lead_sv="Ett möte.",
    )
    make_article(title_sv="Bara på svenska", lead_sv="Ett möte till.")

    assert titles("meetings", "en") == ["The meeting"]
    assert titles("mötena", "en") == ["Bara på svenska"]
    assert sorted(titles("mötena", "sv")) == ["Bara på svenska", "Mötet"]


def test_fresh_text_stands_above_an_old_one_that_says_the_same():
    for year in (2009, 2026, 2015):
        make_article(title_sv=f"Dialogen {year}", lead_sv="Samma ord.", published_on=f"{year}-01-01")

    assert titles("dialog", sections=["articles"]) == ["Dialogen 2026", "Dialogen 2015", "Dialogen 2009"]


def test_programme_and_speakers_of_an_event_are_found():
    role = make_role("Bo Provdahl", "chef")
    event = make_event(title_sv="Dagen", sessions=[make_session("Om kvartersvärdar")])
    session = event.sessions.get()
    session.speakers = [role]
    session.save()
    republish(event)

    assert titles("kvartersvärd", sections=["events"]) == titles("provdahl", sections=["events"]) == ["Dagen"]
    assert titles("Bo Provdahl")[0] == "Bo Provdahl"


def docx(text):
    file = BytesIO()
    with ZipFile(file, "w") as package:
        xml = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:t>{text}</w:t></w:p></w:document>'
        package.writestr("word/document.xml", xml)
    return ContentFile(file.getvalue(), "mall.docx")


def test_text_of_a_file_is_found_while_a_page_hands_it_out(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    attachment = Attachment.objects.create(title="Mallen", file=docx("Delegationsordningen på ett blad"))
    assert titles("delegationsordning") == []

    body = [block("file", {"document": attachment.pk, "title": ""})]
    article = make_article(title_sv="Med fil", body_sv=body)
    assert titles("delegationsordning") == ["Mallen"]

    republish(article, body_sv=[])
    assert titles("delegationsordning") == []


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7 trasig", b"PK\x03\x04 inte en zip"])
@pytest.mark.parametrize("name", ["fil.pdf", "fil.docx", "fil.xlsx"])
def test_broken_file_is_uploaded_all_the_same(settings, tmp_path, broken, name):
    settings.MEDIA_ROOT = str(tmp_path)

    attachment = Attachment.objects.create(title="Trasig", file=ContentFile(broken, name))

    with attachment.file.open() as stored:
        assert (attachment.text, stored.read()) == ("", broken)


def test_slide_is_found_within_its_deck(client):
    slide = block(
        "slide", {"title": "Kvartersvärdarna", "content": [block("text", "<p>Om bostadsbolaget</p>")]}
    )
    make_article(kind="bildspel", title_sv="Bildspelet", slug_sv="bildspelet", body_sv=[slide])

    page = client.get("/sok/?q=kvartersvärd").text

    assert 'href="/artiklar/bildspelet/bild/1/"><mark>Kvartersvärdarna</mark>' in page
    assert "1 träff" in page


def test_marks_narrow_and_are_counted():
    topic = make_topic("Färre mål")
    make_article(title_sv="Dialog ett", kind="referat", topics=[topic], published_on="2026-02-01")
    make_article(title_sv="Dialog två", kind="nyhet", published_on="2025-02-01")

    search = Search("dialog", "sv")
    assert (
        search.marks_counted["genre=referat"],
        search.marks_counted["ar=2025"],
        search.marks_counted["section=articles"],
    ) == (1, 1, 2)
    assert titles("dialog", marks=["tema=farre-mal"]) == ["Dialog ett"]
    narrowed = Search("dialog", "sv", marks=["genre=referat"])
    assert narrowed.counted_without(["genre=referat"])["genre=nyhet"] == 1


def pdf(text):
    """The smallest file that a reader of PDF takes: one page with one line."""
    stream = f"BT /F1 12 Tf 20 50 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, start=1))
    return ContentFile(body + b"trailer<</Root 1 0 R>>", "rapport.pdf")


def test_text_of_a_pdf_is_read(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)

    attachment = Attachment.objects.create(title="Rapporten", file=pdf("Delegationsordning med å, ä och ö"))

    assert attachment.text == "Delegationsordning med å, ä och ö"
