import pytest
from django.urls import reverse

from tests.factories import make_article, make_topic

IN_ENGLISH = {"title_en": "In English", "lead_en": "A lead."}


def test_translated_article_is_shown_in_its_language(client):
    make_article(title_sv="På svenska", **IN_ENGLISH)

    text = client.get("/en/artiklar/in-english/").text

    assert '<html lang="en">' in text
    assert "In English" in text
    assert "På svenska" not in text


def test_missing_part_of_a_translation_is_not_filled_with_swedish(client):
    make_article(title_sv="På svenska", lead_sv="Svensk ingress.", title_en="In English")

    assert "Svensk ingress." not in client.get("/en/artiklar/in-english/").text


def test_untranslated_article_is_marked_swedish_in_other_lists(client):
    make_article(title_sv="Bara svenska")

    text = client.get("/en/artiklar/").text

    assert '<li class="card" lang="sv">' in text
    assert 'href="/artiklar/bara-svenska/"' in text
    assert "In Swedish" in text


def test_swedish_address_under_another_language_leads_to_the_swedish_page(client):
    make_article(title_sv="Bara svenska")

    assert client.get("/fi/artiklar/bara-svenska/").headers["Location"] == "/artiklar/bara-svenska/"


def test_language_switch_never_promises_a_translation_that_is_not_there(client):
    make_article(title_sv="På svenska", **IN_ENGLISH)

    text = client.get("/artiklar/pa-svenska/").text

    assert '<a href="/en/artiklar/in-english/" lang="en" hreflang="en">English</a>' in text
    assert '<a href="/fi/" lang="fi" hreflang="fi">Suomeksi <span lang="sv">(startsidan)</span>' in text
    assert 'rel="alternate" hreflang="en" href="http://testserver/en/artiklar/in-english/"' in text
    assert 'rel="alternate" hreflang="fi"' not in text


@pytest.mark.parametrize(("language", "name"), [("en", "Trust"), ("fi", "Tillit")])
def test_vocabulary_without_translation_is_marked(client, language, name):
    topic = make_topic("Tillit", name_en="Trust")

    text = client.get(f"/{language}{reverse('topics:detail', args=[topic.slug])}").text

    assert f"<h1>{name}</h1>" in text
    assert ('<header class="page-head" lang="sv">' in text) == (language == "fi")


def test_sitemap_names_only_the_languages_that_exist(client):
    make_article(title_sv="På svenska", **IN_ENGLISH)

    assert "<loc>http://testserver/sitemap-artiklar.xml</loc>" in client.get("/sitemap.xml").text
    text = client.get("/sitemap-artiklar.xml").text

    assert "/artiklar/pa-svenska/" in text
    assert "/en/artiklar/in-english/" in text
    assert "/fi/artiklar/in-english/" not in text
    assert "/fi/artiklar/pa-svenska/" not in text
