"""Each translation says how it stands, and a change in Swedish makes it outdated."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from tests.editorial.test_back_office import EDIT, whole
from tests.factories import make_article, make_event, make_organisation, make_user
from tillit.editorial.translations import all_statuses

TABLE = "translations"


@pytest.fixture
def article(client, reviewer):
    client.force_login(reviewer)
    return make_article(title_sv="Svensk", lead_sv="Ingress", organisation=make_organisation())


def save(client, article, **values):
    data = whole(
        **{"title_sv": "Svensk", "lead_sv": "Ingress", "organisation": article.organisation_id, **values}
    )
    response = client.post(reverse(EDIT, args=[article.pk]), data | {"action-publish": "1"})
    assert response.status_code == 302
    return {
        language: status.code for language, status in all_statuses(Article.objects.get(pk=article.pk)).items()
    }


def test_translation_goes_from_missing_to_current_to_outdated_and_back(client, article):
    assert save(client, article)["en"] == "saknas"
    english = {"title_en": "English", "lead_en": "Lead"}
    assert save(client, article, **english) == {"en": "aktuell", "fi": "saknas", "lattlast": "saknas"}
    assert save(client, article, **english, lead_sv="Ändrad ingress")["en"] == "inaktuell"
    assert (
        save(client, article, lead_sv="Ändrad ingress", title_en="English", lead_en="Changed lead")["en"]
        == "aktuell"
    )


def test_reading_through_is_enough(client, article):
    english = {"title_en": "English"}
    save(client, article, **english)
    save(client, article, **english, lead_sv="Ändrad")

    assert save(client, article, **english, lead_sv="Ändrad", current_en="on")["en"] == "aktuell"


def test_machine_made_is_told_to_editors_and_readers(client, article):
    assert save(client, article, title_fi="Suomeksi", machine_fi="on")["fi"] == "maskin"
    assert "Koneen kääntämä" in client.get("/fi/artiklar/suomeksi/").text
    assert "maskin" not in client.get("/artiklar/svensk/").text

    assert save(client, article, title_fi="Paremmin suomeksi")["fi"] == "aktuell"
    assert "Koneen kääntämä" not in client.get("/fi/artiklar/paremmin-suomeksi/").text


def test_easy_summary_is_shown_and_grows_old_with_the_text(client, article):
    assert save(client, article, easy_summary="Vi lyssnar.\nVi bestämmer sen.")["lattlast"] == "aktuell"
    page = client.get("/artiklar/svensk/").text
    assert "Lättläst" in page
    assert "Vi lyssnar.<br>Vi bestämmer sen." in page

    assert (
        save(client, article, easy_summary="Vi lyssnar.\nVi bestämmer sen.", lead_sv="Ny")["lattlast"]
        == "inaktuell"
    )


def test_text_that_came_in_some_other_way_is_not_vouched_for():
    article = make_article(title_en="English")

    assert article.translation_states["en"] == "okand"


def test_tab_says_how_it_stands(client, article):
    save(client, article, title_en="English")
    save(client, article, title_en="English", lead_sv="Ändrad")

    assert "Inaktuell: svenskan har ändrats." in client.get(reverse(EDIT, args=[article.pk])).text


def test_one_table_of_all_content_with_a_choice(client, article):
    save(client, article, title_en="English")
    save(client, article, title_en="English", lead_sv="Ändrad")
    make_event(title_sv="Dagen", title_en="The day")

    whole = client.get(reverse(TABLE)).text
    assert "Svensk" in whole
    assert "Dagen" in whole
    outdated = client.get(reverse(TABLE), {"status": "inaktuell"}).text
    assert "Svensk" in outdated
    assert "Dagen" not in outdated
    assert client.get(reverse(TABLE), {"status": "x'\"", "sida": "999"}).status_code == 200


def test_table_shows_ones_own_only(client, article):
    client.force_login(make_user("b@example.se", "Skribent", organisation=make_organisation()))

    assert "Svensk" not in client.get(reverse(TABLE)).text


def test_table_asks_as_much_for_many_as_for_few(client, article):
    asked = []
    for wanted in (1, 20):
        for _ in range(wanted):
            make_article(title_en="English")
        client.get(reverse(TABLE))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(TABLE))
        asked.append(len(queries))

    assert asked[0] == asked[1]
