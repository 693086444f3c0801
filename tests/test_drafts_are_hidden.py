"""What is not published is found from outside by no address, feed, list, map, search, cache or guess."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone, translation

from articles.by_stage import stories_by_stage
from articles.filters import ArticleList
from articles.models import Article, Principle
from events.filters import EventList
from events.models import Series
from tests.factories import (
    block,
    make_article,
    make_event,
    make_organisation,
    make_role,
    make_topic,
    make_user,
    png,
)
from tillit.editorial.models import Attachment, Picture
from tillit.following.models import Subscription
from tillit.following.telling import tell_all
from tillit.map_page import places
from tillit.open_data.catalogue import datasets
from tillit.outbox.letters import NothingToTell, as_email
from tillit.outbox.models import Message
from tillit.people.models import Person
from tillit.search_page import SearchPage
from tillit.sitemaps import SITEMAPS

SECRET = "Hemligheten"
COMPANY, SERIES = "dolt-bolag", "dold-serie"  # the addresses do not tell what the names do
MAPS = {f"/sitemap-{name}.xml" for name in SITEMAPS}
INSIDE = re.compile(r"redaktion/|media/|static/|filer/")


# Where each of them is told of when it is public: a probe that asks at the wrong address would find nothing for ever.
EVERYWHERE = {
    "/sok/?q=asta prov",
    "/sok/?q=fil",
    "/sok/?q=texten",
    "/sok/?q=inggressen",
    "/sok/forslag/?q=Hemlig",
    f"/sok/?q=organisation:{COMPANY}",
    f"/organisationer/{COMPANY}/",
    f"/api/v1/organisationer/{COMPANY}",
    "/",
}
CONTROLS = {
    "article": EVERYWHERE
    | {
        "/sitemap-artiklar.xml",
        "/artiklar/?q=texten",
        "/flode.atom?q=texten",
        "/flode.json?q=texten",
        "/flode.csv?q=texten",
        "/jamfor/?q=texten",
        "/api/v1/berattelser?q=texten",
        f"/artiklar/?organisation={COMPANY}",
    },
    "event": EVERYWHERE
    | {
        "/sitemap-evenemang.xml",
        "/evenemang/?q=texten",
        "/evenemang.ics?q=texten",
        "/evenemang.atom?q=texten",
        "/evenemang.json?q=texten",
        "/evenemang.csv?q=texten",
        "/api/v1/evenemang?q=texten",
        f"/serier/{SERIES}/",
        f"/serier/{SERIES}.ics",
        "/evenemang/ett-annat/anmalan/",
        f"/evenemang.ics?organisation={COMPANY}",
    },
}


def addresses(language, patterns=None, route=""):
    """Every public route, filled in for nobody yet."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        with translation.override(language):
            whole = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(language, pattern.url_patterns, whole)
        elif not INSIDE.match(whole):
            yield whole


def guesses(page, language):
    """Each route with its own number and address, and those of what it names, put wherever something is to be put."""
    slug = getattr(page, f"slug_{language}") or page.slug_sv
    for route in addresses(language):
        for value in (slug, str(page.pk), COMPANY, SERIES):
            filled = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", value, route)
            filled = re.sub(
                r"<(?:(\w+):)?\w+>", lambda m: str(page.pk) if m[1] in ("int", "number") else str(uuid4()) if m[1] == "uuid" else value, filled  # noqa: B023
            )  # fmt: skip
            yield "/" + re.sub(r"[\^$\\]", "", filled)


def made_of(kind, **values):
    """A page with it in the title, lead and text, in the title of somebody it names and of whom she works for, in its
    series, and in a file that it hands out."""
    company = make_organisation(name=f"{SECRET}s bolag", slug=COMPANY, kind="bolag")
    speaker = make_role("Asta Prov", f"{SECRET}s chef", organisation=company)
    titles = {f"title_{code}": f"{SECRET} {code}" for code in ("sv", "en", "fi")}
    body = [
        block("text", f"<p>{SECRET} i texten.</p>"),
        block(
            "quote",
            {"text": "Ja.", "speaker": speaker.pk, "attribution": ""},
        ),
        block(
            "file",
            {
                "document": Attachment.objects.create(title=f"{SECRET}s fil", file=plain_file()).pk,
                "title": "",
            },
        ),
    ]
    common = titles | {
        "lead_sv": f"{SECRET} i ingressen.",
        "body_sv": body,
        "organisation": make_organisation(code="0662"),
    }
    if kind == "event":
        values["series"] = Series.objects.create(name_sv=f"{SECRET}s serie", slug=SERIES)
        return make_event(**common, published=False, **values)
    return make_article(**common, topics=[make_topic("Tema")], published=False, **values)


