"""A draft is read together: comments, letters, and a link for somebody without an account."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from tests.databases import every_table
from tests.editorial.test_back_office import ADD, EDIT, whole
from tests.factories import block, make_article, make_event, make_organisation, make_user
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message
from tillit.review.models import Comment, DraftLink


@pytest.fixture
def ours():
    return make_organisation()


@pytest.fixture
def writer(client, ours):
    user = make_user("skribent@example.se", "Skribent", organisation=ours)
    client.force_login(user)
    return user


@pytest.fixture
def article(writer, ours):
    body = [block("heading", {"text": "Mellanrubrik", "level": "2"}), block("text", "<p>Brödtext</p>")]
    return make_article(
        title_sv="Utkastet",
        lead_sv="Ingressen",
        body_sv=body,
        owner=writer,
        organisation=ours,
        published=False,
    )


def page(article, name="review_page", *more):
    return reverse(name, args=["articles", "article", article.pk, *more])


def share(client, article, **values):
    client.post(page(article, "review_share"), {"given_to": "Eva Ek", "days": "14", **values})
    return reverse("draft", args=[DraftLink.objects.latest("pk").token])


def letters():
    return [(message.to, letter_of(message).subject) for message in Message.objects.order_by("pk")]


# Comments ----------------------------------------------------------------------------------------


def test_every_part_of_the_draft_can_be_spoken_of(client, article):
    anchors = ["title", "lead", *(b.id for b in article.body_sv), "sidan"]

    text = client.get(page(article)).text

    for anchor in anchors:
        assert f'name="anchor" value="{anchor}"' in text


def test_comment_stands_beside_its_part_and_the_owner_gets_a_letter(client, article, ours):
    client.force_login(make_user("granskare@example.se", "Granskare", organisation=ours))
    anchor = article.body_sv[1].id

    client.post(page(article, "review_comment"), {"anchor": anchor, "text": "Vem sa det?\nOch när?"})

    part = next(p for p in client.get(page(article)).context["parts"] if p.anchor == anchor)
    assert [comment.text for comment in part.comments] == ["Vem sa det?\nOch när?"]
    assert letters() == [("skribent@example.se", "En kommentar till ”Utkastet”")]
    assert "Vem sa det?" in letter_of(Message.objects.get()).text


def test_own_comment_sends_no_letter(client, article):
    client.post(page(article, "review_comment"), {"anchor": "title", "text": "Att kolla"})

    assert letters() == []


def test_comment_is_done_and_opened_again(client, article):
    client.post(page(article, "review_comment"), {"anchor": "title", "text": "Att kolla"})
    comment = Comment.objects.get()
    for is_done in (True, False):
        client.post(page(article, "review_resolve", comment.pk))
        comment.refresh_from_db()
        assert (comment.resolved_at is not None) == is_done


def test_comment_on_a_part_that_is_gone_is_not_lost(client, article):
    client.post(page(article, "review_comment"), {"anchor": "borta", "text": "Om något"})

    assert client.get(page(article)).context["parts"][-1].comments[0].text == "Om något"


@pytest.mark.parametrize(
    "data", [{"anchor": "title", "text": ""}, {"anchor": "title", "text": "x" * 2001}, {"text": "x"}]
)
def test_bad_comment_is_asked_for_again(client, article, data):
    assert client.post(page(article, "review_comment"), data).status_code == 422
    assert not Comment.objects.exists()


def test_another_organisation_neither_reads_nor_comments(client, article):
    client.force_login(make_user("annan@example.se", "Granskare", organisation=make_organisation()))

    assert client.get(page(article)).status_code in (302, 403)
    client.post(page(article, "review_comment"), {"anchor": "title", "text": "Hej"})
    client.post(page(article, "review_share"), {"given_to": "Någon", "days": "14"})
    assert not Comment.objects.exists()
    assert not DraftLink.objects.exists()


@pytest.mark.parametrize("kind", ["people/user", "auth/group", "articles/topic", "x/y"])
def test_only_pages_are_read_so(client, writer, kind):
    assert client.get(f"/redaktion/granska/{kind}/1/").status_code == 404


def test_event_is_read_too(client, writer, ours):
    event = make_event(title_sv="Dagen", organisation=ours, published=False)

    assert "Dagen" in client.get(reverse("review_page", args=["events", "event", event.pk])).text


# Through a link ----------------------------------------------------------------------------------


def test_draft_is_read_and_commented_on_without_an_account(client, article):
    guest, address = Client(), share(client, article)

    response = guest.get(address)
    assert "Ingressen" in response.text
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies

    guest.post(address, {"name": "Eva Ek", "anchor": "lead", "text": "Det stämmer."})
    comment = Comment.objects.get()
    assert (comment.author, comment.author_name, comment.anchor) == (None, "Eva Ek", "lead")
    assert letters() == [("skribent@example.se", "En kommentar till ”Utkastet”")]
    assert "Det stämmer." in client.get(page(article)).text


def test_link_shows_the_draft_of_a_live_page_and_readers_do_not_see_it(client, writer, ours):
    article = make_article(title_sv="Publicerad", organisation=ours)
    draft = Article.objects.get()
    draft.lead_sv = "Ny ingress"
    draft.save_revision()

    assert "Ny ingress" in Client().get(share(client, article)).text
    assert "Ny ingress" not in Client().get(article.get_absolute_url()).text


def test_opening_the_link_changes_nothing(client, article):
    address = share(client, article)
    before = every_table()
    for method in (Client().get, Client().head, Client().get):
        method(address)

    assert every_table() == before


def test_link_ends_when_it_is_revoked(client, article):
    address = share(client, article)
    client.post(page(article, "review_revoke", DraftLink.objects.get().pk))

    response = Client().get(address)
    assert response.status_code == 410
    assert "Utkastet" not in response.text
    Client().post(address, {"name": "Eva", "anchor": "lead", "text": "Hej"})
    assert not Comment.objects.exists()


def test_link_ends_when_its_time_is_out(client, article):
    address = share(client, article, days="3")

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert Client().get(address).status_code == 410


@pytest.mark.parametrize("token", ["1", "MQ:x:y", "ä", "x" * 300])
def test_made_up_link_shows_nothing(article, token):
    assert Client().get(f"/utkast/{token}/").status_code == 410


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "anchor": "lead", "text": "Hej"},
        {"name": "Eva", "anchor": "lead", "text": ""},
        {"name": "Eva", "text": "Hej"},
    ],
)
def test_bad_comment_of_a_guest_is_asked_for_again_and_kept(client, article, typed):
    response = Client().post(share(client, article), typed)

    assert response.status_code == 422
    assert all(value in response.text for value in typed.values())
    assert not Comment.objects.exists()


def test_hostile_comment_stays_text(client, article):
    address = share(client, article)
    evil = "<script>alert(1)</script> http://ond.example"

    Client().post(address, {"name": "<b>Eva</b>", "anchor": "lead", "text": evil})

    assert "<script>alert(1)" not in client.get(page(article)).text
    assert "<script>alert(1)" not in Client().get(address).text
    letter = letter_of(Message.objects.get())
    assert "http://ond.example" not in letter.text
    assert "<b>Eva" not in letter.html


def test_comments_are_gone_after_a_year(client, article):
    client.post(page(article, "review_comment"), {"anchor": "title", "text": "Att kolla"})
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        call_command("tidy", stdout=StringIO())

    assert not Comment.objects.exists()


# Review ------------------------------------------------------------------------------------------


def test_review_is_told_by_letters_through_the_outbox_in_swedish(client, writer, ours):
    reviewer = make_user("granskare@example.se", "Granskare", organisation=ours)
    make_user("annans@example.se", "Granskare", organisation=make_organisation())
    data = whole(title_sv="Att granska", organisation=ours.pk)
    client.post(reverse(ADD), data | {"action-submit": "1"})
    assert letters() == [("granskare@example.se", "”Att granska” väntar på granskning")]

    article = Article.objects.get()
    client.force_login(reviewer)
    act(client, article, "reject", comment="Ange källan.")
    assert letters()[1] == ("skribent@example.se", "”Att granska” behöver ändras")
    assert "Ange källan." in letter_of(Message.objects.latest("pk")).text

    client.force_login(writer)
    client.post(reverse(EDIT, args=[article.pk]), data | {"action-submit": "1"})
    client.force_login(reviewer)
    act(client, article, "approve")
    assert Article.objects.get().live
    letter = letter_of(Message.objects.latest("pk"))
    assert letter.subject == "”Att granska” är godkänd"
    assert "/artiklar/att-granska/" in letter.text
    assert mail.outbox == []


def act(client, article, action, comment=""):
    state = Article.objects.get(pk=article.pk).current_workflow_task_state
    address = reverse("wagtailsnippets_articles_article:workflow_action", args=[article.pk, action, state.pk])
    response = client.post(address, {"comment": comment})
    assert response.status_code in (200, 302)
