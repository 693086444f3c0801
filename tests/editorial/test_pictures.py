from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from articles.models import Article
from events.models import Event
from tests.editorial.test_back_office import ADD, EDIT, whole
from tests.events.test_back_office import empty_inlines, event_data, moment
from tests.factories import at, block, make_article, make_organisation, png
from tillit.editorial.models import Picture


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return Picture.objects.create(title="Bild", file=png(), credit="Per Prov", is_archive_picture=True)


def in_text(picture, **values):
    value = {
        "image": picture.pk,
        "alt": "Ett grönt fält",
        "is_decorative": False,
        "caption": "Fältet",
        **values,
    }
    return block("picture", {"credit": "", "is_archive_picture": False, **value})


def test_facts_of_a_picture_travel_with_it(client, picture):
    article = make_article(picture=picture, picture_alt_sv="Det stora fältet", body_sv=[in_text(picture)])

    text = client.get(article.get_absolute_url()).text

    assert text.count("Foto: Per Prov") == 2
    assert text.count("Arkivbild.") == 2
    assert 'alt="Ett grönt fält"' in text
    assert 'alt="Det stora fältet"' in text
    assert 'class="article-cover"' not in text


def test_first_visit_to_a_page_with_pictures_writes_nothing(picture):
    article = make_article(picture=picture, body_sv=[in_text(picture)])

    for path in (article.get_absolute_url(), "/", "/artiklar/"):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path).status_code == 200
        assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_list_with_pictures_asks_no_more_for_thirty_than_for_three(picture):
    asked = []
    for wanted in (3, 27):
        for _ in range(wanted):
            make_article(picture=picture)
        with CaptureQueriesContext(connection) as queries:
            Client().get("/artiklar/")
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_picture_is_not_shown_when_its_rights_have_ended(client, picture):
    article = make_article(picture=picture, body_sv=[in_text(picture)])
    picture.rights_until = timezone.localdate() - timedelta(days=1)
    picture.save()

    text = client.get(article.get_absolute_url()).text

    assert "Per Prov" not in text
    assert 'class="article-cover"' in text


def test_deleted_picture_is_gone_from_the_page(client, picture):
    article = make_article(picture=picture, body_sv=[in_text(picture)])
    assert "Per Prov" in client.get(article.get_absolute_url()).text

    picture.delete()

    assert "Per Prov" not in client.get(article.get_absolute_url()).text


UNSAID = [{"alt": "Fältet", "caption": "fältet "}, {"alt": "", "caption": "Fältet"}]
SAID = [{"alt": "", "is_decorative": True}, {"alt": "Ett fält i sol", "caption": "Fältet"}]


def posted_body(picture, **values):
    value = {"alt": "", "caption": "", "credit": "", **values, "image": picture.pk}
    if not value.pop("is_decorative", False):
        return streamfield([("picture", value)])
    return streamfield([("picture", {**value, "is_decorative": "on"})])


@pytest.mark.parametrize("values", UNSAID)
def test_draft_with_a_picture_nobody_has_described_is_kept_and_not_published(
    client, reviewer, picture, values
):
    client.force_login(reviewer)
    data = whole(organisation=make_organisation().pk, body_sv=posted_body(picture, **values))

    client.post(reverse(ADD), data | {"action-publish": "1"})
    assert not Article.objects.exists()
    client.post(reverse(ADD), data)
    article = Article.objects.get()
    assert article.live is False
    client.post(
        reverse(EDIT, args=[article.pk]),
        data | {"waived_because": "Bilden beskrivs i texten.", "action-publish": "1"},
    )
    assert Article.objects.get().live


@pytest.mark.parametrize("values", SAID)
def test_described_or_decorative_picture_is_published(client, reviewer, picture, values):
    client.force_login(reviewer)
    data = whole(organisation=make_organisation().pk, body_sv=posted_body(picture, **values))

    client.post(reverse(ADD), data | {"action-publish": "1"})

    assert Article.objects.get().live


def test_picture_on_top_is_described_or_decorative(client, reviewer, picture):
    client.force_login(reviewer)
    data = whole(organisation=make_organisation().pk, picture=picture.pk)

    refused = client.post(reverse(ADD), data | {"action-publish": "1"})
    assert "Bilden har ingen alternativtext." in refused.text
    client.post(reverse(ADD), data | {"picture_is_decorative": "on", "action-publish": "1"})

    assert 'alt=""' in client.get(Article.objects.get().get_absolute_url()).text


@pytest.mark.parametrize("part", ["picture", "body_sv"])
def test_picture_of_an_event_is_described_or_decorative(client, organiser, picture, part):
    client.force_login(organiser)
    days = [{"starts_at": moment(at(30, 9)), "ends_at": moment(at(30, 16))}]
    chosen = (
        {"picture": picture.pk} if part == "picture" else nested_form_data({"body_sv": posted_body(picture)})
    )
    data = event_data() | empty_inlines(days=days) | chosen

    refused = client.post(reverse("wagtailsnippets_events_event:add"), data | {"action-publish": "1"})
    assert "Bilden har ingen alternativtext." in refused.text
    saved = client.post(reverse("wagtailsnippets_events_event:add"), data)
    assert saved.status_code == 302
    assert not Event.objects.get().live


def test_photographer_is_asked_for_wherever_a_picture_is_uploaded(client, reviewer, picture):
    client.force_login(reviewer)

    refused = client.post(reverse("wagtailimages:add"), {"title": "Ny", "file": png()})
    assert "credit" in refused.context["form"].errors
    client.post(reverse("wagtailimages:add"), {"title": "Ny", "file": png(), "credit": "Per Prov"})

    assert Picture.objects.filter(title="Ny", credit="Per Prov").exists()
