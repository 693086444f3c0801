from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import Article
from tests.editorial.test_back_office import EDIT, whole
from tests.factories import block, make_article, make_organisation, make_topic
from tillit.editorial.schedule import Schedule


def test_row_made_in_code_is_a_draft():
    assert Article.objects.create(title_sv="Ny").live is False


def test_draft_of_a_live_page_leaves_it_alone(client):
    article = make_article(title_sv="Publicerad", topics=[make_topic("Förr")])
    article.title_sv = "Utkast"
    article.topics = [make_topic("Nu")]
    article.save_revision()

    text = client.get(article.get_absolute_url()).text
    assert "Publicerad" in text
    assert "Utkast" not in text
    assert [t.name_sv for t in Article.objects.get().topics.all()] == ["Förr"]

    Article.objects.get().latest_revision.publish()
    assert [t.name_sv for t in Article.objects.get().topics.all()] == ["Nu"]
    assert Article.objects.get().title_sv == "Utkast"


def test_slug_taken_while_a_draft_waits_gets_a_number():
    waiting = make_article(title_sv="Annat", published=False)
    waiting.slug_sv = "chefsforum"
    waiting.save_revision()
    make_article(title_sv="Chefsforum")

    waiting.latest_revision.publish()

    assert sorted(Article.objects.values_list("slug_sv", flat=True)) == ["chefsforum", "chefsforum-2"]


def test_slug_taken_before_the_approval_gets_a_number(client, writer, reviewer):
    waiting = make_article(title_sv="Annat", organisation=make_organisation(), owner=writer)
    client.force_login(writer)
    data = whole(
        title_sv="Annat", slug_sv="chefsforum", lead_sv="Ingress", organisation=waiting.organisation_id
    )
    client.post(reverse(EDIT, args=[waiting.pk]), data | {"action-submit": "1"})
    make_article(title_sv="Chefsforum")
    assert client.get("/artiklar/chefsforum-2/").status_code == 404

    client.force_login(reviewer)
    task = waiting.current_workflow_task_state
    approve = "wagtailsnippets_articles_article:workflow_action"
    client.post(reverse(approve, args=[waiting.pk, "approve", task.pk]), {"comment": ""})

    assert client.get("/artiklar/chefsforum-2/").status_code == 200
    assert Article.objects.get(pk=waiting.pk).current_workflow_task_state is None


def test_slug_taken_before_the_scheduled_time_gets_a_number_and_stops_no_other(client):
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        soon = timezone.now() + timedelta(minutes=1)
        waiting = make_article(title_sv="Annat")
        waiting.slug_sv, waiting.go_live_at = "chefsforum", soon
        waiting.save_revision().publish()
        make_article(title_sv="Chefsforum")
        make_article(title_sv="Efter", go_live_at=soon)
        assert client.get("/artiklar/chefsforum-2/").status_code == 404
        clock.shift(timedelta(minutes=2))

        call_command("publish_due", stdout=StringIO())

        assert client.get("/artiklar/chefsforum-2/").status_code == 200
        assert client.get("/artiklar/efter/").status_code == 200


def test_untranslated_articles_do_not_clash():
    make_article()
    make_article()

    assert list(Article.objects.values_list("slug_en", flat=True)) == [None, None]


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_publishing_under_another_language_keeps_the_three_apart(language):
    article = make_article(title_sv="Svensk", title_en="English", title_fi="Suomalainen", published=False)

    with translation.override(language):
        article.latest_revision.publish()

    row = Article.objects.values("title", "title_sv", "title_en", "title_fi").get()
    assert row == {"title": "Svensk", "title_sv": "Svensk", "title_en": "English", "title_fi": "Suomalainen"}


def test_changed_address_leads_on_in_its_language(client):
    article = make_article(title_sv="Första", title_en="First")
    article.slug_sv, article.slug_en = "andra", "second"
    article.save_revision().publish()

    for old, new in {
        "/artiklar/forsta/": "/artiklar/andra/",
        "/en/artiklar/first/": "/en/artiklar/second/",
    }.items():
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (301, new)
    assert client.get("/fi/artiklar/first/").status_code == 404


def test_address_taken_back_stands_by_itself_again(client):
    article = make_article(title_sv="Första")
    for slug in ("andra", "forsta"):
        article = Article.objects.get()
        article.slug_sv = slug
        article.save_revision().publish()

    assert client.get("/artiklar/forsta/").status_code == 200
    assert client.get("/artiklar/andra/").headers["Location"] == "/artiklar/forsta/"


def test_address_survives_being_unpublished_and_changed(client):
    article = make_article(title_sv="Första")
    article.unpublish()
    assert client.get("/artiklar/forsta/").status_code == 410

    article = Article.objects.get()
    article.slug_sv = "andra"
    article.save()
    article.save_revision().publish()

    assert client.get("/artiklar/forsta/").headers["Location"] == "/artiklar/andra/"


