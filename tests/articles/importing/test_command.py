import json
import os
from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import Article, ImportedDocument
from tests.articles.importing.documents import COLUMN, DECK, NEWS, PRESS, REPORT
from tests.factories import make_organisation
from tillit.people.models import Person, Role


@pytest.fixture(autouse=True)
def registry():
    make_organisation(code="9901", name="Ekby kommun", short_name="Ekby", website_domain="ekby.se")
    region = make_organisation(
        code="99", kind="region", name="Region Lövlän", short_name="Löv", county="Lövlän"
    )
    region.former_names.create(name="Landstinget i Lövlän")


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "nyhet": NEWS,
        "referat": REPORT.replace("I mitten av maj", "Den 14 maj 2021"),
        "kronika": COLUMN,
        "press": PRESS,
        "bilder": DECK,
    }.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def run(*arguments):
    """(exit status, what it said, what it complained of)"""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as exit_:
        return exit_.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in (Article, Person, Role)], [
        list(article.revisions.values_list("pk")) for article in Article.objects.order_by("pk")
    ]


def test_five_documents_become_five_drafts(folder):
    status, out, err = run(folder)

    assert (status, err) == (0, "")
    assert sorted(Article.objects.values_list("kind", flat=True)) == [
        "bildspel",
        "kronika",
        "media",
        "nyhet",
        "referat",
    ]
    assert not Article.objects.filter(live=True).exists()
    assert "? Etiketten ”Sidan uppdaterades senast” saknar datum i källan." in out
    assert "! Texten är hämtad ur en tidning" in out


def test_report_is_kept_with_the_draft(folder, client, reviewer):
    run(folder)
    article = Article.objects.get(kind="media")
    client.force_login(reviewer)

    form = client.get(f"/redaktion/snippets/articles/article/edit/{article.pk}/").text

    assert "Texten är hämtad ur en tidning" in form
    assert "Måste lösas före publicering:" in form


def test_quote_points_at_the_role_in_the_register(folder):
    run(folder)

    role = Role.objects.get(person__name="Olle Berg")
    quotes = [b.value for b in Article.objects.get(kind="nyhet").body_sv if b.block_type == "quote"]

    assert quotes[1]["speaker"] == role
    assert (role.title, role.party, role.is_elected) == ("nämndens ordförande", "C", True)
    assert role.organisation.name == "Ekby kommun"


def test_running_again_changes_nothing(folder):
    run(folder)
    before = snapshot()

    status, out, _err = run(folder)

    assert status == 0
    assert out.count("oförändrat") == 5
    assert snapshot() == before


def test_same_document_under_another_name_is_the_same(folder):
    run(folder)
    (folder / "nyhet.txt").rename(folder / "nyhet-kopia.txt")
    run(folder)

    assert Article.objects.count() == 5


def test_changed_document_renews_a_draft_nobody_has_touched(folder):
    run(folder)
    (folder / "nyhet.txt").write_text(NEWS.replace("tolv rapporter\n", "tretton rapporter\n"), "utf-8")

    _status, out, _err = run(folder)

    assert "utkastet uppdaterat" in out
    assert Article.objects.filter(title_sv="Tavlan som ersatte tretton rapporter").exists()
    assert Article.objects.count() == 5


def test_what_an_editor_has_changed_is_left_alone(folder):
    run(folder)
    article = Article.objects.get(kind="nyhet")
    article.title_sv = "Redaktörens rubrik"
    article.save_revision()
    before = snapshot()
    (folder / "nyhet.txt").write_text(NEWS.replace("tolv", "tretton"), "utf-8")

    status, out, _err = run(folder)

    assert status == 0
    assert "en redaktör har ändrat utkastet" in out
    assert snapshot() == before


