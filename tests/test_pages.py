"""What holds for every public page, in three languages."""

import gzip
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tests.databases import shared_by_the_module
from tests.factories import make_article
from tillit.views import server_error

PAGES = [
    "/", "/artiklar/", "/artiklar/?tema=chefskap", "/artiklar/?tema=finns-inte", "/teman/chefskap/", "/principer/tillit/",
    "/organisationer/", "/organisationer/gislaved/", "/organisationer/region-kalmar-lan/", "/ordlista/", "/om/",
    "/om/tillganglighet/", "/om/tillganglighet/meddelande/", "/om/tillganglighet/tack/", "/om/personuppgifter/", "/om/kakor/",
    "/finns-inte/",
]  # fmt: skip


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """The sample, loaded once: nothing here writes more than an article beside it."""
    with shared_by_the_module(django_db_blocker):
        yield call_command("load_sample", stdout=StringIO())


def check(response, language):
    page = Page(response.text)
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert response.cookies == {}
    assert not any(
        "style" in attributes or any(a.startswith("on") for a in attributes) for _tag, attributes in page.tags
    )
    assert all("src" in attributes for attributes in page.all("script"))
    assert page.all("style") == []
    fetched = [a.get("src") or a.get("href") for tag in ("script", "img", "link") for a in page.all(tag)]
    ours = [address for address in fetched if address.startswith(("/", "http://testserver/"))]
    assert fetched == ours
    assert not re.search(r">\s*(None|\[\])\s*<|\{\{", response.text)
    ids = [attributes["id"] for _tag, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_every_page_is_whole(client, sample, language):
    prefix = "" if language == "sv" else f"/{language}"
    for path in PAGES:
        response = client.get(prefix + path)
        assert response.status_code == (404 if "finns-inte/" in path else 200), path
        check(response, language)


def test_every_sample_story_is_whole_in_each_of_its_languages(client, sample):
    seen = set()
    for article in Article.objects.published():
        for language in article.languages:
            response = client.get(article.url_in(language))
            assert response.status_code == 200
            check(response, language)
            seen.add((article.kind, language))

    assert {kind for kind, _language in seen} == set(Article.Kind.values)
    assert sum(language == "en" for _kind, language in seen) == 2
    assert sum(language == "fi" for _kind, language in seen) == 2


def test_every_slide_is_whole(client, sample):
    article = Article.objects.get(kind="bildspel")
    for number in range(1, 10):
        response = client.get(f"{article.get_absolute_url()}bild/{number}/")
        assert response.status_code == 200
        check(response, "sv")


def test_first_visit_weighs_little(client, sample):
    """HTML, styles, script and fonts of an article, as they go over the wire: at most 80 kB."""
    static = Path(__file__).parent.parent / "static"
    for article in Article.objects.published():
        page = client.get(article.get_absolute_url(), headers={"Accept-Encoding": "gzip"})
        fetched = {a.get("src") or a.get("href") for tag, a in Page(gzip.decompress(page.content).decode()).tags
                   if tag == "script" or (tag == "link" and a.get("rel") in ("stylesheet", "preload", "icon"))}  # fmt: skip
        files = [static / address.removeprefix("/static/") for address in fetched]
        weight = len(page.content) + sum(
            path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes()))
            for path in files
        )
        assert weight <= 80_000, (article, weight)


def test_address_that_does_not_exist_says_what_to_do(client):
    response = client.get("/artiklar/finns-inte-alls/")

    assert response.status_code == 404
    assert "Välj bland berättelserna" in response.text


def test_address_without_its_slash_finds_home(client):
    assert client.get("/artiklar").headers["Location"] == "/artiklar/"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "//[x/", "///evil.example/en/"])
def test_languages_of_a_made_up_address_lead_nowhere_else(client, path):
    response = client.get("/", PATH_INFO=path)

    assert response.status_code == 404
    assert not re.search(r'href="[/\\][/\\]', response.text)


def test_error_page_needs_no_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/artiklar/"))

    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()


def test_reading_changes_nothing(client, sample):
    """A GET reads: what it asks of the database are questions only."""
    paths = [
        *PAGES,
        "/flode.atom",
        "/sitemap.xml",
        "/sitemap-artiklar.xml",
        "/halsa/",
        "/robots.txt",
        make_article().get_absolute_url(),
    ]
    with CaptureQueriesContext(connection) as queries:
        for path in paths:
            client.get(path)

    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_health_says_which_database_it_reaches(client):
    answer = client.get("/halsa/").json()

    assert answer["status"] == "ok"
    assert answer["database"] in ("sqlite", "postgresql")
