"""The index is written with what it is about: in the same transaction, and never with what is not public."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Term
from events.models import Event, Series
from tests.databases import every_table
from tests.factories import (
    block,
    make_article,
    make_event,
    make_organisation,
    make_role,
    make_topic,
    republish,
)
from tillit.editorial.merging import merge
from tillit.pagecache.models import version
from tillit.people.models import Role
from tillit.search.models import SearchEntry, SearchWord
from tillit.search.search import Search


def found(text, **narrowed):
    return Search(text, "sv", **narrowed).count


def quoting(role):
    return [block("quote", {"text": "Ja.", "speaker": role.pk, "attribution": ""})]


def test_publishing_indexes_and_unpublishing_forgets():
    article = make_article(title_sv="Kvartersvärdar")
    assert found("kvartersvärdar") == 1

    article.unpublish()

    assert found("kvartersvärdar") == 0
    assert not SearchWord.objects.filter(word="kvartersvärdar").exists()


def test_draft_of_a_live_page_is_not_indexed():
    article = make_article(title_sv="Synlig")
    article.title_sv = "Kvartersvärdar"
    article.save_revision()

    assert (found("kvartersvärdar"), found("synlig")) == (0, 1)


def test_what_is_rolled_back_was_never_indexed():
    with transaction.atomic():
        make_article(title_sv="Kvartersvärdar")
        assert found("kvartersvärdar") == 1
        transaction.set_rollback(True)

    assert found("kvartersvärdar") == 0


def test_page_that_goes_out_of_date_is_no_hit_from_that_moment():
    """Before any job has taken it down."""
    role = make_role("Asta Provström")
    make_article(
        title_sv="Kvartersvärdar", body_sv=quoting(role), expire_at=timezone.now() + timedelta(hours=1)
    )
    assert (found("kvartersvärdar"), found("asta provström")) == (1, 2)

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert (found("kvartersvärdar"), found("asta provström")) == (0, 0)


def test_person_is_found_while_something_public_quotes_her(client):
    role = make_role("Asta Provström", "rektor")
    article = make_article(title_sv="Med citat", body_sv=quoting(role))
    address = role.person.get_absolute_url()
    assert found("asta provström", sections=["people"]) == 1
    assert "Med citat" in client.get(address).text

    article.unpublish()

    assert found("asta provström") == 0
    assert client.get(address).status_code == 404


def test_organisation_outside_the_registry_is_found_while_something_public_is_from_it(client):
    company = make_organisation(name="Hemliga bolaget", slug="hemliga", kind="bolag")
    article = make_article(title_sv="Från bolaget", organisation=company, published=False)
    assert found("hemliga bolaget") == 0
    assert client.get("/organisationer/hemliga/").status_code == 404

    republish(article)
    assert found("hemliga bolaget", sections=["organisations"]) == 1
    assert "Från bolaget" in client.get("/organisationer/hemliga/").text

    Article.objects.get().unpublish()
    assert found("hemliga bolaget") == 0


def test_series_is_found_while_an_event_of_it_is_public(client):
    series = Series.objects.create(name_sv="Hemliga serien")
    event = make_event(title_sv="Möte", series=series, published=False)
    assert found("hemliga serien") == 0
    assert client.get(series.get_absolute_url()).status_code == 404

    republish(event)
    assert found("hemliga serien") == 2  # the series and what it is told in
    assert client.get(series.get_absolute_url()).status_code == 200

    Event.objects.get().unpublish()
    assert found("hemliga serien") == 0


def test_person_is_found_by_the_role_that_is_named_now():
    was = make_role("Asta Provström", "rektor")
    now = Role.objects.create(person=was.person, title="kommundirektör")
    article = make_article(body_sv=quoting(was))

    republish(article, body_sv=quoting(now))

    people = {title: found(title, sections=["people"]) for title in ("rektor", "kommundirektör")}
    assert people == {"rektor": 0, "kommundirektör": 1}


def test_role_of_a_page_that_goes_before_the_others_is_gone_with_it(client):
    """Before any job has taken it down."""
    for_good = make_role("Asta Provström", "rektor")
    for_now = Role.objects.create(person=for_good.person, title="visselblåsare")
    make_article(title_sv="Kvar", body_sv=quoting(for_good))
    make_article(
        title_sv="Snart borta", body_sv=quoting(for_now), expire_at=timezone.now() + timedelta(hours=1)
    )
    address = for_good.person.get_absolute_url()
    assert "visselblåsare" in client.get(address).text

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert "rektor" in client.get(address).text
        assert "visselblåsare" not in client.get(address).text
        assert (found("visselblåsare"), found("rektor", sections=["people"])) == (0, 1)


def test_what_many_pages_tell_of_is_written_for_many_at_once():
    few, many = make_topic("Färre mål"), make_topic("Dialog")
    for number in range(12):
        make_article(title_sv=f"Om {number}", topics=[many, few] if number < 2 else [many])

    asked = []
    for topic in (few, many):
        topic.name_sv = f"{topic.name_sv} numera"
        with CaptureQueriesContext(connection) as queries:
            topic.save()
        asked.append(len(queries))

    assert found("numera", sections=["articles"]) == 12
    assert asked[1] <= asked[0] + 5  # the words of more pages are counted in more steps


def test_private_person_has_no_page_of_her_own(client):
    role = make_role("Asta Provström")
    make_article(body_sv=quoting(role))
    role.person.is_private = True
    role.person.save()

    assert found("asta provström", sections=["people"]) == 0
    assert client.get(role.person.get_absolute_url()).status_code == 404


def test_new_name_of_an_organisation_reaches_the_texts_that_name_it():
    organisation = make_organisation(name="Gamlestads kommun", short_name="Gamlestad")
    make_article(title_sv="Berättelsen", organisation=organisation)
    assert found("gamlestad", sections=["articles"]) == 1

    organisation.name = organisation.short_name = "Nyköping"
    organisation.save()

    assert (found("gamlestad", sections=["articles"]), found("nyköping", sections=["articles"])) == (0, 1)


def test_merged_word_takes_its_texts_along():
    old, new = make_topic("Gammalt"), make_topic("Nytt tema")
    make_article(title_sv="Berättelsen", topics=[old])

    merge(old, new)

    assert found("berättelsen", marks=["tema=nytt-tema"]) == 1
    assert found("berättelsen", marks=["tema=gammalt"]) == 0


def test_compound_that_begins_a_line_is_no_name():
    heading = block("heading", {"text": "Det här gjorde vi", "level": "2"})
    make_article(body_sv=[heading, block("text", "<p>Äldreomsorgen lade om schemat.</p>")])

    assert found("omsorg") == 1


def test_index_that_was_made_anew_shows_at_once():
    before = version()

    call_command("reindex", stdout=StringIO())

    assert version() != before


def test_word_is_counted_by_the_entries_that_have_it():
    for n in range(3):
        make_article(title_sv=f"Kvartersvärdar {n}", lead_sv="Kvartersvärdar igen.")
    Article.objects.first().unpublish()

    assert SearchWord.objects.get(word="kvartersvärdar").entries == 2


def test_saving_without_a_change_writes_nothing():
    topic = make_topic("Tema")
    before = list(SearchEntry.objects.values_list("pk", flat=True))

    topic.save()

    assert list(SearchEntry.objects.values_list("pk", flat=True)) == before


def test_searching_writes_nothing(client, sample):
    before = every_table()

    for address in (
        "/sok/?q=tillit",
        "/sok/?q=xyzzy",
        "/sok/forslag/?q=til",
        "/en/sok/?q=trust",
        "/sok/?q=och",
    ):
        assert client.get(address).status_code == 200

    assert every_table() == before


def test_event_that_is_taken_down_is_forgotten():
    event = make_event(title_sv="Kvartersvärdarnas dag")
    assert found("kvartersvärd") == 1

    event.take_down("tillbakadragen", reason_sv="Fel.")

    assert found("kvartersvärd") == 0


def test_glossary_word_that_is_deleted_is_forgotten():
    term = Term.objects.create(name_sv="kvartersvärd", explanation_sv="En människa att ringa.")
    assert found("kvartersvärd") == 1

    term.delete()

    assert found("kvartersvärd") == 0


def quoted(role):
    return [block("quote", {"text": "Ja.", "speaker": role.pk, "attribution": ""})]


def test_role_that_only_a_draft_names_is_not_told(client):
    role = make_role("Asta Provström", "rektor")
    hidden = role.person.roles.create(title="hemlig uppdragstagare")
    make_article(title_sv="Med citat", body_sv=quoted(role))
    draft = make_article(title_sv="Utkast", body_sv=quoted(hidden), published=False)
    draft.save_revision()

    page = client.get(role.person.get_absolute_url()).text
    assert "rektor" in page
    assert "uppdragstagare" not in page
    assert found("uppdragstagare") == 0


@pytest.mark.parametrize("many", [False, True], ids=["one row", "many at once"])
def test_what_is_deleted_is_gone_from_the_texts_that_named_it(many):
    topic, role = make_topic("Kvartersvärdskap"), make_role("Asta Provström", "kvartersvärd")
    make_article(title_sv="Berättelsen", topics=[topic], body_sv=quoted(role))
    assert (found("kvartersvärdskap"), found("asta provström"), found("kvartersvärd")) == (2, 2, 2)

    for row in (topic, role):
        type(row).objects.filter(pk=row.pk).delete() if many else row.delete()

    assert (found("kvartersvärdskap"), found("asta provström"), found("kvartersvärd")) == (0, 0, 0)
    assert found("berättelsen") == 1


def test_articles_deleted_many_at_once_are_no_hits():
    make_article(title_sv="Kvartersvärdar ett")
    make_article(title_sv="Kvartersvärdar två")

    Article.objects.filter(title_sv__startswith="Kvartersvärdar").delete()

    assert found("kvartersvärdar") == 0
    assert not SearchWord.objects.filter(word="kvartersvärdar").exists()


def test_new_name_reaches_whom_the_organisation_is_part_of():
    organisation = make_organisation(name="Gamlestads kommun", short_name="Gamlestad")
    role = make_role("Asta Provström", "rektor", organisation=organisation)
    make_article(title_sv="Berättelsen", body_sv=quoted(role))
    event = make_event(title_sv="Dagen")
    event.co_organisers = [organisation]
    event.save()
    republish(event)

    organisation.name, organisation.short_name = "Nystads kommun", "Nystad"
    organisation.save()

    for section in ("people", "events", "articles"):
        assert (found("gamlestad", sections=[section]), found("nystad", sections=[section])) == (0, 1), (
            section
        )
