"""The back office asks the database a bounded number of times, however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from articles.models import ReaderAnswer
from tests.databases import shared_by_the_module
from tests.factories import (
    block,
    make_article,
    make_event,
    make_organisation,
    make_role,
    make_session,
    make_user,
    png,
    republish,
)
from tillit.editorial.models import Picture

MOST = 60


def full_body():
    """Ten pictures and ten people who speak, each in a role of her own."""
    spoken = [
        block("quote", {"text": "Så är det.", "speaker": role(n).pk, "attribution": ""}) for n in range(10)
    ]
    shown = {"alt": "Ett fält", "caption": "", "credit": "", "is_decorative": False}
    pictures = []
    for number in range(10):
        another = Picture.objects.create(title=f"Bild {number}", file=png(), credit="Per Prov")
        pictures.append(block("picture", {**shown, "image": another.pk, "is_archive_picture": False}))
    return [*spoken, *pictures]


def role(number):
    return make_role(f"Asta Prov {number}", organisation=make_organisation())


@pytest.fixture(scope="module")
def reviewer(django_db_setup, django_db_blocker, tmp_path_factory):
    """Somebody who has much before her, made once for all of this file."""
    with (
        shared_by_the_module(django_db_blocker),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
    ):
        yield make_user("granskare@example.se", "Granskare")


@pytest.fixture(scope="module")
def much(reviewer):
    """An article with all it can have, among others in every state."""
    organisation = make_organisation()
    for number in range(15):
        article = make_article(owner=reviewer, organisation=organisation, published=number % 2)
        ReaderAnswer.objects.create(article=article, helped=True)
        make_event(organisation=organisation, owner=reviewer, published=number % 2)
        waiting = make_article(owner=reviewer, organisation=organisation, published=False)
        Workflow.objects.get().start(waiting, reviewer)
        make_article(organisation=organisation, go_live_at=timezone.now() + timedelta(days=1))
    article = make_article(organisation=organisation, owner=reviewer, body_sv=full_body())
    article.authors = [role(n) for n in range(20, 30)]
    article.save()
    article.save_revision()
    return article


@pytest.mark.parametrize(
    "name",
    ["wagtailadmin_home", "wagtailsnippets_articles_article:list", "wagtailsnippets_articles_article:edit"],
)
def test_start_list_and_form(client, reviewer, much, name):
    client.force_login(reviewer)
    address = reverse(name, args=[much.pk] if name.endswith("edit") else [])
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(queries) < MOST


def test_form_of_an_event(client, organiser, much):
    client.force_login(organiser)
    event = make_event(sessions=[make_session(f"Pass {n}") for n in range(8)])
    for session in event.sessions.all():
        session.speakers = [role(100 + session.pk), role(200 + session.pk)]
        session.save()
    republish(event)
    address = reverse("wagtailsnippets_events_event:edit", args=[event.pk])
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        text = client.get(address).text

    assert text.count("Asta Prov") == 16
    assert len(queries) < MOST
