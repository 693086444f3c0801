"""What somebody tries who wants more than is hers."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import upkeep
from articles.importing.documents import Document, Known, Unreadable
from articles.importing.feeds import fetch_feed
from articles.importing.fetching import Fetched
from articles.importing.parse import parse_page
from articles.importing.write import understand, write
from articles.models import Article, ImportedDocument, NewsFeed, ReviewRequest
from tests.editorial.test_back_office import form
from tests.events.test_back_office import empty_inlines, event_data
from tests.factories import make_article, make_organisation, make_user
from tillit.editorial.models import TakeDown
from tillit.people.models import User
from tillit.review.models import Comment, DraftLink

NAMES = "wagtailsnippets_articles_article"


@pytest.fixture
def ours():
    return make_organisation()


@pytest.fixture
def theirs():
    return make_organisation(code="9902", name="Deras kommun", website_domain="deras.se")


@pytest.fixture
def editor(client, ours):
    user = make_user("var@example.se", "Skribent", "Granskare", organisation=ours)
    client.force_login(user)
    return user


@pytest.mark.parametrize("pk", ["+{}", "%20{}", "{}%20", "%D9%A0{}", "_20{}", "0x{}", "{}.0", "9" * 30])
def test_address_with_an_odd_number_leads_nowhere(client, editor, theirs, pk):
    article = make_article(title_sv="Hemligt", organisation=theirs, published=False)
    revision = article.latest_revision_id
    address = f"/redaktion/snippets/articles/article/history/{pk.format(article.pk)}/revisions/compare/{revision}...{revision}/"

    response = client.get(address)

    assert response.status_code == 404
    assert "Hemligt" not in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/redaktion/snippets/articles/article/",
        "/redaktion/snippets/articles/article/results/",
        "/redaktion/snippets/events/event/",
        "/redaktion/snippets/choose/articles/article/results/",
        "/redaktion/snippets/choose/events/event/results/",
    ],
)
def test_search_finds_ones_own_and_nothing_of_others(client, editor, ours, theirs, address):
    make_article(title_sv="Söklig vår", organisation=ours, published=False)
    make_article(title_sv="Söklig deras", organisation=theirs, published=False)

    response = client.get(address, {"q": "Söklig"})

    assert response.status_code == 200
    assert "deras" not in response.text


def test_line_with_a_made_up_key_takes_over_no_draft(client, editor, theirs):
    document = Document("https://deras.se/nyhet/1", "Deras\n\nText.", "abc", known=Known(organisation="9902"))
    record, _outcome = write(document, understand(document, []))
    lines = [
        {"organisation": "https", "id": "//deras.se/nyhet/1", "title": "Kapad", "text": "Kapad\n\nText."},
        {"id": 1, "title": "Deras", "text": "Deras\n\nText.", "url": "javascript:alert(1)"},
    ]
    content = "\n".join(map(json.dumps, lines)).encode()

    client.post(reverse("take_in", args=["fil"]), {"file": SimpleUploadedFile("a.jsonl", content)})

    article = record.article
    article.refresh_from_db()
    assert (article.title_sv, article.organisation, article.owner) == ("Deras", theirs, None)
    assert not ImportedDocument.objects.filter(url__startswith="javascript").exists()


def test_deletion_by_the_dozen_asks_whose_each_is(client, ours, theirs):
    client.force_login(make_user("admin@example.se", "Administratör", organisation=ours))
    article = make_article(organisation=theirs, published=False)

    client.post(f"/redaktion/bulk/articles/article/delete/?id={article.pk}", {})

    assert Article.objects.filter(pk=article.pk).exists()


def test_form_of_an_event_takes_and_tells_no_draft_of_others(client, editor, theirs):
    secret = make_article(title_sv="Hemlig rapport", organisation=theirs, published=False)
    public = make_article(title_sv="Publik rapport", organisation=theirs)
    address = reverse("wagtailsnippets_events_event:add")

    refused = client.post(address, event_data() | empty_inlines() | {"reports": [secret.pk, public.pk]})

    assert "reports" in refused.context["form"].errors
    assert "Publik rapport" in refused.text
    assert "Hemlig rapport" not in refused.text


def test_superuser_is_not_taken_over_through_the_form(client, administrator):
    above = User.objects.create_superuser("hogst@example.se", "ett långt lösenord")
    client.force_login(administrator)
    fields = {"email": "kapad@example.se", "first_name": "A", "last_name": "B", "is_active": "on"}
    for name in ("edit", "delete"):
        client.post(reverse(f"wagtailusers_users:{name}", args=[above.pk]), fields)

    above.refresh_from_db()
    assert above.email == "hogst@example.se"


def test_administrator_of_one_organisation_does_not_rule_the_staff(client, ours):
    user = make_user("admin@example.se", "Administratör", organisation=ours)
    client.force_login(user)
    fields = {"email": user.email, "first_name": "A", "last_name": "B", "is_for_all": "on", "is_active": "on"}
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), fields)

    user.refresh_from_db()
    assert not user.is_for_all


# Taking down -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "goal",
    ["/artiklar/sidan", "/artiklar/sidan/?x=1", "http://testserver/artiklar/sidan/", "/a/{pk}/", "/a/{pk}"],
)
def test_page_does_not_move_to_itself_however_it_is_spelled(client, reviewer, goal):
    client.force_login(reviewer)
    article = make_article(title_sv="Sidan")

    client.post(
        reverse(f"{NAMES}:unpublish", args=[article.pk]),
        {"kind": "flyttad", "goal": goal.format(pk=article.pk)},
    )

    assert client.get("/artiklar/sidan/").status_code == 200


def test_reason_of_a_withdrawal_is_not_lost_to_an_old_letter(client, reviewer):
    article = make_article(title_sv="Sidan", owner=reviewer)
    upkeep.ask(article)
    article.take_down(TakeDown.Kind.WITHDRAWN, reason_sv="Uppgifterna var fel.")

    client.post(f"/oversyn/{upkeep.token_of(ReviewRequest.objects.get())}/", {"svar": "arkivera"})

    assert "Uppgifterna var fel." in client.get("/artiklar/sidan/").text


def test_draft_is_not_archived(client, reviewer):
    client.force_login(reviewer)
    article = make_article(published=False)

    response = client.post(reverse(f"{NAMES}:unpublish", args=[article.pk]), {"kind": "arkiverad"})

    assert response.status_code == 200
    assert not TakeDown.objects.exists()


# Looking changes nothing -------------------------------------------------------------------------


def test_preview_and_advice_settle_no_doubt(client, reviewer):
    client.force_login(reviewer)
    document = Document("x", "Rubrik\n\nEn text utan ort.", "abc")
    record, _outcome = write(document, understand(document, []))
    data = form(title_sv="Rubrik") | {"settled_doubts": ["0"]}
    preview = reverse(f"{NAMES}:preview_on_edit", args=[record.article_id])

    client.post(reverse("readiness", args=[record.article_id]), data)
    client.post(preview, data)
    client.get(f"{preview}?mode=sv")

    record.refresh_from_db()
    assert all(not doubt.get("settled") for doubt in record.doubts)


def test_guest_sees_what_was_said_through_her_own_link(client, editor, ours):
    article = make_article(organisation=ours, published=False)
    where = ["articles", "article", article.pk]
    client.post(reverse("review_comment", args=where), {"anchor": "title", "text": "INTERNT"})
    for name in ("Ada", "Bo"):
        client.post(reverse("review_share", args=where), {"given_to": name, "days": "14"})
    ada, bo = (link.token for link in DraftLink.objects.order_by("pk"))
    client.post(f"/utkast/{ada}/", {"name": "Ada", "anchor": "title", "text": "FRÅN ADA"})

    assert "FRÅN ADA" in client.get(f"/utkast/{ada}/").text
    for token in (ada, bo):
        assert "INTERNT" not in client.get(f"/utkast/{token}/").text
    assert "FRÅN ADA" not in client.get(f"/utkast/{bo}/").text
    assert "genom länken till Ada" in client.get(reverse("review_page", args=where)).text
    client.post(f"/utkast/{bo}/", {"name": "\u200b", "anchor": "title", "text": "\u200b"})
    assert Comment.objects.count() == 2


# What other sites send ---------------------------------------------------------------------------


def test_page_that_begins_as_xml_is_read():
    page = '<?xml version="1.0" encoding="utf-8"?>\n<html><body><h1>Rubriken</h1><p>En lång text om något som hände.</p></body></html>'

    assert parse_page(page).title == "Rubriken"


@pytest.mark.parametrize("html", ["", "   ", "<!-- tomt -->"])
def test_empty_page_is_said_to_be_so(html):
    with pytest.raises(Unreadable, match="tom"):
        parse_page(html)


def test_sentence_of_our_own_in_a_page_is_a_sentence():
    text = "Här stod del nummer 99 av sidan i sin helhet."

    assert parse_page(f"<h1>Rubrik</h1><p>En ingress först av allt.</p><p>{text}</p>").title == "Rubrik"


@pytest.mark.parametrize(
    "line",
    [b'{"id": 1, "text": "\\ud800"}', b"[" * 100_000, b'{"id": 1, "title": "\\ud800", "text": "x\\n\\ny"}'],
)
def test_odd_lines_are_told_and_not_a_fault(client, editor, line):
    response = client.post(reverse("take_in", args=["fil"]), {"file": SimpleUploadedFile("a.jsonl", line)})

    assert response.status_code in (302, 422)
    assert client.post("/redaktion/hamta/annat/").status_code == 404


def test_feed_with_odd_items_goes_on_and_opens_no_file(editor, theirs, tmp_path):
    secret = tmp_path / "hemlig.xml"
    secret.write_text(
        "<rss><channel><item><title>Inne</title><link>https://deras.se/a</link></item></channel></rss>"
    )
    odd = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
      <entry><title>Tom</title><link href="https://deras.se/tom"/><updated>9999-12-31T23:59:59Z</updated></entry>
      <entry><title>Hel</title><link href="https://deras.se/hel"/><updated>9999-12-31T23:59:59Z</updated></entry></feed>"""
    bodies = {
        "https://deras.se/fil": str(secret).encode(),
        "https://deras.se/udda": odd.encode(),
        "https://deras.se/tom": b" ",
        "https://deras.se/hel": "<h1>Hel</h1><p>En ingress om något som hände hos dem.</p>".encode(),
    }

    def get(url, *, domains):
        return Fetched(url, "text/html", bodies[url], "utf-8")

    for url, expected in (("https://deras.se/fil", (0, 0)), ("https://deras.se/udda", (1, 1))):
        assert (
            fetch_feed(NewsFeed.objects.create(organisation=theirs, url=url, added_by=editor), get=get)
            == expected
        )
    article = Article.objects.get()
    assert (article.organisation, article.owner) == (theirs, None)