def test_deleted_page_is_gone_and_says_so(client):
    make_article(title_sv="Första").delete()

    response = client.get("/artiklar/forsta/")

    assert response.status_code == 410
    assert "har tagits bort" in response.text


def test_former_address_is_not_given_to_another_page(client):
    article = make_article(title_sv="Första")
    article.slug_sv = "andra"
    article.save_revision().publish()

    other = make_article(title_sv="Första")

    assert other.slug_sv == "forsta-2"
    assert client.get("/artiklar/forsta/").headers["Location"] == "/artiklar/andra/"


def test_first_publication_dates_a_page_that_has_no_date():
    with time_machine.travel("2026-11-21 12:00+00:00"):
        undated, dated = make_article(), make_article(updated_on=timezone.localdate())

    assert str(undated.published_on) == "2026-11-21"
    assert dated.published_on is None


def test_schedule_publishes_on_time_and_one_failure_stops_nothing_else(monkeypatch, caplog):
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        soon = timezone.now() + timedelta(minutes=1)
        for title in ("Trasig", "Hel"):
            make_article(title_sv=title, go_live_at=soon)
        broken = Article.objects.get(title_sv="Trasig").latest_revision
        broken.content = {**broken.content, "published_on": "inte ett datum"}
        broken.save()
        schedule = Schedule()
        assert schedule.run() == (0, 0, 0)

        clock.shift(timedelta(minutes=2))

        assert schedule.run() == (1, 0, 1)
        assert [a.title_sv for a in Article.objects.published()] == ["Hel"]
        assert Article.objects.get(title_sv="Hel").published_on == timezone.localdate()
        assert "Schemalagd ändring misslyckades" in caplog.text


def test_what_fails_is_not_tried_every_second(caplog):
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        make_article(go_live_at=timezone.now() + timedelta(minutes=1))
        revision = Article.objects.get().latest_revision
        revision.content = {**revision.content, "published_on": "inte ett datum"}
        revision.save()
        clock.shift(timedelta(minutes=2))
        schedule, tries = Schedule(), 0
        for _ in range(120):
            tries += schedule.run()[2]
            clock.shift(timedelta(seconds=1))

    assert tries == 3  # at once, after 30 seconds, and a minute after that


def test_page_can_be_replaced_by_its_next_version_at_the_minute_it_expires():
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        noon = timezone.now() + timedelta(minutes=5)
        article = make_article(title_sv="Gammal", expire_at=noon)
        article.title_sv, article.go_live_at, article.expire_at = "Ny", noon, None
        article.save_revision().publish()
        clock.shift(timedelta(minutes=6))

        assert Schedule().run() == (1, 0, 0)
        assert [a.title_sv for a in Article.objects.published()] == ["Ny"]


def test_page_is_dated_by_the_day_it_went_live_however_often_it_was_put_off():
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        article = make_article(go_live_at=timezone.now() + timedelta(days=1))
        article = Article.objects.get()
        article.go_live_at = timezone.now() + timedelta(days=3)
        article.save_revision().publish()
        clock.shift(timedelta(days=3, minutes=1))
        Schedule().run()

        assert str(Article.objects.get().published_on) == "2026-11-24"


def test_schedule_takes_down_what_has_expired():
    with time_machine.travel("2026-11-21 12:00+00:00", tick=False) as clock:
        article = make_article(expire_at=timezone.now() + timedelta(minutes=1))
        clock.shift(timedelta(minutes=2))
        assert not Article.objects.published().exists()

        assert Schedule().run() == (0, 1, 0)

        article.refresh_from_db()
        assert (article.live, article.expired) == (False, True)


def test_revision_older_than_a_field_publishes_what_it_knows():
    article = make_article(title_en="English", published=False)
    revision = article.latest_revision
    revision.content = {
        k: v for k, v in revision.content.items() if not k.endswith("_fi") and k != "study_visits"
    }
    revision.save()

    with translation.override("fi"):
        revision.publish()

    assert Article.objects.values_list("title_en", "title_fi").get() == ("English", None)


def test_link_to_another_article_follows_it(client):
    goal = make_article(title_sv="Målet")
    article = make_article(body_sv=[block("text", f'<p><a linktype="article" id="{goal.pk}">dit</a></p>')])
    assert f'<a href="{goal.get_absolute_url()}">dit</a>' in client.get(article.get_absolute_url()).text

    goal.slug_sv = "nytt-mal"
    goal.save_revision().publish()
    assert '<a href="/artiklar/nytt-mal/">dit</a>' in client.get(article.get_absolute_url()).text

    Article.objects.get(pk=goal.pk).unpublish()
    assert "<a>dit</a>" in client.get(article.get_absolute_url()).text
