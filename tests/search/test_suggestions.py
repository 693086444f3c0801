"""What is suggested while one writes."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.utils import timezone

from tests.factories import make_article, make_event, make_organisation


def suggestions(client, text, language=""):
    return [
        (entry["text"], entry["url"])
        for entry in json.loads(client.get(f"{language}/sok/forslag/?q={quote(text)}").content)
    ]


def test_suggestions_name_pages_and_words(client):
    organisation = make_organisation(name="Gislaveds kommun", short_name="Gislaved", slug="gislaved")
    make_article(title_sv="Gislaved provar", slug_sv="gislaved-provar", organisation=organisation)

    found = suggestions(client, "gis")

    assert found[:2] == [
        ("Gislaveds kommun", "/organisationer/gislaved/"),
        ("Gislaved provar", "/artiklar/gislaved-provar/"),
    ]
    assert ("gislaved", "/sok/?q=gislaved") in found
    for number in range(5):
        make_event(title_sv=f"Gislaved {number}")
    assert suggestions(client, "gis")[0] == ("Gislaveds kommun", "/organisationer/gislaved/")
    assert suggestions(client, "gislaved pro")[0][0] == "Gislaved provar"
    assert suggestions(client, "g") == suggestions(client, "") == []


def test_only_whole_words_are_suggested(client):
    make_article(title_sv="Ett", title_fi="Esihenkilöpäivät alkavat", slug_fi="esihenkilo")

    assert [text for text, _url in suggestions(client, "esihen", "/fi")] == [
        "Esihenkilöpäivät alkavat",
        "esihenkilöpäivät",
    ]
    assert suggestions(client, "kommun:han") == []


@pytest.mark.parametrize(
    ("begun", "line"),
    [
        ("kommun:haninge dia", "kommun:haninge dialog"),
        ('"gyllene dia', '"gyllene dialog'),
        ("Chef -dia", "Chef -dialog"),
        ("dialog -", None),
        ('"gyllene dia"', None),
    ],
)
def test_line_goes_on_as_it_was_begun(client, begun, line):
    make_article(title_sv="Dialog")

    assert [text for text, url in suggestions(client, begun) if "?q=" in url] == [line] * bool(line)


def test_word_that_another_language_still_has_is_suggested_there_alone(client):
    soon = timezone.now() + timedelta(hours=1)
    make_article(title_sv="Kvartersvärdar", expire_at=soon)
    for number in range(2):
        make_article(
            title_sv=f"Ett {number}", title_en=f"Kvartersvärdar {number}", slug_en=f"kvartersvardar-{number}"
        )

    with time_machine.travel(soon + timedelta(hours=1), tick=False):
        assert suggestions(client, "kvartersvä") == []
        assert suggestions(client, "kvartersvä", "/en")[-1][0] == "kvartersvärdar"


def test_words_of_a_page_whose_day_has_passed_are_not_suggested(client):
    make_article(title_sv="Kvartersvärdar", expire_at=timezone.now() + timedelta(hours=1))
    assert suggestions(client, "kvart")[-1] == ("kvartersvärd", "/sok/?q=kvartersv%C3%A4rd")

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert suggestions(client, "kvart") == []


def test_suggestions_on_other_pages_know_swedish_names(client):
    make_organisation(name="Gislaveds kommun", short_name="Gislaved", slug="gislaved", code="0662")

    assert suggestions(client, "gislaveds kom", "/en")[0] == (
        "Gislaveds kommun",
        "/en/organisationer/gislaved/",
    )
