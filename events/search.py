"""What events and series are found by."""

from collections.abc import Iterator

from django.utils import timezone

from tillit.editorial.documents import files_in, people_in, quoted_in, shown_in
from tillit.search.documents import Document
from tillit.search.indexing import reference


def event_documents(event) -> Iterator[Document]:
    if not event.is_published:
        return
    sessions = list(event.sessions.all())
    speakers = [role for session in sessions for role in session.speakers.all()]
    materials = list(event.materials.all())
    day = timezone.localdate(event.starts_at) if event.starts_at else None
    about = [reference(m.attachment) for m in materials if m.attachment]
    about += [reference(row) for row in (event.organisation, event.series, *event.co_organisers.all()) if row]
    for language in event.languages:
        body = getattr(event, f"body_{language}") or []
        roles = list(dict.fromkeys([*speakers, *quoted_in(body)]))
        texts = [_text_of(body), event.place, event.address]
        texts += [
            f"{_in(session, 'title', language)}\n{_in(session, 'description', language)}"
            for session in sessions
        ]
        texts += [str(role) for role in roles]
        texts += [str(row) for row in (event.organisation, *event.co_organisers.all()) if row]
        texts += [_in(event.series, "name", language)] if event.series else []
        texts += [_in(material, "title", language) for material in materials]
        yield Document(
            section="events",
            language=language,
            title=_in(event, "title", language),
            lead=_in(event, "lead", language),
            body="\n".join(filter(None, texts)),
            shown_in=shown_in(event, language),
            names=[_in(event, "title", language), _in(event, "slug", language)],
            marks=_marks(event, day),
            about=[*about, *people_in(roles), *map(reference, files_in(body))],
            dated=day,
            until=event.expire_at,
        )


def series_documents(series, is_public, until) -> Iterator[Document]:
    """Where an event of it is public, and as long as one is."""
    for language in series.languages if is_public else []:
        yield Document(
            section="events",
            language=language,
            title=_in(series, "name", language),
            lead=getattr(series, f"description_{language}") or "",
            shown_in=shown_in(series, language),
            names=[_in(series, "name", language), series.slug],
            until=until,
        )


def _marks(event, day):
    organisation = event.organisation
    marks = [f"slag={event.kind}"]
    if organisation:
        marks.append(f"organisation={organisation.slug}")
        if organisation.county_code:
            marks.append(f"lan={organisation.county_code}")
    return marks + ([f"ar={day.year}"] if day else [])


def _in(row, field, language):
    """In the language if it is there, else in Swedish: a programme is often written in one."""
    return getattr(row, f"{field}_{language}") or getattr(row, f"{field}_sv") or ""


def _text_of(body):
    return "\n".join(body.stream_block.get_searchable_content(body)) if body else ""
