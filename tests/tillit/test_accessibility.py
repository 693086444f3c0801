from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tillit.accessibility import DIGG_COMPLAINT, STATEMENT
from tillit.models import AccessibilityReport

FORM = "/om/tillganglighet/meddelande/"


def test_statement_has_all_that_digg_asks_for(client, settings):
    settings.OPERATOR = "Provby kommun"

    text = client.get("/om/tillganglighet/").text

    expected = [
        "Provby kommun",  # the public actor
        "webbplatsen Tillit",  # the service
        str(STATEMENT.compliance),
        *(str(issue.what) for issue in STATEMENT.issues),
        *(str(issue.why) for issue in STATEMENT.issues),
        f'datetime="{STATEMENT.assessed_on}"',
        f'datetime="{STATEMENT.updated_on}"',
        str(STATEMENT.method),
        FORM,
        DIGG_COMPLAINT,
        str(STATEMENT.burden),
        str(STATEMENT.outside_the_law),
    ]
    assert [part for part in expected if part not in text] == []


def test_statement_is_one_click_from_every_page(client):
    for path in ("/", "/artiklar/", "/en/", "/finns-inte/"):
        assert "/om/tillganglighet/" in client.get(path).text


def test_anyone_can_write_without_saying_who_she_is(client):
    response = client.post(FORM, {"kind": "brist", "text": "Rösten läser inte å, ä och ö – é."})

    assert response.headers["Location"] == "/om/tillganglighet/tack/"
    assert AccessibilityReport.objects.get().text == "Rösten läser inte å, ä och ö – é."
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Skriv några ord om vad som hände"),
        ({"text": "x", "email": "inte en adress"}, "Adressen ser inte hel ut."),
        ({"text": "x" * 5001}, "5000"),
        ({"text": " \u200b "}, "Skriv några ord om vad som hände"),
        ({"text": "a\0b"}, "Null-tecken"),
    ],
)
def test_wrong_input_is_explained_and_kept(client, typed, sentence):
    response = client.post(FORM, {"kind": "format", "page": "Startsidan", **typed})

    assert response.status_code == 200
    assert sentence in response.text
    assert 'value="Startsidan"' in response.text
    assert "Fel: " in response.text
    assert not AccessibilityReport.objects.exists()


def test_programs_are_thanked_but_not_heard(client):
    response = client.post(FORM, {"kind": "brist", "text": "Köp nu", "website": "http://spam.example"})

    assert response.status_code == 302
    assert not AccessibilityReport.objects.exists()


def test_nightly_tidying_removes_what_has_outlived_its_year():
    AccessibilityReport.objects.create(text="gammalt")
    AccessibilityReport.objects.update(created_at=timezone.now() - timedelta(days=366))
    AccessibilityReport.objects.create(text="nytt")

    call_command("tidy", stdout=StringIO())

    assert [report.text for report in AccessibilityReport.objects.all()] == ["nytt"]


def test_programs_that_fill_in_everything_are_stopped_by_number(client):
    AccessibilityReport.objects.bulk_create(AccessibilityReport(text=str(n)) for n in range(100))

    response = client.post(FORM, {"kind": "brist", "text": "En till"})

    assert "Just nu kommer det in många meddelanden." in response.text
    assert "En till" in response.text
    assert AccessibilityReport.objects.count() == 100


def test_what_is_far_too_large_is_refused_in_swedish(client):
    response = client.post(FORM, {"kind": "brist", "text": "x" * 3_000_000})

    assert response.status_code == 400
    assert "Gå tillbaka, korta texten" in response.text