def test_deleted_article_does_not_come_back(folder):
    run(folder)
    Article.objects.get(kind="nyhet").delete()

    status, out, _err = run(folder)

    assert status == 0
    assert "Artikeln är borttagen." in out
    assert not Article.objects.filter(kind="nyhet").exists()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "filen är inte text utan binär"),
        ("å".encode("latin-1") * 40, "filen är inte kodad i UTF-8"),
        (b"", "filen är tom"),
        (b" \n\n\t", "filen är tom"),
        (b"text " * 4_200_000, "filen är större än 1 MB"),
        ("Rubrik".encode("utf-16"), "filen är kodad i UTF-16"),
        (bytes(range(1, 32)) * 20, "filen är inte text utan binär"),
    ],
)
def test_broken_document_stops_only_itself(folder, content, complaint):
    (folder / "a-trasig.txt").write_bytes(content)

    status, _out, err = run(folder)

    assert status == 1
    assert err.count("\n") == 1
    assert "a-trasig.txt" in err
    assert complaint in err
    assert Article.objects.count() == 5


def test_missing_file_is_named(folder):
    status, _out, err = run(folder / "finns-inte.txt", folder / "nyhet.txt")

    assert status == 1
    assert "finns-inte.txt: filen gick inte att läsa" in err
    assert Article.objects.count() == 1


def test_publish_publishes_what_nothing_hinders(folder):
    _status, out, _err = run(folder, "--publish")

    assert [a.kind for a in Article.objects.filter(live=True)] == ["referat"]
    assert out.count("Publicerades inte:") == 4
    assert "Fältet ”Skribenter eller föredragande” är tomt." in out
    article = Article.objects.get(kind="referat")
    assert str(article.updated_on) == "2021-06-03"
    assert article.published_on is None


def test_empty_folder_is_named(tmp_path):
    status, _out, err = run(tmp_path)

    assert status == 1
    assert "där finns inga filer att hämta" in err


def test_pipe_is_refused_and_folders_below_are_read(folder):
    os.mkfifo(folder / "ror.txt")
    (folder / "under").mkdir()
    (folder / "nyhet.txt").rename(folder / "under" / "NYHET.TXT")

    status, _out, err = run(folder)

    assert status == 1
    assert "ror.txt: det är ingen vanlig fil" in err
    assert Article.objects.count() == 5


def test_same_name_in_two_folders_is_two_documents(tmp_path):
    for place, text in {"a": NEWS, "b": REPORT}.items():
        (tmp_path / place).mkdir()
        (tmp_path / place / "text.txt").write_text(text, "utf-8")

    run(tmp_path)

    assert sorted(Article.objects.values_list("kind", flat=True)) == ["nyhet", "referat"]


def test_moved_document_that_is_changed_afterwards_is_still_the_same(folder):
    run(folder)
    moved = (folder / "nyhet.txt").rename(folder / "flyttad.txt")
    run(folder)
    moved.write_text(NEWS.replace("tolv rapporter\n", "tretton rapporter\n"), "utf-8")

    run(folder)

    assert Article.objects.count() == 5
    assert Article.objects.filter(title_sv="Tavlan som ersatte tretton rapporter").exists()


def test_live_page_is_never_changed_by_an_import(folder, client):
    run(folder, "--publish")
    article = Article.objects.get(live=True)
    (folder / "referat.txt").write_text(REPORT.replace("ledarforum pratade", "forum teg"), "utf-8")

    for options in ([], ["--publish"]):
        run(folder, *options)

        assert "pratade om fel" in client.get(article.get_absolute_url()).text


def test_publish_never_publishes_what_an_editor_is_working_on(folder):
    run(folder)
    article = Article.objects.get(kind="referat")
    article.title_sv = "Halvfärdig"
    article.save_revision()

    run(folder, "--publish")

    assert not Article.objects.filter(live=True).exists()


def test_publish_does_not_bring_back_what_was_taken_down(folder):
    run(folder, "--publish")
    Article.objects.get(live=True).unpublish()

    run(folder, "--publish")

    assert not Article.objects.filter(live=True).exists()


def test_unknown_organisation_stays_unknown(folder):
    make_organisation(name="En förening", kind="forening")
    run(folder)

    assert Article.objects.get(kind="bildspel").organisation is None


