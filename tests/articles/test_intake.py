"""Hämta in: a communicator moves her texts in by herself."""

import json
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from articles.importing.feeds import fetch_feed
from articles.importing.fetching import Fetched, Refused
from articles.models import Article, ImportedDocument, NewsFeed
from tests.articles.importing.documents import NEWS
from tests.editorial.test_back_office import EDIT, whole
from tests.factories import make_organisation, make_user

PAGES = Path(__file__).parent / "importing" / "pages"


@pytest.fixture
def ekby():
    return make_organisation(code="9901", name="Ekby kommun", short_name="Ekby", website_domain="ekby.se")


@pytest.fixture
def editor(client, ekby):
    user = make_user("var@example.se", "Skribent", organisation=ekby)
    client.force_login(user)
    return user


def take_in(client, way, **data):
    return client.post(reverse("take_in", args=[way]), data)


def lines(*objects):
    return "\n".join(json.dumps(o, ensure_ascii=False) for o in objects).encode()


def test_pasted_text_becomes_ones_own_draft_with_its_doubts(client, editor, ekby):
    response = take_in(client, "text", text=NEWS)

    article = Article.objects.get()
    assert response["Location"] == reverse(EDIT, args=[article.pk])
    assert (article.live, article.owner, article.organisation) == (False, editor, ekby)
    page = client.get(response["Location"]).text
    for doubt in article.imported_from.doubts:
        assert doubt["text"].replace("”", "") in page.replace("”", "")


def test_same_text_again_leads_to_the_same_draft(client, editor):
    first, second = take_in(client, "text", text=NEWS), take_in(client, "text", text=NEWS)

    assert first["Location"] == second["Location"]
    assert Article.objects.count() == 1


def test_saved_page_is_uploaded(client, editor):
    file = SimpleUploadedFile("sida.html", (PAGES / "portlets.html").read_bytes(), "text/html")

    take_in(client, "fil", file=file)

    article = Article.objects.get()
    assert article.title_sv == "Skolan i Ekby släppte måltalen"
    assert article.imported_from.url == "https://www.ekby.se/nyheter/skolan-slappte-maltalen"


def test_lines_are_uploaded_and_bad_ones_are_told(client, editor):
    content = (
        lines({"id": 1, "title": "Ett", "text": "En text."}, {"title": "Utan id", "text": "x"}) + b"\n{trasig"
    )
    response = client.post(
        reverse("take_in", args=["fil"]), {"file": SimpleUploadedFile("alla.jsonl", content)}, follow=True
    )

    assert [a.title_sv for a in Article.objects.all()] == ["Ett"]
    assert "Rad 2: den saknar id." in response.text
    assert "Rad 3: den är inte JSON." in response.text


@pytest.mark.parametrize(
    ("way", "data", "sentence"),
    [
        ("text", {"text": ""}, "Klistra in texten här."),
        ("text", {"text": " \n "}, "Klistra in texten här."),
        ("text", {"text": "a\x00b"}, "Null"),
        ("fil", {}, "Välj en fil."),
        ("fil", {"file": ("bild.png", b"x")}, "Filen ska vara .txt"),
        ("fil", {"file": ("a.txt", b"\xff\xfe\x00")}, "UTF-16"),
        ("fil", {"file": ("a.txt", b"")}, "Filen är tom."),
        ("fil", {"file": ("a.jsonl", b"{}\n" * 201)}, "Fler än 200"),
        ("adress", {"url": ""}, "Skriv sidans adress."),
        ("adress", {"url": "https://annan.example/"}, "inte till er egen webbplats"),
        ("adress", {"url": "http://127.0.0.1/"}, "webbplats med namn"),
        ("adress", {"url": "file:///etc/passwd"}, "https://"),
    ],
)
def test_bad_input_gets_a_sentence_and_makes_nothing(client, editor, way, data, sentence):
    data = {k: SimpleUploadedFile(*v) if isinstance(v, tuple) else v for k, v in data.items()}

    response = take_in(client, way, **data)

    assert response.status_code == 422
    assert sentence in response.text
    assert not Article.objects.exists()


def test_what_was_typed_is_kept(client, editor):
    assert "https://annan.example/sida" in take_in(client, "adress", url="https://annan.example/sida").text


