"""From a draft to rows: an article with its first revision, the roles it quotes, the report beside it."""

from dataclasses import asdict, replace
from enum import Enum
from typing import Any
from uuid import uuid4

from django.db import transaction

from articles.importing.documents import Document
from articles.importing.draft import Draft, Speaker
from articles.importing.places import Place
from articles.models import Article, ImportedDocument
from articles.publishing import missing_fields, value_in
from tillit.people.models import Organisation, Person, Role
from tillit.text import shortened


class Outcome(Enum):
    NEW = "nytt utkast"
    REFRESHED = "utkastet uppdaterat"
    UNCHANGED = "oförändrat"
    KEPT = "en redaktör har ändrat utkastet; det lämnas i fred"


def known_places() -> list[Place]:
    organisations = Organisation.objects.in_registry().prefetch_related("former_names")
    return [
        Place(
            o.code,
            o.kind,
            o.name,
            o.short_name,
            o.county,
            o.website_domain,
            tuple(f.name for f in o.former_names.all()),
        )
        for o in organisations
    ]


@transaction.atomic
def write(document: Document, draft: Draft) -> tuple[ImportedDocument, Outcome]:
    """Store the draft once for each source. What an editor has changed is never written over."""
    records = ImportedDocument.objects.select_related("article").select_for_update(of=("self",))
    known = records.filter(digest=document.digest).first() or records.filter(key=document.key).first()
    if known and known.digest == document.digest:
        if known.key != document.key and not records.filter(key=document.key).exists():
            known.key = document.key  # the same document, moved
            known.save()
        return known, Outcome.UNCHANGED
    if known and not known.is_untouched:
        return known, Outcome.KEPT
    article = known.article if known and known.article else Article(live=False)
    _fill(article, draft)
    article.full_clean()
    article.save()
    revision = article.save_revision()
    record = known or ImportedDocument(key=document.key, article=article)
    record.digest, record.revision_id = document.digest, revision.pk
    record.doubts = [asdict(doubt) for doubt in draft.doubts]
    record.save()
    return record, Outcome.REFRESHED if known else Outcome.NEW


def hindrances(record: ImportedDocument) -> list[str]:
    """Why the article must not be published yet: blocking doubts and fields that are empty."""
    article = record.article
    if article is None:
        return ["Artikeln är borttagen."]
    reasons = [doubt["text"] for doubt in record.doubts if doubt["blocks"]]

    names = [_label(f) for f in missing_fields(article.kind, value_in(article))]
    return reasons + [f"Det saknas: {name}." for name in names]


def _label(field: str) -> str:
    known = Article._meta.get_field(field)
    return str(known.related_model._meta.verbose_name if known.one_to_many else known.verbose_name)


def _fill(article: Article, draft: Draft) -> None:
    code = draft.organisation_code
    organisation = Organisation.objects.get(code=code) if code else None
    article.kind = draft.kind
    article.title_sv = shortened(draft.title, 160) or "Utan rubrik"
    article.lead_sv = draft.lead
    article.organisation = organisation
    for field in ("published_on", "updated_on", "happened_on", "contact_email", "external_url"):
        setattr(article, field, getattr(draft, field))
    for field, text in draft.case.items():
        setattr(article, f"{field}_sv", text)
    article.body_sv = [_stored(kind, value, organisation) for kind, value in draft.blocks]
    article.authors = [_role(author, organisation) for author in draft.authors]


def _stored(kind: str, value: Any, organisation: Organisation | None) -> dict:
    if kind == "quote":
        value = {**value, "speaker": (value["speaker"] and _role(value["speaker"], organisation).pk) or None}
    elif kind == "slide":
        value = {**value, "content": [{**block, "id": str(uuid4())} for block in value["content"]]}
    return {"type": kind, "value": value, "id": str(uuid4())}


def _role(speaker: Speaker, organisation: Organisation | None) -> Role:
    """The person's role as the document tells it; the same again when it is imported again."""
    speaker = replace(
        speaker, name=speaker.name[:120], title=shortened(speaker.title, 160), party=speaker.party[:20]
    )
    where = _organisation_of(speaker, organisation)
    role = Role.objects.filter(person__name=speaker.name, title=speaker.title, organisation=where).first()
    if role:
        return role
    person = Person.objects.filter(name=speaker.name).first() or Person.objects.create(name=speaker.name)
    elected = {"is_elected": speaker.is_elected, "party": speaker.party}
    return Role.objects.create(person=person, title=speaker.title, organisation=where, **elected)


def _organisation_of(speaker: Speaker, organisation: Organisation | None) -> Organisation | None:
    """A minister or a researcher does not belong to the municipality that tells of her."""
    if speaker.organisation:
        named = Organisation.objects.filter(former_names__name__iexact=speaker.organisation).first()
        return named or Organisation.objects.filter(name__iexact=speaker.organisation).first()
    local = ("kommun", "förvaltning", "nämnd", "region", "stads", "social")
    return organisation if any(word in speaker.title for word in local) else None
