"""Where a person stands: every quote, name in a text, picture and contact; and one action that takes her name out of all.

Somebody may object to being named. Then her name goes from the public pages, from drafts and from earlier versions.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import translation
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import ModelLogEntry, Revision

from tillit.editorial.languages import CODES
from tillit.editorial.models import Editorial, Picture
from tillit.editorial.schedule import editorial_models
from tillit.people.models import Person

TEXTS = (models.CharField, models.TextField, models.JSONField, StreamField)
INSTEAD = "en person"  # what stands where the name stood, in a text


@dataclass(frozen=True)
class Place:
    what: str
    page: Editorial | None  # the page it is on, or in the drafts and earlier versions of; some rows have none
    row: models.Model


def places_of(person: Person) -> list[Place]:
    """Everything that names her, and how: as speaker, in a text, in a row of a page, in a draft, as a contact."""
    roles = set(person.roles.values_list("pk", flat=True))
    found = []
    for model in editorial_models():
        for page in _maybe_naming(model.objects.all(), person.name, roles).iterator(chunk_size=200):
            found += [Place(what, page, page) for what in dict.fromkeys(_ways(page, person.name, roles))]
    for row in _rows_naming(person.name, roles):
        found.append(Place(f"nämns bland {row._meta.verbose_name_plural}", _page_of(row), row))
    known = {(type(place.page), place.page.pk) for place in found if place.page}
    for page in _pages_of_versions_naming(person.name, roles):
        if (type(page), page.pk) not in known:
            found.append(Place("nämns i ett utkast eller en tidigare version", page, page))
    return found


def _ways(page, name, roles) -> Iterator[str]:
    for code in CODES:
        blocks = list(getattr(page, f"body_{code}").raw_data)
        if any(value.get("speaker") in roles for value in _dicts(blocks)):
            yield "citeras"
        if _names(blocks, name):
            yield "nämns i texten"
    for field in _text_fields(type(page)):
        if _names(getattr(page, field.name), name):
            yield f"står i fältet {field.verbose_name}"
    for field in _role_fields(type(page)):
        if any(role.pk in roles for role in getattr(page, field.name).all()):
            yield f"är bland {field.verbose_name}"


def _role_fields(model):
    return [field for field in model._meta.many_to_many if field.related_model._meta.label == "people.Role"]


def _maybe_naming(rows, name, roles):
    """Those of `rows` that the database cannot rule out, so that not every text has to be read."""
    columns = [field.name for field in rows.model._meta.concrete_fields if isinstance(field, TEXTS)]
    spoken = [f'"speaker": {pk}' for pk in roles]
    wanted = [*_spellings(name), *spoken, *(json.dumps(text)[1:-1] for text in spoken)]
    named = models.Q(
        *(models.Q((f"_{column}__contains", text)) for column in columns for text in wanted), _connector="OR"
    )
    for field in _role_fields(rows.model):
        named |= models.Q(**{f"{field.name}__in": roles})
    as_text = {f"_{column}": Cast(column, models.TextField()) for column in columns}
    return rows.filter(pk__in=rows.alias(**as_text).filter(named).values("pk"))


def _spellings(name):
    """As it is written, and as JSON writes it, also within another JSON."""
    once = json.dumps(name)[1:-1]
    return dict.fromkeys([name, once, json.dumps(once)[1:-1]])


def _rows_naming(name, roles) -> Iterator[models.Model]:
    """Rows of pages (sessions, sources, notes), and of other models that `may_name_people`."""
    children = [r.related_model for model in editorial_models() for r in get_all_child_relations(model)]
    others = [model for model in apps.get_models() if getattr(model, "may_name_people", False)]
    for model in dict.fromkeys([*children, *others]):
        for row in _maybe_naming(model._default_manager.all(), name, roles):
            texts = [getattr(row, field.name) for field in _text_fields(model)]
            speaks = any(role.pk in roles for f in _role_fields(model) for role in getattr(row, f.name).all())
            if speaks or _names(texts, name):
                yield row


def _page_of(row):
    """The page that a row belongs to, or None."""
    for field in row._meta.get_fields():
        is_way = isinstance(field, GenericForeignKey) or (
            field.concrete and not field.many_to_many and field.related_model in editorial_models()
        )
        if is_way and isinstance(page := getattr(row, field.name), Editorial):
            return page
    return None


def _versions_naming(name):
    kinds = ContentType.objects.get_for_models(*editorial_models()).values()
    return _maybe_naming(Revision.objects.filter(base_content_type__in=kinds), name, [])


def _pages_of_versions_naming(name, roles):
    """Pages whose drafts or earlier versions name her or let her speak."""
    kinds = ContentType.objects.get_for_models(*editorial_models()).values()
    versions = Revision.objects.filter(base_content_type__in=kinds)
    keys = {
        (version.base_content_type_id, version.object_id)
        for version in _maybe_naming(versions, name, roles).iterator(chunk_size=200)
        if _names(version.content, name) or _speaks_in(version, roles)
    }
    for model, kind in ContentType.objects.get_for_models(*editorial_models()).items():
        yield from model.objects.filter(pk__in=[pk for of, pk in keys if of == kind.pk])


def _speaks_in(version, roles):
    bodies = [_json_in(version.content.get(f"body_{code}") or "") for code in CODES]
    return any(value.get("speaker") in roles for value in _dicts(bodies))


def pictures_naming(person: Person):
    named = models.Q(title__contains=person.name) | models.Q(description__contains=person.name)
    return Picture.objects.filter(named | models.Q(credit__contains=person.name))


@transaction.atomic
def anonymise(person: Person) -> int:
    """Take the person's name out of everything; returns how many pages it stood on."""
    if not person.name.strip():
        raise ValueError("A name is needed to find where it stands.")
    name, places = person.name, places_of(person)
    pages = {(type(place.page), place.page.pk): place.page for place in places if place.page}
    for model in editorial_models():  # rows before the index, whoever writes
        pks = [pk for of, pk in pages if of is model]
        list(model.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").only("pk"))
    for page in pages.values():
        _rewrite(page, name)
    for place in places:
        if not isinstance(place.row, Editorial):
            _rewrite_row(place.row, name)
    for revision in _versions_naming(name):
        _rewrite_revision(revision, name)
    for picture in pictures_naming(person):
        for field in ("title", "description", "credit"):
            setattr(picture, field, _without(getattr(picture, field), name))
        picture.save()
    person.name, person.is_private = INSTEAD.capitalize(), True
    person.save()
    for role in person.roles.all():
        role.title, role.is_elected, role.party = "", False, ""
        role.save()
    for entry in ModelLogEntry.objects.filter(label__contains=name):  # who did what with it
        entry.label = _without(entry.label, name)
        entry.save(update_fields=["label"])
    return len(pages)


def _rewrite_row(row, name):
    with translation.override(
        settings.LANGUAGE_CODE
    ):  # the column without a language follows the Swedish one
        for field in _text_fields(type(row)):
            value = getattr(row, field.name)
            if _names(value, name):
                setattr(row, field.name, _without(value, name))
        row.save()


def _rewrite(page, name):
    changed = {}
    for code in CODES:
        blocks = list(getattr(page, f"body_{code}").raw_data)
        if _names(blocks, name):
            changed[f"body_{code}"] = _without(blocks, name)
    for field in _text_fields(type(page)):
        value = getattr(page, field.name)
        if _names(value, name):
            changed[field.name] = _without(value, name)
    if "contact_name" in changed:
        changed |= {"contact_name": "", "contact_email": ""}
    for field, value in changed.items():
        setattr(page, field, value)
    if changed:
        # The columns without a language follow the Swedish ones.
        same = [field.removesuffix("_sv") for field in changed if field.endswith("_sv")]
        with translation.override(settings.LANGUAGE_CODE):
            page.save(update_fields=[*changed, *same])


def _rewrite_revision(revision: Revision, name: str) -> None:
    before = json.dumps(revision.content)
    content = _without(revision.content, name)
    if _names(revision.content.get("contact_name"), name):
        content |= {"contact_name": "", "contact_email": ""}
    if json.dumps(content) != before:
        revision.content = content
        revision.object_str = _without(revision.object_str, name)
        revision.save(update_fields=["content", "object_str"])


def _text_fields(model):
    """What people write in a row, each language in its own column; a body is looked through by itself."""
    names = {field.name for field in model._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS)
        and not (field.choices or isinstance(field, (StreamField, models.SlugField, models.URLField)))
        and field.name.rpartition("_")[0] != "slug"
        and f"{field.name}_sv" not in names
    ]


def _without(value, name):
    """The same value with the name replaced in every string, also within a string that is JSON."""
    if isinstance(value, str):
        within = _json_in(value)
        if within is None:
            return _whole(name).sub(INSTEAD, value)
        return json.dumps(_without(within, name)) if _names(within, name) else value
    if isinstance(value, list):
        return [_without(item, name) for item in value]
    if isinstance(value, dict):
        return {key: _without(item, name) for key, item in value.items()}
    return value


def _names(value, name) -> bool:
    return any(_whole(name).search(text) for text in _strings(value))


@lru_cache
def _whole(name):
    """The name as a whole, also in the genitive: Eva Lind and Eva Linds, and not Eva Lindström."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?=s?(?!\w))")


def _json_in(text):
    """The list or object that the text is, as a body is within a revision; None for what is just text."""
    if not text.startswith(("[", "{")):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list | dict) else None


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        within = _json_in(value)
        if within is None:
            yield value
        else:
            yield from _strings(within)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _strings(item)


def _dicts(value) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _dicts(item)
