"""Where a person stands: every quote, name in a text, picture and contact; and one action that takes her name out of all.

Somebody may object to being named. Then her name goes from the public pages, from drafts and from earlier versions.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from wagtail.models import Revision

from tillit.editorial.languages import CODES
from tillit.editorial.models import Editorial, Picture
from tillit.editorial.schedule import editorial_models
from tillit.people.models import Person

INSTEAD = "en person"  # what stands where the name stood, in a text


@dataclass(frozen=True)
class Place:
    page: Editorial
    what: str


def places_of(person: Person) -> list[Place]:
    """Each page that names her, and how: as speaker, in its text, or as a contact."""
    roles = set(person.roles.values_list("pk", flat=True))
    found = []
    for model in editorial_models():
        for page in model.objects.iterator(chunk_size=200):
            found += [Place(page, what) for what in dict.fromkeys(_ways(page, person.name, roles))]
    return found


def _ways(page, name, roles) -> Iterator[str]:
    for code in CODES:
        blocks = list(getattr(page, f"body_{code}").raw_data)
        if any(value.get("speaker") in roles for value in _dicts(blocks)):
            yield "citeras"
        if any(name in text for text in _strings(blocks)):
            yield "nämns i texten"
    for field in _text_fields(type(page)):
        if name in (getattr(page, field.name) or ""):
            yield f"står i fältet {field.verbose_name}"
    for field in page._meta.many_to_many:
        if field.related_model._meta.label == "people.Role" and any(
            r.pk in roles for r in getattr(page, field.name).all()
        ):
            yield f"är bland {field.verbose_name}"


def pictures_naming(person: Person):
    named = models.Q(title__contains=person.name) | models.Q(description__contains=person.name)
    return Picture.objects.filter(named | models.Q(credit__contains=person.name))


@transaction.atomic
def anonymise(person: Person) -> int:
    """Take the person's name out of everything; returns how many pages it stood on."""
    name, pages = person.name, {(type(place.page), place.page.pk): place.page for place in places_of(person)}
    for page in pages.values():
        _rewrite(page, name)
        for revision in page.revisions.all():
            _rewrite_revision(revision, name)
    for picture in pictures_naming(person):
        for field in ("title", "description", "credit"):
            setattr(picture, field, getattr(picture, field).replace(name, INSTEAD))
        picture.save()
    person.roles.update(title="", is_elected=False, party="")
    person.name, person.is_private = INSTEAD.capitalize(), True
    person.save()
    return len(pages)


def _rewrite(page, name):
    changed = {}
    for code in CODES:
        blocks = list(getattr(page, f"body_{code}").raw_data)
        if any(name in text for text in _strings(blocks)):
            changed[f"body_{code}"] = _without(blocks, name)
    for field in _text_fields(type(page)):
        text = getattr(page, field.name) or ""
        if name in text:
            changed[field.name] = text.replace(name, INSTEAD)
    if "contact_name" in changed:
        changed |= {"contact_name": "", "contact_email": ""}
    for field, value in changed.items():
        setattr(page, field, value)
    if changed:
        with translation.override(settings.LANGUAGE_CODE):
            page.save(
                update_fields=[*changed, "body"]
            )  # the column without a language follows the Swedish one


def _rewrite_revision(revision: Revision, name: str) -> None:
    before = json.dumps(revision.content)
    content = _without(revision.content, name)
    if name in (revision.content.get("contact_name") or ""):
        content |= {"contact_name": "", "contact_email": ""}
    if json.dumps(content) != before:
        revision.content = content
        revision.object_str = revision.object_str.replace(name, INSTEAD)
        revision.save(update_fields=["content", "object_str"])


def _text_fields(model):
    """What people write in a page, each language in its own column."""
    kinds = (models.CharField, models.TextField)
    return [f for f in model._meta.concrete_fields if isinstance(f, kinds) and not f.choices and f.name.rpartition("_")[0] not in ("slug", "body")
            and f.name not in ("slug", "body")]  # fmt: skip


def _without(value, name):
    """The same value with the name replaced in every string, also where a string is JSON with its own way to write å."""
    if isinstance(value, str):
        return value.replace(name, INSTEAD).replace(json.dumps(name)[1:-1], INSTEAD)
    if isinstance(value, list):
        return [_without(item, name) for item in value]
    if isinstance(value, dict):
        return {key: _without(item, name) for key, item in value.items()}
    return value


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _strings(item)


def _dicts(value) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _dicts(item)
