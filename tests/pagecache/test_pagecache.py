"""A kept page is the same as a fresh one, at most a second after anything changed, on every server."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Topic
from tests.factories import block, make_article, make_organisation, make_role, make_topic
from tillit.pagecache.models import Change, changed, forget_old_changes, version


@pytest.fixture
def two_servers():
    """Clients of two server processes, each with pages of its own; both have shown the article."""
    article = make_article(title_sv="Först")
    servers = Client(), Client()
    for server in servers:
        assert "Först" in server.get(article.get_absolute_url()).text
    return article, servers


def test_kept_page_asks_for_the_version_and_nothing_else(two_servers, django_assert_num_queries):
    article, (server, _other) = two_servers

    with django_assert_num_queries(1):
        server.get(article.get_absolute_url())


def test_nothing_at_all_is_asked_within_the_time_of_trust(two_servers, django_assert_num_queries, settings):
    settings.PAGE_CACHE_TRUST = 0.5
    article, (server, _other) = two_servers

    with django_assert_num_queries(0):
        server.get(article.get_absolute_url())


def publish_new_title(article):
    article.title_sv = "Sedan"
    article.save_revision().publish()


def update_in_bulk(article):
    Article.objects.filter(pk=article.pk).update(title_sv="Sedan")


def bulk_update(article):
    article.title_sv = "Sedan"
    Article.objects.bulk_update([article], ["title_sv"])


@pytest.mark.parametrize("change", [publish_new_title, update_in_bulk, bulk_update])
def test_change_is_seen_on_every_server(two_servers, change):
    article, servers = two_servers

    change(article)

    for server in servers:
        assert "Sedan" in server.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    "remove", [lambda a: a.unpublish(), lambda a: a.delete(), lambda a: Article.objects.all().delete()]
)
def test_what_is_taken_away_is_gone_on_every_server(two_servers, remove):
    article, servers = two_servers
    address = article.get_absolute_url()

    remove(article)

    for server in servers:
        assert server.get(address).status_code == 410
        assert "Först" not in server.get(reverse("start")).text


def test_draft_makes_no_page_old(two_servers):
    """It is saved by itself again and again while somebody writes."""
    article, servers = two_servers
    before = version()

    article.title_sv = "Utkast"
    article.save_revision()

    assert version() == before
    assert Article.objects.get(pk=article.pk).has_unpublished_changes
    article.latest_revision.publish()
    assert version() != before
    for server in servers:
        assert "Utkast" in server.get(article.get_absolute_url()).text


def test_change_of_what_a_page_only_mentions_is_seen(client):
    organisation, topic = make_organisation(name="Gamla kommun"), make_topic("Gammalt")
    role = make_role("Gamla Namnet")
    quote = block("quote", {"text": "Ja.", "speaker": role.pk, "attribution": ""})
    article = make_article(organisation=organisation, topics=[topic], body_sv=[quote])
    assert client.get(article.get_absolute_url()).text.count("Gam") == 3

    organisation.name = "Nya kommun"
    organisation.save()
    Topic.objects.update(name_sv="Nytt")
    role.person.name = "Nya Namnet"
    role.person.save()

    text = client.get(article.get_absolute_url()).text
    assert "Nya kommun" in text
    assert "Nytt" in text
    assert "Nya Namnet" in text
    assert "Gam" not in text


def test_page_that_expires_is_gone_the_same_second():
    with time_machine.travel("2026-11-21 12:00:00+00:00", tick=False) as clock:
        article = make_article(expire_at=timezone.now() + timedelta(minutes=5))
        server = Client()
        assert server.get(article.get_absolute_url()).status_code == 200

        clock.shift(timedelta(minutes=5, seconds=1))

        assert server.get(article.get_absolute_url()).status_code == 410
        assert article.title_sv not in server.get(reverse("articles:list")).text


def test_age_grows_at_midnight_without_anyone_publishing():
    with time_machine.travel(
        "2026-11-28 22:59:00+00:00", tick=False
    ) as clock:  # a minute to midnight in Stockholm
        article = make_article(published_on=timezone.localdate().replace(day=29, month=1))
        server = Client()
        assert "inte setts över" not in server.get(article.get_absolute_url()).text

        clock.shift(timedelta(minutes=2))

        assert "för 10 månader sedan och har inte setts över" in server.get(article.get_absolute_url()).text


def test_rows_committed_out_of_order_are_both_seen():
    """Whoever publishes first may commit last: its lower number must still count as new."""
    early = Change.objects.create().pk
    Change.objects.filter(pk=early).delete()
    late = Change.objects.create()
    seen = version()

    Change.objects.create(pk=early)

    assert late.pk > early
    assert version() != seen


def test_forgetting_old_rows_never_brings_an_old_version_back():
    seen = set()
    for _ in range(5):
        changed()
        seen.add(version())
    changed(due=timezone.now() + timedelta(days=7))
    seen.add(version())
    forget_old_changes(timezone.now() + timedelta(seconds=1))

    assert version() not in seen
    assert Change.objects.count() == 2  # the one it adds, and the one that is yet to come


def test_clocks_of_two_servers_need_not_agree():
    seen = version()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        changed()

    assert version() != seen


def test_visitor_who_has_the_page_is_told_so(two_servers):
    article, (server, other) = two_servers
    first = server.get(article.get_absolute_url())

    again = other.get(article.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    publish_new_title(article)
    changed_page = other.get(article.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert changed_page.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("identity", None),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0.0", None),
        ("xbrx", None),
        ("", None),
    ],
)
def test_page_is_compressed_as_the_visitor_can_read_it(client, accepted, coding):
    response = client.get("/", headers={"Accept-Encoding": accepted})

    assert response.get("Content-Encoding") == coding
    assert int(response["Content-Length"]) == len(response.content)
    assert "Accept-Encoding" in response["Vary"]


def test_kept_page_has_the_headers_of_a_fresh_one(client):
    fresh, kept = client.get("/"), client.get("/")

    assert dict(kept.items()) == dict(fresh.items())
    assert kept["Cache-Control"] == "no-cache"


def test_what_is_for_one_person_is_never_kept(client, writer):
    client.force_login(writer)
    assert client.get("/redaktion/").status_code == 200

    assert Client().get("/redaktion/").status_code == 302


def test_signed_in_editor_leaves_nothing_on_public_pages(client, writer):
    client.force_login(writer)

    response = client.get("/")

    assert response.cookies == {}
    assert "Cookie" not in response["Vary"]


def test_head_is_answered_without_a_body(two_servers):
    article, (server, _other) = two_servers

    response = server.head(article.get_absolute_url())

    assert response.status_code == 200
    assert response.content == b""


def test_unknown_host_is_refused_even_where_a_page_is_kept(two_servers):
    article, (server, _other) = two_servers

    assert server.get(article.get_absolute_url(), headers={"Host": "ont.example"}).status_code == 400


@pytest.mark.parametrize(
    ("header", "status"),
    [("{}", 304), ('"a", {}', 304), ("*", 304), ('"a"', 200), ('"x{}"', 200), ("nonsens", 200)],
)
def test_only_the_same_page_counts_as_known(two_servers, header, status):
    article, (server, _other) = two_servers
    etag = server.get(article.get_absolute_url())["ETag"]
    inner = etag.removeprefix("W/").strip('"')

    known = header.format(inner if "x{" in header else etag)

    assert server.get(article.get_absolute_url(), headers={"If-None-Match": known}).status_code == status


def test_no_header_makes_another_page_of_an_address(client):
    make_article(title_sv="Berättelsen")
    poison = {
        "SCRIPT_NAME": "/artiklar",
        "HTTP_X_FORWARDED_HOST": "ont.example",
        "HTTP_ACCEPT_LANGUAGE": "fi",
    }
    client.get("/", **poison)
    client.get("/artiklar/", **poison)

    clean = Client().get("/artiklar/")
    kept = client.get("/artiklar/")

    assert kept.content == clean.content
    assert 'href="/artiklar/artiklar/' not in kept.text


def test_made_up_parameters_are_answered_but_not_kept(client):
    for path, is_kept in {"/artiklar/?tema=a": True, "/artiklar/?x=1": False}.items():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200

        assert (len(asked) == 1) == is_kept, path  # one question: the version


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_can_be_sent_to_a_page_that_is_read(client, method):
    for path in ("/", "/artiklar/", "/flode.atom", "/robots.txt"):
        assert getattr(client, method)(path).status_code == 405
