"""A schedule that cannot be misunderstood: the button, the list, the message and the start page say when."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Revision, Workflow

from articles.models import Article
from tests.editorial.test_back_office import ADD, EDIT, whole
from tests.factories import make_article, make_organisation, make_user
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message
from tillit.people.models import User

LIST = "wagtailsnippets_articles_article:list"
WHEN = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)  # eight o'clock in Sweden
IN_WORDS = "tisdag 1 december 08.00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-25 08:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def owner(client):
    user = make_user("agare@example.se", "Granskare")
    client.force_login(user)
    return user


def test_button_and_list_say_when(client, owner):
    article = make_article(owner=owner, go_live_at=WHEN, published=False)
    assert f"Publicera {IN_WORDS}" in client.get(reverse(EDIT, args=[article.pk])).text

    article.latest_revision.publish()
    assert f"Publiceras {IN_WORDS}" in client.get(reverse(LIST)).text
    assert IN_WORDS in client.get("/redaktion/").text


def test_button_of_the_approval_says_when(client, owner):
    article = make_article(owner=owner, go_live_at=WHEN, published=False)
    Workflow.objects.get().start(article, owner)

    assert f"Godkänn och publicera {IN_WORDS}" in client.get(reverse(EDIT, args=[article.pk])).text


def test_failure_of_a_page_whose_owner_has_left_is_told_to_the_organisation(owner, clock):
    ours = make_organisation(editors_email="redaktionen@example.se")
    broken = make_article(owner=owner, organisation=ours, go_live_at=WHEN)
    Revision.objects.filter(pk=broken.latest_revision_id).update(
        content={**broken.latest_revision.content, "published_on": "inte ett datum"}
    )
    User.objects.update(is_active=False)
    clock.move_to("2026-12-01 07:05+00:00")

    call_command("publish_due", stdout=StringIO())

    assert Message.objects.get().to == "redaktionen@example.se"


def test_button_says_now_where_it_is_now(client, owner):
    assert "Publicera nu" in client.get(reverse(ADD)).text


def test_message_says_when_and_leads_to_the_page_where_it_is_out(client, owner):
    organisation = make_organisation()
    data = whole(title_sv="Ny", organisation=organisation.pk) | {"action-publish": "1"}

    later = client.post(reverse(ADD), data | {"go_live_at": "2026-12-01 08:00"}, follow=True).text
    assert f"”Ny” publiceras {IN_WORDS}." in later

    now = client.post(reverse(ADD), data | {"title_sv": "Annan"}, follow=True).text
    assert "”Annan” är publicerad." in now
    assert "/artiklar/annan/" in now


def test_new_version_of_a_live_page_says_so(client, owner):
    article = make_article(owner=owner)
    draft = Article.objects.get(pk=article.pk)
    draft.go_live_at = WHEN
    draft.save_revision().publish()

    assert f"Publicerad, ny version {IN_WORDS}" in client.get(reverse(LIST)).text


def test_failure_is_told_to_the_owner_once_and_stops_no_other(client, owner, clock):
    broken, whole = (
        make_article(title_sv=title, owner=owner, go_live_at=WHEN) for title in ("Trasig", "Hel")
    )
    revision = broken.latest_revision
    revision.content = {**revision.content, "published_on": "inte ett datum"}
    revision.save()
    clock.move_to("2026-12-01 07:05+00:00")

    for _ in range(3):
        call_command("publish_due", stdout=StringIO())

    whole.refresh_from_db()
    assert whole.live
    letter = letter_of(Message.objects.get())
    assert letter.subject == "”Trasig” kunde inte publiceras"
    assert reverse(EDIT, args=[broken.pk]) in letter.text
    client.force_login(owner)
    assert "men det gick inte" in client.get("/redaktion/").text


def test_start_page_shows_what_is_mine(client, owner):
    organisation = make_organisation()
    stranger = make_user("annan@example.se", "Skribent", organisation=organisation)
    make_article(title_sv="Mitt utkast", owner=owner, published=False)
    make_article(title_sv="Deras utkast", owner=stranger, published=False)
    stale = make_article(title_sv="Gammal", owner=owner)
    Article.objects.filter(pk=stale.pk).update(review_due_on="2026-11-01")
    client.post(f"/svar/{stale.pk}/", {"helped": "nej", "text": "Saknar siffror"})

    text = client.get("/redaktion/").text

    assert "Mitt utkast" in text
    assert "Deras utkast" not in text
    assert "skulle ses över 1 november 2026" in text
    assert "Saknar siffror" in text


def test_start_page_of_another_organisation_shows_nothing_of_it(client, owner):
    article = make_article(title_sv="Gammal", organisation=make_organisation(), go_live_at=WHEN)
    Article.objects.filter(pk=article.pk).update(live=True, review_due_on="2026-11-01")
    client.post(f"/svar/{article.pk}/", {"helped": "ja", "text": "Hemligt"})
    client.force_login(make_user("b@example.se", "Skribent", organisation=make_organisation()))

    text = client.get("/redaktion/").text

    assert "Gammal" not in text
    assert "Hemligt" not in text


def test_text_that_was_sent_for_review_waits_for_reviewers_of_that_organisation(client):
    ours, theirs = make_organisation(), make_organisation()
    writer = make_user("s@example.se", "Skribent", organisation=ours)
    client.force_login(writer)
    data = whole(title_sv="Att granska", organisation=ours.pk) | {"action-submit": "1"}
    client.post(reverse(ADD), data)

    for organisation, sees in ((ours, True), (theirs, False)):
        reviewer = make_user(f"g{organisation.pk}@example.se", "Granskare", organisation=organisation)
        client.force_login(reviewer)
        assert ("Att granska" in client.get("/redaktion/").text) == sees