def plain_file():
    return ContentFile(b"%PDF", "fil.pdf")


def draft(kind):
    return made_of(kind)


def scheduled(kind):
    page = made_of(kind, go_live_at=timezone.now() + timedelta(days=1))
    page.latest_revision.publish()
    return page


def expired(kind):
    """The moment comes later, and no job has been run since."""
    page = made_of(kind, expire_at=timezone.now() + timedelta(minutes=1))
    page.latest_revision.publish()
    return page


def withdrawn(kind):
    page = made_of(kind)
    page.latest_revision.publish()
    page = type(page).objects.get(pk=page.pk)
    page.take_down("tillbakadragen", reason_sv="Uppgifterna gällde inte längre.")
    return page


def found_by(client, page):
    """Addresses that tell of it, by following every route with every guess, and the lists by searching for it."""
    paths = {path for language in ("sv", "en", "fi") for path in guesses(page, language)}
    # Asked for by other words than the one that is looked for: a page of hits repeats what was asked.
    paths |= {
        f"{language}/sok/{end}"
        for language in ("", "/en", "/fi")
        for end in (
            "?q=ingressen",
            "?q=texten",
            "?q=asta prov",
            "?q=fil",
            "forslag/?q=Hemlig",
            "forslag/?q=Hemlighete",
            "?q=provby",
            "?q=inggressen",
            "?q=asta prav",
        )
    }
    another = make_event(title_sv="Ett annat")
    paths.add(another.sign_up_url)
    paths |= {
        f"/{address}?organisation={COMPANY}"
        for address in (
            "artiklar/",
            "evenemang/",
            "sok/",
            "flode.atom",
            "evenemang.atom",
            "evenemang.ics",
            "folj/berattelser/",
        )
    } | {f"/sok/?q=organisation:{COMPANY}"}
    paths |= {f"/personer/{person.pk}/" for person in Person.objects.all()}
    paths |= {
        f"{language}/{address}?q=texten"
        for language in ("", "/en", "/fi")
        for address in ("artiklar/", "flode.atom", "flode.json", "flode.csv", "evenemang/", "evenemang.ics")
    }
    paths |= MAPS
    paths |= {f"{language}/jamfor/?q=texten" for language in ("", "/en", "/fi")}
    paths |= {
        f"{language}/{address}/?b={page.pk}" for language in ("", "/en") for address in ("jamfor", "sparat")
    }
    paths |= {f"/evenemang.{form}?q=texten" for form in ("atom", "json", "csv")}
    paths |= {f"/api/v1/{name}?q=texten" for name in ("berattelser", "evenemang")}
    found = sorted(path for path in paths if tells(client, path))
    another.delete()
    return found


def tells(client, path):
    """Words are suggested in small letters, and a map of the site has addresses; both answer no guess with the guess."""
    text = text_of(client, path)
    return SECRET in text or ((path in MAPS or "forslag/" in path) and SECRET.lower() in text)


def text_of(client, path):
    response = client.get(path)
    assert response.status_code < 500, path
    return response.getvalue().decode("utf-8", "replace")


