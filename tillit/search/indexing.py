"""Writing the index. Every function works within the transaction of whoever calls it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.db.models.signals import post_delete

from tillit.search.backends import backend
from tillit.search.documents import LONGEST_NAME, Analysed, Document, analysed, name_key
from tillit.search.models import SearchEntry, SearchName, SearchReference, SearchWord
from tillit.search.words import composed, plain

BATCH = 100


def refresh(row: models.Model) -> None:
    """Bring the index in step with one row, as the database has it: the one at hand may hold a draft."""
    if row.may_be_found or SearchEntry.objects.of(row).exists():  # else a draft that was never public
        refresh_rows(type(row), [row.pk])


def refresh_rows(model: type[models.Model], pks: Sequence[int]) -> None:
    """As `refresh`, many at once. Those of whom the index has everything already are not written."""
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        known = _entries(model, batch)
        new = [
            row.pk for row, documents in _read(model, batch) if not _is_known(documents, row, known[row.pk])
        ]
        if new:
            backend().take_turn()
            # Once more: who had the turn before may have changed a name that it repeats.
            _write(_read(model, new))


def _read(model, pks):
    """The rows with their documents; not those that somebody has deleted meanwhile, and their entries with them."""
    return [(row, list(row.search_documents())) for row in _rows(model, pks)]


def listen() -> None:
    """Rows are also deleted many at a time and together with others: no call could stand in all those places."""
    for model in searchable_models():
        post_delete.connect(follow_deletion, sender=model, dispatch_uid=f"search {model._meta.label}")


def follow_deletion(sender, instance, **kwargs) -> None:
    """A row is gone: so are its entries, and its name in those of others."""
    if instance.is_told_by_others or SearchEntry.objects.of(instance).exists():
        backend().take_turn()
    _write([(instance, [])])
    refresh_about(instance)


def refresh_about(row: models.Model) -> None:
    """Make anew what repeats something of the row: its name in texts, its words in a file."""
    for model, pks in rows_about(row):
        refresh_rows(model, pks)


def rows_about(row: models.Model) -> list[tuple[type[models.Model], list[int]]]:
    """The numbers of the rows whose entries repeat something of this one, by model."""
    by_kind: dict[int, list[int]] = {}
    pairs = SearchEntry.objects.about(reference(row)).order_by("content_type", "object_id")
    for kind, pk in pairs.values_list("content_type", "object_id").distinct():
        by_kind.setdefault(kind, []).append(pk)
    return [(ContentType.objects.get_for_id(kind).model_class(), pks) for kind, pks in by_kind.items()]


def reference(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def searchable_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if hasattr(model, "search_documents")]


def reindex(
    model: type[models.Model], after: int = 0, *, counts_words: bool = True
) -> Iterator[tuple[int, int]]:
    """Index every row of a model with a number above `after`, a batch a transaction; yields (rows done, last number).

    The site may run meanwhile: what is published in between writes itself, and is written once more here.
    Words need not be counted where all of them are counted anew afterwards: it takes half of the time.
    """
    done = 0
    while pks := list(
        model._default_manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        index_rows(model, pks, counts_words=counts_words)
        done, after = done + len(pks), pks[-1]
        yield done, after


@transaction.atomic
def index_rows(model: type[models.Model], pks: Collection[int], *, counts_words: bool = True) -> None:
    """Make anew the entries of many rows of a model at once."""
    if pks:
        backend().take_turn()
        _write(_read(model, pks), counts_words=counts_words)


@transaction.atomic
def drop_orphans(model: type[models.Model]) -> int:
    """Drop entries whose row is gone, by whatever way; returns how many."""
    backend().take_turn()
    kind = ContentType.objects.get_for_model(model)
    entries = SearchEntry.objects.filter(content_type=kind).exclude(
        object_id__in=model._default_manager.values("pk")
    )
    return _remove(list(entries))


@transaction.atomic
def recount() -> None:
    """Count the words anew from the entries: what a changed dictionary calls otherwise is put right."""
    backend().take_turn()
    counts: dict[str, Counter] = {}
    terms: dict[tuple[str, str], str] = {}
    entries = SearchEntry.objects.values_list("language", "title", "lead", "body")
    for language, title, lead, body in entries.iterator(chunk_size=500):
        found = analysed(title, lead, body, language).words
        counts.setdefault(language, Counter()).update(found.keys())
        terms |= {(language, word): term for word, term in found.items()}
    SearchWord.objects.all().delete()
    SearchWord.objects.bulk_create(
        (
            _word(language, word, terms[language, word], count)
            for language, counter in counts.items()
            for word, count in sorted(counter.items())
        ),
        batch_size=1000,
    )


# ---------------------------------------------------------------------------------------------------


def _rows(model, pks):
    """The rows with all that their documents read."""
    manager = model._default_manager
    rows = manager.for_search() if hasattr(manager, "for_search") else manager.all()
    return rows.filter(pk__in=pks).order_by("pk")


def _entries(model, pks) -> dict[int, list[SearchEntry]]:
    """{number of a row: its entries}"""
    found: dict[int, list[SearchEntry]] = defaultdict(list)
    rows = SearchEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=pks
    )
    for entry in rows.prefetch_related("names", "references"):
        found[entry.object_id].append(entry)
    return found


def _is_known(documents, row, known):
    """Whether the index has just these documents of the row already: most saves change nothing of them."""
    if len(known) != len(documents):
        return False
    new = {
        (document.part, document.language): _facts(_entry(row, document), document) for document in documents
    }
    return all(
        new.get((entry.part, entry.language))
        == (*_columns(entry), {n.key for n in entry.names.all()}, {r.to for r in entry.references.all()})
        for entry in known
    )


def _facts(entry, document):
    return (*_columns(entry), set(_keys(document)), set(document.about))


def _columns(entry):
    return tuple(
        getattr(entry, field.attname) for field in entry._meta.concrete_fields if not field.primary_key
    )


def _keys(document):
    return dict.fromkeys(filter(None, (name_key(name or "")[:LONGEST_NAME] for name in document.names)))


def _write(rows: list[tuple[models.Model, list[Document]]], *, counts_words: bool = True) -> None:
    """Replace the entries of the rows, which are of one model."""
    if not rows:
        return
    known = _entries(type(rows[0][0]), [row.pk for row, _documents in rows])
    old = [entry for entries in known.values() for entry in entries]
    new = [(_entry(row, document), document) for row, documents in rows for document in documents]
    if not (old or new):
        return
    analyse = cache(analysed)  # most of what is written anew has the same texts
    before, after = (
        [(entry, analyse(entry.title, entry.lead, entry.body, entry.language)) for entry in entries]
        for entries in (old if counts_words else [], [entry for entry, _document in new])
    )
    followers = _followers(old, new)
    _remove(old)
    SearchEntry.objects.bulk_create([entry for entry, _document in new])
    SearchName.objects.bulk_create(
        SearchName(entry=entry, key=key) for entry, document in new for key in _keys(document)
    )
    SearchReference.objects.bulk_create(
        SearchReference(entry=entry, to=to) for entry, document in new for to in dict.fromkeys(document.about)
    )
    backend().add(after)
    if counts_words:
        _count_words(before, after)
    for model, pks in followers.items():
        refresh_rows(model, pks)


def _followers(old, new) -> dict[type[models.Model], list[int]]:
    """Rows that are found only where something public tells of them, when what is told there has changed.

    All of them: a person's entry repeats the roles that are named beside her.
    """
    before = {(one.to, entry.until) for entry in old for one in entry.references.all()}
    after = {(to, entry.until) for entry, document in new for to in document.about}
    found: dict[type[models.Model], list[int]] = {}
    for to in sorted({to for to, _until in before | after}) if before != after else []:
        label, pk = to.split(":")
        model = apps.get_model(label)
        if getattr(model, "is_found_through_others", False):
            found.setdefault(model, []).append(int(pk))
    return found


def _remove(entries: list[SearchEntry]) -> int:
    pks = [entry.pk for entry in entries]
    if pks:
        backend().remove(pks)
        SearchEntry.objects.filter(pk__in=pks).delete()
    return len(pks)


def _entry(row, document):
    return SearchEntry(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        part=document.part,
        language=document.language,
        section=document.section,
        title=composed(document.title),
        lead=composed(document.lead),
        body=_lines(composed(document.body)),
        **{f"in_{language}": True for language in document.shown_in},
        marks=list(dict.fromkeys(document.marks)),
        dated=document.dated,
        until=document.until,
    )


def _lines(text):
    """Without empty lines: an excerpt shows where one piece ends and the next begins."""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _word(language, word, term, count):
    return SearchWord(
        language=language, word=word, term=term, plain=plain(word), plain_term=plain(term), entries=count
    )


def _count_words(
    before: list[tuple[SearchEntry, Analysed]], after: list[tuple[SearchEntry, Analysed]]
) -> None:
    """Bring the counts in step with entries that are gone, and with those that have come."""
    change: Counter = Counter()
    terms: dict[tuple[str, str], str] = {}
    for entry, found in before:
        change.subtract((entry.language, word) for word in found.words)
    for entry, found in after:
        change.update((entry.language, word) for word in found.words)
        terms |= {(entry.language, word): term for word, term in found.words.items()}
    changed = {key: number for key, number in change.items() if number}
    known = _known_words(changed)
    SearchWord.objects.bulk_create(
        (
            _word(*key, terms[key], number)
            for key, number in changed.items()
            if number > 0 and key not in known
        ),
        batch_size=1000,
    )
    steps = defaultdict(list)
    for key, pk in known.items():
        steps[changed[key]].append(pk)
    for step, pks in steps.items():
        SearchWord.objects.filter(pk__in=pks).update(entries=Greatest(F("entries") + step, 0))
    fewer = [pk for step, pks in steps.items() if step < 0 for pk in pks]
    SearchWord.objects.filter(pk__in=fewer, entries=0).delete()


def _known_words(keys) -> dict[tuple[str, str], int]:
    """{(language, word): number of its row}"""
    known = {}
    for language in {code for code, _word in keys}:
        words = [word for code, word in keys if code == language]
        rows = SearchWord.objects.filter(language=language, word__in=words).values_list("word", "pk")
        known |= {(language, word): pk for word, pk in rows}
    return known
