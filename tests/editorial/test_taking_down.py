"""A page is archived, withdrawn or moved; nothing that was public is lost."""

from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.urls import reverse

from articles.models import Article
from tests.editorial.test_back_office import EDIT, form, whole
from tests.factories import make_article, make_event, make_organisation, make_topic, republish
from tillit.editorial.models import TakeDown

NAMES = "wagtailsnippets_articles_article"


@pytest.fixture
def signed_in(client, reviewer):
    client.force_login(reviewer)
    return client


def take_down(client, page, **values):
    return client.post(reverse(f"{NAMES}:unpublish", args=[page.pk]), values)


def test_archived_page_is_read_with_a_notice_and_leaves_the_start_page(signed_in, client):
    article = make_article(title_sv="Gammal berättelse")
    assert "Gammal berättelse" in client.get("/").text

    take_down(signed_in, article, kind="arkiverad", reason_sv="Försöket är slut.")

    text = client.get(article.get_absolute_url()).text
    assert "Arkiverad" in text
    assert "Försöket är slut." in text
    assert "Gammal berättelse" not in client.get("/").text
    assert "Arkiverad: ses inte längre över." in client.get("/artiklar/").text
    assert "Arkiverad: ses inte längre över." in client.get("/flode.atom").text


def test_archived_page_can_be_brought_back(signed_in, client):
    article = make_article(title_sv="Berättelsen")
    take_down(signed_in, article, kind="arkiverad")

    signed_in.post(reverse(f"{NAMES}:bring_back", args=[article.pk]))

    assert "Arkiverad" not in client.get(article.get_absolute_url()).text


def test_withdrawn_page_tells_why_in_the_readers_language(signed_in, client):
    article = make_article(title_sv="Fel", title_en="Wrong")
    take_down(
        signed_in, article, kind="tillbakadragen", reason_sv="Uppgifterna var fel.", reason_en="It was wrong."
    )

    swedish, english = client.get("/artiklar/fel/"), client.get("/en/artiklar/wrong/")
    assert (swedish.status_code, english.status_code) == (410, 410)
    assert "Uppgifterna var fel." in swedish.text
    assert "It was wrong." in english.text
    assert client.get(f"/a/{article.pk}/").status_code == 410


def test_withdrawing_needs_a_reason(signed_in, client):
    article = make_article()

    response = take_down(signed_in, article, kind="tillbakadragen")

    assert "Skriv varför" in response.text
    assert client.get(article.get_absolute_url()).status_code == 200