def test_same_text_from_another_organisation_is_a_draft_of_its_own(client, editor, ekby):
    stranger = make_user("annan@example.se", "Skribent", organisation=make_organisation())
    client.force_login(stranger)
    take_in(client, "text", text=NEWS)

    client.force_login(editor)
    take_in(client, "text", text=NEWS)

    assert [article.organisation for article in Article.objects.order_by("pk")] == [
        stranger.organisation,
        ekby,
    ]


def test_organiser_has_no_way_in(client, organiser):
    client.force_login(organiser)

    assert client.get(reverse("intake")).status_code in (302, 403)
    take_in(client, "text", text=NEWS)
    assert not Article.objects.exists()


# Doubts ------------------------------------------------------------------------------------------


def test_doubts_are_ticked_off_and_blocking_ones_stop_publication(client, reviewer, ekby):
    client.force_login(reviewer)
    take_in(client, "text", text="En rubrik\n\nEn ingress utan datum och ort.\n\nMer text.")
    article = Article.objects.get()
    record = article.imported_from
    assert any(doubt["blocks"] for doubt in record.doubts)
    data = whole(title_sv="En rubrik", organisation=ekby.pk)

    response = client.post(reverse(EDIT, args=[article.pk]), data | {"action-publish": "1"})
    assert "måste lösas före publicering" in response.text
    assert not Article.objects.get().live

    settled = [str(n) for n in range(len(record.doubts))]
    client.post(reverse(EDIT, args=[article.pk]), data | {"action-publish": "1", "settled_doubts": settled})
    record.refresh_from_db()
    assert Article.objects.get().live
    assert record.unsettled == []


# Feeds -------------------------------------------------------------------------------------------

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Nyheter</title>
<item><title>Skolan</title><link>https://www.ekby.se/nyheter/skolan</link><pubDate>Thu, 14 Mar 2024 22:30:00 GMT</pubDate></item>
<item><title>Borta</title><link>https://www.ekby.se/nyheter/borta</link></item>
<item><title>Någon annans</title><link>https://ond.example/</link></item>
<item><title>Utan länk</title></item></channel></rss>"""


def site(url, *, domains):
    """The municipality's site, as far as the feed knows it."""
    assert domains == ["ekby.se"]
    if not url.startswith("https://www.ekby.se/"):
        raise Refused("Adressen hör inte till er egen webbplats.")
    if url.endswith(".rss"):
        return Fetched(url, "application/rss+xml", FEED.encode(), None)
    if url.endswith("skolan"):
        return Fetched(url, "text/html", (PAGES / "portlets.html").read_bytes(), "utf-8")
    raise Refused("Webbplatsen svarade att sidan inte finns eller inte får läsas (404).")


@pytest.fixture
def feed(ekby, editor):
    return NewsFeed.objects.create(organisation=ekby, url="https://www.ekby.se/nyheter.rss", added_by=editor)


def test_new_items_become_drafts_once(feed, ekby):
    assert fetch_feed(feed, get=site) == (1, 2)
    assert fetch_feed(feed, get=site) == (0, 2)

    article = Article.objects.get()
    assert (article.title_sv, article.organisation, article.live) == (
        "Skolan i Ekby släppte måltalen",
        ekby,
        False,
    )
    assert str(article.published_on) == "2024-03-14"
    feed.refresh_from_db()
    assert feed.fetched_at
    assert "egen webbplats" in feed.problem


def test_changed_draft_is_left_alone_by_the_next_night(feed, editor):
    fetch_feed(feed, get=site)
    article = Article.objects.get()
    article.title_sv = "Min egen rubrik"
    article.save_revision()

    fetch_feed(feed, get=site)

    assert Article.objects.get().latest_revision.as_object().title_sv == "Min egen rubrik"


def test_address_that_is_no_feed_is_said(feed):
    def page(url, *, domains):
        return Fetched(url, "text/html", b"<h1>Hej</h1>", None)

    assert fetch_feed(feed, get=page) == (0, 0)
    assert "inget flöde" in feed.problem


@pytest.mark.parametrize("url", ["https://ond.example/rss", "file:///etc/passwd", "http://127.0.0.1/rss"])
def test_only_the_organisations_own_feed_is_followed(client, editor, ekby, url):
    response = client.post(reverse("add_feed"), {"url": url, "organisation": ekby.pk})

    assert response.status_code == 422
    assert not NewsFeed.objects.exists()


