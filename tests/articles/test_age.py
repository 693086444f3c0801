from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from articles.age import AgeNotice, in_words, whole_months
from tests.factories import make_article


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2025, 8, 31), date(2026, 6, 30), 9),
        (date(2025, 8, 31), date(2026, 7, 1), 10),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 3, 1), 12),
        (date(2026, 5, 5), date(2026, 5, 5), 0),
    ],
)
def test_months_are_counted_by_the_calendar(since, until, months):
    assert whole_months(since, until) == months


@pytest.mark.parametrize(
    ("language", "months", "text"),
    [
        ("sv", 10, "10 månader"),
        ("sv", 12, "1 år"),
        ("sv", 83, "6 år och 11 månader"),
        ("en", 13, "1 year and 1 month"),
        ("fi", 25, "2 vuotta ja 1 kuukausi"),
    ],
)
def test_age_is_told_in_words(language, months, text):
    with translation.override(language):
        assert in_words(months) == text


def test_notice_counts_from_the_latest_of_updated_and_reviewed():
    article = make_article(
        published_on=date(2019, 1, 1), updated_on=date(2020, 1, 1), reviewed_on=date(2021, 1, 1)
    )

    assert AgeNotice.of(article, date(2021, 10, 31)) is None
    assert AgeNotice.of(article, date(2021, 11, 1)) == AgeNotice(date(2021, 1, 1), 10, "reviewed")


@pytest.mark.parametrize(
    ("kind", "threshold"), [("nyhet", 10), ("vagledning", 12), ("fall", 24), ("media", None)]
)
def test_threshold_depends_on_kind(kind, threshold):
    article = make_article(kind=kind, published_on=date(2020, 1, 1))

    months = next((m for m in range(60) if AgeNotice.of(article, date(2020 + m // 12, m % 12 + 1, 1))), None)

    assert months == threshold


@time_machine.travel("2026-11-21 12:00", tick=False)
def test_notice_is_on_page_card_and_feed(client):
    article = make_article(published_on=date(2019, 11, 29))

    page = client.get(article.get_absolute_url()).text
    card = client.get(reverse("articles:list")).text
    feed = client.get(reverse("feed")).text

    sentence = "Publicerades för 6 år och 11 månader sedan och har inte setts över sedan dess."
    assert sentence in page
    assert sentence in card
    assert sentence in feed


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"reviewed_on": date(2020, 1, 1)}, "Granskades senast för 1 år sedan."),
        ({"updated_on": date(2020, 1, 1)}, "Uppdaterades senast för 1 år sedan."),
        ({"happened_year": 2019}, "Berättar om något som hände för 1 år sedan."),
    ],
)
def test_notice_says_only_what_is_known(dates, sentence):
    article = make_article(published=False, **dates)

    assert AgeNotice.of(article, date(2021, 1, 1)).sentence == sentence


def test_year_alone_is_shown_as_a_year(client):
    article = make_article(kind="media", happened_year=2018)

    page = client.get(article.get_absolute_url()).text

    assert '<time itemprop="temporalCoverage" datetime="2018">2018</time>' in page
    assert "Publicerad" not in page
    assert "2018 · 1 min läsning" in client.get("/artiklar/?ar=2018").text


def test_old_text_does_not_say_that_something_is_going_on(client):
    values = {"kind": "fall", "began_on": date(2016, 1, 1), "state": "pagar", "title_sv": "Satsningen"}
    old = make_article(published_on=date(2019, 1, 1), **values)
    fresh = make_article(published_on=date(2019, 1, 1), reviewed_on=date.today(), **values)

    assert "pågår" not in client.get(old.get_absolute_url()).text.lower()
    assert "januari 2016 – pågår" in client.get(fresh.get_absolute_url()).text
