"""The whole index made anew is the same as what publishing wrote, also when it was broken off."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import make_article
from tillit.search import indexing
from tillit.search.backends import backend
from tillit.search.models import SearchEntry, SearchWord
from tillit.search.search import Search


def found(text):
    return Search(text, "sv").count


def content_of_the_index():
    """All that the entries and words say, but for the numbers of their rows."""
    entries = SearchEntry.objects.order_by("content_type", "object_id", "part", "language")
    rows = [
        (
            e.content_type_id,
            e.object_id,
            e.part,
            e.language,
            e.section,
            e.shown_in,
            e.dated,
            e.until,
            e.title,
            e.lead,
            e.body,
            sorted(e.marks),
            sorted(e.names.values_list("key", flat=True)),
            sorted(e.references.values_list("to", flat=True)),
        )
        for e in entries
    ]
    return rows, sorted(SearchWord.objects.values_list("language", "word", "term", "entries"))


def test_reindex_makes_what_publishing_made(sample):
    before = content_of_the_index()
    SearchEntry.objects.filter(section="articles").update(title="skräp")
    SearchWord.objects.all().delete()

    call_command("reindex", "--fran-borjan", stdout=StringIO())

    assert content_of_the_index() == before
    assert found("skräp") == 0


def test_reindex_makes_all_of_what_has_never_been_indexed(sample):
    before = content_of_the_index()
    SearchWord.objects.all().delete()
    backend().remove(list(SearchEntry.objects.values_list("pk", flat=True)))
    SearchEntry.objects.all().delete()

    call_command("reindex", stdout=StringIO())

    assert content_of_the_index() == before


def test_reindex_counts_the_words_although_it_has_forgotten_that_it_was_to(sample):
    before = content_of_the_index()
    SearchWord.objects.all().delete()

    call_command("reindex", stdout=StringIO())

    assert content_of_the_index() == before


def test_reindex_tells_how_far_it_is_and_goes_on_where_it_was(monkeypatch):
    for n in range(5):
        make_article(title_sv=f"Nummer {n}")
    monkeypatch.setattr(indexing, "BATCH", 2)
    first = StringIO()

    class Pulled(Exception):
        pass

    def pull(text):
        first.write(text)
        if "artiklar: 2 av 5" in text:
            raise Pulled

    output = StringIO()
    output.write = pull
    with pytest.raises(Pulled):
        call_command("reindex", stdout=output)
    again = StringIO()
    call_command("reindex", stdout=again)

    assert "Fortsätter där det avbröts." in again.getvalue()
    assert "artiklar: 2 av 5" not in again.getvalue()
    assert "artiklar: 4 av 5" in again.getvalue()
    assert "artiklar: 5 av 5" in again.getvalue()


def test_words_are_counted_anew_though_the_work_was_broken_off(monkeypatch):
    make_article(title_sv="Kvartersvärdar")
    SearchWord.objects.filter(word="kvartersvärdar").update(entries=7)

    def pulled(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(indexing, "index_rows", pulled)
        with pytest.raises(KeyboardInterrupt):
            call_command("reindex", "--fran-borjan", stdout=StringIO())
    call_command("reindex", stdout=StringIO())

    assert SearchWord.objects.get(word="kvartersvärdar").entries == 1


def test_row_that_vanished_by_another_way_is_dropped():
    make_article(title_sv="Kvartersvärdar")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_searchentry SET object_id = 999999 WHERE title = 'Kvartersvärdar'")

    call_command("reindex", "--fran-borjan", stdout=StringIO())

    assert SearchEntry.objects.filter(title="Kvartersvärdar").count() == 1
