"""The glossary's words explain themselves where they are first met in a text."""

import re
from unicodedata import normalize

import pytest

from articles.glossary import Glossary
from articles.models import Article, Term
from tests.factories import block, make_article


def make_term(name, forms=(), **values):
    return Term.objects.create(name_sv=name, explanation_sv=f"Om {name}.", forms=list(forms), **values)


def marked(html, language="sv"):
    """The words that have become buttons, in order."""
    return re.findall(r"<button[^>]*>(.*?)</button>", Glossary(Term.objects.all(), language).mark(html))


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("styrkedja", "Alla led i styrkedjorna.", "styrkedjorna"),
        ("handlingsutrymme", "Det handlingsutrymmet räcker.", "handlingsutrymmet"),
        ("gyllene zonen", "I den gyllene  zonen möts de.", "gyllene  zonen"),
        ("chefsforum", "Chefsforumet samlade alla.", "Chefsforumet"),
    ],
)
def test_word_is_found_in_its_forms(name, text, word):
    make_term(name)

    assert marked(f"<p>{text}</p>") == [word]


def test_word_is_found_with_its_rings_and_dots_typed_apart():
    make_term("invånare")

    assert marked(f"<p>{normalize('NFD', 'Invånarna')} svarar.</p>") == ["Invånarna"]


def test_only_the_first_time_and_never_in_headings_or_links():
    make_term("styrkedja")

    html = '<h2>Styrkedjan</h2><p><a href="/styrkedja/">styrkedjan</a> <em>styrkedjan</em> och styrkedjan</p>'
    text = Glossary(Term.objects.all(), "sv").mark(html)

    assert text.count("<button") == 1
    assert "<em><button" in text
    assert text.startswith('<h2>Styrkedjan</h2><p><a href="/styrkedja/">styrkedjan</a>')


def test_longer_word_comes_before_a_shorter_within_it():
    make_term("tillit")
    make_term("tillitsbaserad styrning")

    assert marked("<p>Tillitsbaserad styrning bygger på tillit.</p>") == ["Tillitsbaserad styrning", "tillit"]


def test_words_with_a_sign_between_are_no_word_together():
    make_term("gyllene zonen")

    assert marked("<p>Den var gyllene. Zonen var stor.</p>") == []


def test_abbreviation_is_found_as_it_is_written():
    make_term("tillitsbaserad styrning", abbreviation_sv="TSL")

    assert marked("<p>Om tsl och TSL.</p>") == ["TSL"]


def test_form_written_down_counts_as_the_word():
    make_term("invånare", forms=["brukare"])

    assert marked("<p>Brukarna och invånarna.</p>") == ["Brukarna"]


def test_another_word_for_much_the_same_is_not_explained_as_this_one():
    """What landsting was called is no explanation of the region that one reads of."""
    make_term("landsting", synonyms=["region"])

    assert marked("<p>Regionen var ett landsting.</p>") == ["landsting"]


def test_word_that_is_not_translated_is_not_explained_in_another_language():
    make_term("styrkedja")
    make_term("tillit", name_en="trust", explanation_en="About trust.")

    assert marked("<p>The styrkedja is trust.</p>", "en") == ["trust"]


def test_nothing_else_of_the_page_changes():
    html = '<p class="a > b" title="styrkedja">1 &lt; 2 &amp; 3<br>\n<!-- styrkedja -->slut</p><script>styrkedja</script>'
    make_term("styrkedja")

    assert Glossary(Term.objects.all(), "sv").mark(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>A &amp; B, 1 &lt; 2&#x27;</p>",
        "<p>Skriv till info@tillit.se</p>",
        "<p>https://tillit.se/styrning</p>",
    ],
)
def test_signs_and_addresses_are_no_words(html):
    for name in ("amp", "lt", "x27", "tillit", "styrning"):
        make_term(name)

    assert Glossary(Term.objects.all(), "sv").mark(html) == html


def test_explanation_is_text(client):
    Term.objects.create(name_sv="styrkedja", explanation_sv="<script>alert(1)</script>")
    article = make_article(body_sv=[block("text", "<p>Hela styrkedjan &amp; mer.</p>")])

    text = client.get(article.get_absolute_url()).text

    assert "&lt;script&gt;alert(1)" in text
    assert 'popovertarget="ord-styrkedja">styrkedjan</button>' in text
    assert "&amp; mer." in text


def test_case_is_explained_as_well(client):
    make_term("styrkedja")
    article = make_article()
    Article.objects.filter(pk=article.pk).update(kind="fall", challenge_sv="Styrkedjan var lång.")

    assert ">Styrkedjan</button>" in client.get(article.get_absolute_url()).text