def counted(client):
    """Every number that tells how many stories and events there are."""
    api = [client.get(f"/api/v1/{name}").json()["total"] for name in ("berattelser", "evenemang")]
    choices = [
        choice.count
        for query in ({}, {"q": "texten"}, {"q": "ingressen"})
        for pages in (ArticleList(query), EventList(query))
        for _f, own in pages.facets
        for choice in own
    ]
    told = [dataset.count for dataset in datasets() if dataset.slug != "organisationer"]
    stories = [one["stories"] for one in client.get("/api/v1/organisationer").json()["items"]]
    on_the_map = [place.count for place in places()]
    pages = [
        SearchPage({"q": text, "typ": section}, "sv")
        for text in ("texten", "ingressen")
        for section in ("", "berattelser", "evenemang")
    ]
    hits = [page.search.count for page in pages]
    choices += [choice.count for page in pages for _facet, own in page.facets for choice in own]
    by_stage = [step.count for principle in Principle.objects.all() for step in stories_by_stage(principle)]
    return sum(map(sum, (api, choices, told, stories, on_the_map, hits, by_stage)))


def in_letters():
    """Whether the letters of the morning tell of it, to those who follow all or just what it is about."""
    before = timezone.now() - timedelta(days=1)
    for what, query in (
        ("berattelser", ""),
        ("evenemang", ""),
        ("berattelser", "q=texten"),
        ("evenemang", "q=texten"),
    ):
        Subscription.objects.create(email="ada@example.se", what=what, query=query, language="sv", rhythm="dag",
                                    confirmed_at=before, told_until=before, due=before)  # fmt: skip
    tell_all()
    return [m.pk for m in Message.objects.filter(kind="following.new") if SECRET in written(m)]


def written(message):
    try:
        return str(as_email(message))
    except NothingToTell:
        return ""


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.mark.parametrize("kind", ["article", "event"])
@pytest.mark.parametrize("state", [draft, scheduled, expired, withdrawn])
def test_nothing_of_it_is_told(kind, state):
    page = state(kind)

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert found_by(Client(), page) == []
        assert counted(Client()) == 0
        assert in_letters() == []


@pytest.mark.parametrize("kind", ["article", "event"])
def test_the_same_search_finds_what_is_published(kind):
    page = made_of(kind)
    page.latest_revision.publish()

    found = found_by(Client(), page)
    assert CONTROLS[kind] | {f"/personer/{Person.objects.get().pk}/"} <= set(found)
    assert counted(Client()) > 3
    assert len(in_letters()) == 2


@pytest.mark.parametrize("kind", ["article", "event"])
def test_what_is_taken_down_before_the_letter_goes_is_not_in_it(kind):
    page = made_of(kind)
    page.latest_revision.publish()
    assert len(in_letters()) == 2

    type(page).objects.get(pk=page.pk).take_down(
        "tillbakadragen", reason_sv="Uppgifterna gällde inte längre."
    )

    assert [m.pk for m in Message.objects.filter(kind="following.new") if SECRET in written(m)] == []


def test_change_of_a_live_page_is_not_told():
    page = make_article(title_sv="Synlig", lead_sv="Ingress", published=True)
    page.lead_sv = f"{SECRET} som inte är publicerad"
    page.save_revision()

    assert found_by(Client(), page) == []


def test_page_kept_in_memory_is_gone_the_moment_it_is_withdrawn(client):
    page = made_of("article")
    page.latest_revision.publish()
    page = Article.objects.get()
    address = page.get_absolute_url()
    assert SECRET in client.get(address).text

    page.take_down("tillbakadragen", reason_sv="Fel.")

    assert SECRET not in client.get(address).text
    assert SECRET not in client.get("/artiklar/").text


def test_somebody_signed_in_elsewhere_reads_no_more(client):
    page = made_of("article")
    client.force_login(make_user("annan@example.se", "Granskare", organisation=make_organisation()))

    assert found_by(client, page) == []


def test_files_have_names_that_nobody_guesses(client):
    picture = Picture.objects.create(title="Bild", file=png(), credit="Per Prov")
    attachment = Attachment.objects.create(title="Fil", file=plain_file())

    served = client.get(attachment.url)
    assert served.getvalue() == b"%PDF"
    for guess in (
        f"/filer/{attachment.pk}/fil.pdf",
        "/media/documents/fil.pdf",
        "/media/original_images/bild.png",
    ):
        assert client.get(guess).status_code == 404
    assert re.fullmatch(r"original_images/bild-\w{10}\.png", picture.file.name)