def test_feed_of_another_organisation_is_not_touched(client, feed):
    stranger = make_user("annan@example.se", "Skribent", organisation=make_organisation())
    client.force_login(stranger)

    assert "nyheter.rss" not in client.get(reverse("intake")).text
    for name in ("fetch_now", "stop_feed"):
        client.post(reverse(name, args=[feed.pk]))
        client.get(reverse(name, args=[feed.pk]))
    feed.refresh_from_db()
    assert feed.fetched_at is None


def test_feed_is_stopped_and_its_drafts_stay(client, feed):
    fetch_feed(feed, get=site)

    client.post(reverse("stop_feed", args=[feed.pk]))

    assert not NewsFeed.objects.exists()
    assert Article.objects.count() == 1


# JSON Lines --------------------------------------------------------------------------------------


def run_lines(tmp_path, *objects):
    path = tmp_path / "nyheter.jsonl"
    path.write_bytes(lines(*objects))
    out, err = StringIO(), StringIO()
    with suppress(SystemExit):
        call_command("import_articles", str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_line_tells_what_need_not_be_guessed(ekby, tmp_path):
    run_lines(
        tmp_path,
        {"id": "a1", "url": "https://www.ekby.se/a1", "title": "Rubriken", "text": "Rubriken\n\nEn ingress om något.\n\nText.",
         "organisation": "Ekby kommun", "kind": "vagledning", "date": "2019-03-14", "language": "sv"},
    )  # fmt: skip

    article = Article.objects.get()
    assert (article.title_sv, article.organisation, article.kind) == ("Rubriken", ekby, "vagledning")
    assert str(article.published_on) == "2019-03-14"
    assert ImportedDocument.objects.get().key == "Ekby kommun:a1"
    assert ImportedDocument.objects.get().url == "https://www.ekby.se/a1"


def test_line_in_another_language_waits_for_its_swedish(ekby, tmp_path):
    run_lines(
        tmp_path,
        {
            "id": 1,
            "title": "Schools",
            "text": "Schools\n\nA lead.\n\nText.",
            "language": "en",
            "organisation": "9901",
        },
    )

    article = Article.objects.get()
    assert (article.title_en, article.lead_en) == ("Schools", "A lead.")
    assert not article.lead_sv
    assert any("språk" in doubt["text"] and doubt["blocks"] for doubt in article.imported_from.doubts)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"title": "x", "text": "y"}, "saknar id"),
        ({"id": 1, "title": "x"}, "saknar text"),
        ({"id": 1, "text": ["y"]}, "text är ingen text"),
        ({"id": 1, "text": "y", "date": "14 mars"}, "är inte skrivet som"),
        ({"id": 1, "text": "y", "language": "de"}, "är inget av"),
        ([1], "inget objekt"),
    ],
)
def test_bad_line_is_told_and_stops_no_other(ekby, tmp_path, line, sentence):
    _out, err = run_lines(
        tmp_path, line, {"id": 2, "title": "Hel", "text": "Hel\n\nEn text.", "organisation": "9901"}
    )

    assert sentence in err
    assert [article.title_sv for article in Article.objects.all()] == ["Hel"]


def test_unknown_organisation_is_a_doubt(ekby, tmp_path):
    run_lines(tmp_path, {"id": 1, "title": "T", "text": "T\n\nText.", "organisation": "Sagolandet"})

    article = Article.objects.get()
    assert article.organisation is None
    assert "”Sagolandet” finns inte i registret" in str(article.imported_from.doubts)


def test_same_lines_again_make_nothing_new_and_a_changed_one_refreshes_its_draft(ekby, tmp_path):
    line = {"id": 1, "title": "Ett", "text": "Ett\n\nText.", "organisation": "9901"}
    run_lines(tmp_path, line)
    out, _err = run_lines(tmp_path, line)
    assert "varav 1 redan fanns" in out

    run_lines(tmp_path, {**line, "title": "Ett, rättat"})

    assert [article.title_sv for article in Article.objects.all()] == ["Ett, rättat"]


def test_published_page_is_never_changed_by_a_line(ekby, tmp_path):
    line = {"id": 1, "title": "Ett", "text": "Ett\n\nText.", "organisation": "9901"}
    run_lines(tmp_path, line)
    Article.objects.get().latest_revision.publish()

    run_lines(tmp_path, {**line, "title": "Annat"})

    assert Article.objects.get().title_sv == "Ett"
