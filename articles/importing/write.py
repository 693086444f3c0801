"""From a draft to rows: an article with its first revision, the roles it quotes, the report beside it."""

from dataclasses import asdict, replace
from enum import Enum
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from articles.importing.documents import Document
from articles.importing.draft import Draft, Speaker
from articles.importing.parse import parse, parse_page
from articles.importing.places import Place
from articles.models import Article, ImportedDocument
from articles.publishing import obstacles
from tillit.editorial.permissions import workable_by, works_for_all
from tillit.people.models import Organisation, Person, Role, User
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


def understand(document: Document, places: list[Place]) -> Draft:
    """The draft that a document makes, with what was known of it instead of what would have been guessed."""
    known = document.known
    places = [] if known.organisation else places
    draft = parse_page(document.text, places, known.url) if document.is_html else parse(document.text, places)
    draft.title = known.title or draft.title
    draft.source_url = known.url or draft.source_url
    draft.language = known.language
    if known.kind in Article.Kind.values:
        draft.kind = known.kind
    if known.date:
        draft.published_on = known.date
        draft.settle("date")
    if known.organisation:
        draft.settle("organisation")
        _know_organisation(draft, known.organisation)
    if draft.language != "sv":
        draft.doubt(
            "language",
            "Texten finns bara på ett annat språk än svenska. Skriv den svenska också.",
            blocks=True,
        )
    return draft


def _know_organisation(draft: Draft, written: str) -> None:
    found = Organisation.objects.filter(
        Q(code=written) | Q(name__iexact=written) | Q(short_name__iexact=written) | Q(slug=written)
        | Q(website_domain__iexact=written) | Q(former_names__name__iexact=written)
    ).distinct()  # fmt: skip
    if found.count() == 1:
        draft.organisation_id = found.get().pk
    else:
        draft.doubt(
            "organisation", f"Organisationen ”{shortened(written, 60)}” finns inte i registret.", blocks=True
        )


def is_here_already(document: Document) -> bool:
    """Whether just this text has been taken in before: then nothing has to be read of it again."""
    return ImportedDocument.objects.filter(digest=document.digest).exists()


def write(document: Document, draft: Draft, **whose: User | None) -> tuple[ImportedDocument, Outcome]:
    """Store the draft once for each source. What an editor has changed is never written over.

    With `user`, who takes it in by hand, the draft is hers and her organisation's, and what others have taken in
    is out of reach; `owner` is whoever answers for a draft that came by itself.
    """
    try:
        return _write(document, draft, **whose)
    except IntegrityError:
        # Another took in the same at the same moment: now it is there.
        return _write(document, draft, **whose)


@transaction.atomic
def _write(
    document: Document, draft: Draft, *, user: User | None = None, owner: User | None = None
) -> tuple[ImportedDocument, Outcome]:
    records = ImportedDocument.objects.select_related("article").select_for_update(of=("self",))
    if user:
        own = workable_by(Article.objects.all(), user)
        records = records.filter(Q(article__in=own) | Q(article=None))
        document = replace(document, key=f"{user.organisation_id or 'alla'}|{document.key}"[:1000])
    known = records.filter(digest=document.digest).first() or records.filter(key=document.key).first()
    if known and known.digest == document.digest:
        if known.key != document.key and not ImportedDocument.objects.filter(key=document.key).exists():
            known.key = document.key  # the same document, moved
            known.save()
        return known, Outcome.UNCHANGED
    if known and not known.is_untouched:
        return known, Outcome.KEPT
    there = known.article if known else None
    is_new, article = there is None, there or Article(live=False)
    before = article.organisation
    _fill(article, draft)
    if is_new:
        article.owner = user or owner
    elif before:
        article.organisation = before  # whose a draft is, a new text does not change
    if user and is_new and not works_for_all(user):
        article.organisation = user.organisation
    article.full_clean()
    article.save()
    revision = article.save_revision(user=user, clean=False)
    record = known or ImportedDocument(key=document.key, article=article)
    record.digest, record.revision_id, record.url = document.digest, revision.pk, _safe(draft.source_url)
    record.doubts = [asdict(doubt) for doubt in draft.doubts]
    record.save()
    return record, Outcome.REFRESHED if known else Outcome.NEW


def _safe(url: str) -> str:
    """An address that can be a link without doing anything else."""
    return url[:500] if url.lower().startswith(("https://", "http://")) else ""


def hindrances(record: ImportedDocument) -> list[str]:
    """Why the article must not be published yet, each as a sentence."""
    if record.article is None:
        return ["Artikeln är borttagen."]
    return [obstacle.text for obstacle in obstacles(record.article)]


def _fill(article: Article, draft: Draft) -> None:
    organisation = _organisation_in(draft)
    language = draft.language
    article.kind = draft.kind
    article.title_sv = shortened(draft.title, 160) or "Utan rubrik"
    setattr(article, f"title_{language}", article.title_sv)
    setattr(article, f"lead_{language}", draft.lead)
    article.organisation = organisation
    for field in ("published_on", "updated_on", "happened_on", "contact_email", "external_url"):
        setattr(article, field, getattr(draft, field))
    for field, text in draft.case.items():
        setattr(article, f"{field}_{language}", text)
    setattr(article, f"body_{language}", [_stored(kind, value, organisation) for kind, value in draft.blocks])
    article.authors = [_role(author, organisation) for author in draft.authors]


def _organisation_in(draft: Draft) -> Organisation | None:
    if draft.organisation_id:
        return Organisation.objects.get(pk=draft.organisation_id)
    return Organisation.objects.get(code=draft.organisation_code) if draft.organisation_code else None


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