def test_moved_page_leads_on_from_all_its_addresses(signed_in, client):
    make_article(title_sv="Nya")
    article = make_article(title_sv="Gamla", title_fi="Vanha")
    take_down(signed_in, article, kind="flyttad", goal="/artiklar/nya/")

    for address in ("/artiklar/gamla/", "/fi/artiklar/vanha/", f"/a/{article.pk}/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, "/artiklar/nya/")


@pytest.mark.parametrize(
    "goal", ["/artiklar/gamla/", "/a/{pk}/", "{site}/artiklar/gamla/?x=1", "/en/artiklar/old/"]
)
def test_pages_never_lead_to_each_other(signed_in, client, settings, goal):
    settings.SITE_URL = "https://tillit.example.se"
    new = make_article(title_sv="Nya")
    old = make_article(title_sv="Gamla", title_en="Old")
    take_down(signed_in, old, kind="flyttad", goal="/artiklar/nya/")

    response = take_down(signed_in, new, kind="flyttad", goal=goal.format(pk=old.pk, site=settings.SITE_URL))

    assert "är själv flyttad, till /artiklar/nya/." in response.text
    assert client.get("/artiklar/nya/").status_code == 200


def test_page_moves_to_a_topic_whose_name_a_moved_page_had(signed_in, client):
    make_topic("Trygghet")
    make_article(title_sv="Nya")
    take_down(signed_in, make_article(title_sv="Trygghet"), kind="flyttad", goal="/artiklar/nya/")
    article = make_article(title_sv="Annan")

    take_down(signed_in, article, kind="flyttad", goal="/teman/trygghet/")

    assert client.get("/artiklar/annan/")["Location"] == "/teman/trygghet/"


@pytest.mark.parametrize("goal", ["/artiklar/finns-inte/", "/ingenstans/", "/evenemang/finns-inte/"])
def test_page_moves_only_to_what_is_there(signed_in, client, goal):
    article = make_article(title_sv="Gamla")

    response = take_down(signed_in, article, kind="flyttad", goal=goal)

    assert "finns inte här" in response.text
    assert client.get("/artiklar/gamla/").status_code == 200


@pytest.mark.parametrize(
    "goal",
    ["", "//ond.example", "javascript:alert(1)", "http://ond.example/", "/\\ond.example", "https://", "artiklar/x", "/artiklar/gamla/",
     "https://[ond", "/ hej"],
)  # fmt: skip
def test_page_moves_to_no_bad_address_and_not_to_itself(signed_in, client, goal):
    article = make_article(title_sv="Gamla")

    response = take_down(signed_in, article, kind="flyttad", goal=goal)

    assert response.status_code == 200
    assert client.get("/artiklar/gamla/").status_code == 200


def test_page_that_is_published_again_is_no_longer_withdrawn(signed_in, client):
    article = make_article(title_sv="Åter")
    take_down(signed_in, article, kind="tillbakadragen", reason_sv="Fel.")

    Article.objects.get().latest_revision.publish()

    assert client.get("/artiklar/ater/").status_code == 200
    assert not TakeDown.objects.exists()


def test_writer_may_not_take_down(client, writer):
    client.force_login(writer)
    article = make_article()

    take_down(client, article, kind="tillbakadragen", reason_sv="Nej")

    assert Article.objects.get().live


def test_page_that_has_been_public_is_not_deleted(client, administrator):
    client.force_login(administrator)
    article, draft = make_article(), make_article(published=False)
    for page in (article, draft):
        client.post(reverse(f"{NAMES}:delete", args=[page.pk]))
    client.post(f"/redaktion/bulk/articles/article/delete/?id={article.pk}", {})

    assert list(Article.objects.all()) == [article]


def test_opening_the_dialogue_changes_nothing(signed_in, client):
    article = make_article()
    for view in ("unpublish", "bring_back", "versions"):
        signed_in.get(reverse(f"{NAMES}:{view}", args=[article.pk]))

    assert Article.objects.get().live
    assert not TakeDown.objects.exists()


def test_event_is_withdrawn_with_a_reason(signed_in, client):
    event = make_event(title_sv="Dagen")
    address = reverse("wagtailsnippets_events_event:unpublish", args=[event.pk])
    signed_in.post(address, {"kind": "tillbakadragen", "reason_sv": "Arrangören har slutat."})

    response = client.get("/evenemang/dagen/")
    assert response.status_code == 410
    assert "Arrangören har slutat." in response.text


# Versions ----------------------------------------------------------------------------------------


def test_every_public_version_is_kept_with_its_time(signed_in):
    with time_machine.travel("2026-03-01 12:00+00:00", tick=False):
        article = make_article(title_sv="Första")
    with time_machine.travel("2026-05-01 12:00+00:00", tick=False):
        republish(article, title_sv="Andra")

    page = signed_in.get(reverse(f"{NAMES}:versions", args=[article.pk]), {"dag": "2026-04-01"})

    versions = list(article.versions.all())
    assert [version.revision.as_object().title_sv for version in versions] == ["Andra", "Första"]
    assert versions[1].ended_at == versions[0].began_at
    assert page.context["that_day"] == versions[1]
    assert "Den 1 april 2026 visades versionen från 1 mars 2026" in page.text
    first = reverse(f"{NAMES}:revisions_view", args=[article.pk, versions[1].revision_id])
    assert f"{first}?mode=sv" in page.text
    assert "Första" in signed_in.get(f"{first}?mode=sv").text
    compare = reverse(
        f"{NAMES}:revisions_compare", args=[article.pk, *(v.revision_id for v in reversed(versions))]
    )
    assert compare in page.text
    assert signed_in.get(compare).status_code == 200


@pytest.mark.parametrize("day", ["2026-01-01", "9999-99-99", "igår"])
def test_day_without_a_version_is_said_or_left(signed_in, day):
    article = make_article()

    response = signed_in.get(reverse(f"{NAMES}:versions", args=[article.pk]), {"dag": day})

    assert response.status_code == 200
    assert response.context["that_day"] is None


def test_version_ends_when_the_page_is_taken_down(signed_in):
    article = make_article()
    take_down(signed_in, article, kind="tillbakadragen", reason_sv="Fel.")

    assert article.versions.get().ended_at is not None


def test_draft_that_waits_for_its_time_is_no_version(reviewer):
    with time_machine.travel("2026-03-01 12:00+00:00", tick=False):
        article = make_article()
        draft = Article.objects.get()
        draft.go_live_at = "2026-04-01T12:00:00Z"
        Article.full_clean(draft)
        draft.save_revision().publish()

    assert article.versions.count() == 1


def test_writing_on_never_writes_over_what_readers_have_seen(signed_in, reviewer):
    organisation = make_organisation()
    signed_in.post(
        reverse(f"{NAMES}:add"),
        whole(title_sv="Publicerad", organisation=organisation.pk) | {"action-publish": "1"},
    )
    article = Article.objects.get()
    public = article.latest_revision

    signed_in.post(
        reverse(EDIT, args=[article.pk]), form(title_sv="Utkast") | {"overwrite_revision_id": public.pk}
    )

    public.refresh_from_db()
    assert public.content["title_sv"] == "Publicerad"
    assert Article.objects.get().latest_revision_id != public.pk


def test_log_of_earlier_publications_becomes_versions():
    """What the migration does for a hub that has been in use."""
    migration = import_module("tillit.editorial.migrations.0003_past_of_pages")
    article = make_article(title_sv="Första")
    republish(article, title_sv="Andra")
    expected = [(version.revision_id, version.ended_at is None) for version in article.versions.all()]
    article.versions.all().delete()

    migration.remember_what_was_published(apps, connection.schema_editor())

    assert [(version.revision_id, version.ended_at is None) for version in article.versions.all()] == expected