def test_one_document_that_cannot_be_stored_stops_only_itself(folder):
    (folder / "a.txt").write_text(
        NEWS.replace("Nina Alm", "Nina Alm a.a@b..c åsa.öberg@ekby.se 5@3.50"), "utf-8"
    )
    (folder / "b.txt").write_text(DECK.replace("# Varför lita", "# " + "Varför lita " * 40), "utf-8")

    status, _out, err = run(folder)

    assert (status, err) == (0, "")
    assert Article.objects.count() == 7


def test_doubts_are_stored_as_they_were_told(folder):
    run(folder)

    stored = ImportedDocument.objects.get(article__kind="media").doubts

    assert json.loads(json.dumps(stored)) == stored
    assert {"code", "text", "blocks"} == set(stored[0])


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ekby</title>
<item><title>Färre mål i Ekby</title><link>https://ekby.se/nyheter/farre-mal</link>
<pubDate>Tue, 14 May 2024 08:00:00 +0200</pubDate>
<content:encoded><![CDATA[<p>Ekby har slopat nio av tio mål.</p><p>Det berättar kommunen i sin årsredovisning.</p>]]></content:encoded></item>
<item><title>Tom</title><link>https://ekby.se/nyheter/tom</link></item>
</channel></rss>"""


@pytest.mark.parametrize("name", ["flode.xml", "flode.RSS", "flode.atom"])
def test_saved_feed_becomes_a_draft_for_each_item(tmp_path, name):
    (tmp_path / name).write_text(FEED, "utf-8")

    status, out, err = run(tmp_path)
    again = run(tmp_path)[1]

    article = Article.objects.get()
    assert (article.title_sv, article.organisation.name) == ("Färre mål i Ekby", "Ekby kommun")
    assert "nio av tio mål" in str(article.lead_sv) + str(article.body_sv)
    assert article.imported_from.url == "https://ekby.se/nyheter/farre-mal"
    assert str(article.published_on) == "2024-05-14"
    assert (status, "inslag 2: det saknar egen adress eller text" in err) == (1, True)
    assert "2 texter" in out
    assert "varav 1 redan fanns" in again


def test_file_that_is_no_feed_says_so(tmp_path):
    (tmp_path / "annat.xml").write_text("<annat/>", "utf-8")

    _status, _out, err = run(tmp_path)

    assert "den är inget flöde, eller ett tomt" in err
    assert not Article.objects.exists()


def test_saved_page_and_html_lines_become_drafts(tmp_path):
    html = "<html><head><title>x</title></head><body><main><h1>Tavlan i Ekby</h1><p>Ekby har en tavla som ersatte tolv rapporter.</p><p>Den hänger i korridoren och alla kan läsa den.</p></main></body></html>"
    (tmp_path / "sida.html").write_text(html, "utf-8")
    line = {"id": 1, "html": html.replace("Tavlan", "Mötet"), "organisation": "Ekby kommun"}
    (tmp_path / "rader.jsonl").write_text(json.dumps(line), "utf-8")

    assert run(tmp_path)[0] == 0

    assert sorted(Article.objects.values_list("title_sv", flat=True)) == ["Mötet i Ekby", "Tavlan i Ekby"]


def test_items_of_a_feed_that_look_alike_are_each_taken(tmp_path):
    items = "".join(
        f"<item><title>Nyhet {n}</title><link>https://ekby.se/alla</link><guid>{n}</guid>"
        "<description>Läs hela nyheten på vår webbplats.</description></item>"
        for n in range(3)
    )
    feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
    (tmp_path / "a.rss").write_text(feed, "utf-8")
    (tmp_path / "a1.rss").write_text(feed.replace("Nyhet", "&#xD800;"), "utf-8")
    (tmp_path / "b.txt").write_text(NEWS, "utf-8")

    run(tmp_path)

    assert Article.objects.filter(title_sv__startswith="Nyhet").count() == 3
    assert Article.objects.count() == 4
