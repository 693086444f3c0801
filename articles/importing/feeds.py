"""A municipality's own news feed: each item that is not here yet is fetched and becomes a draft."""

import calendar
import datetime
import logging
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.importing import documents
from articles.importing.documents import Document, Known
from articles.importing.fetching import Fetched, Refused, fetch
from articles.importing.places import Place
from articles.importing.write import Outcome, known_places, understand, write
from articles.models import ImportedDocument, NewsFeed
from tillit.editorial.permissions import works_for_all
from tillit.people.models import Organisation
from tillit.text import shortened

log = logging.getLogger(__name__)

MOST_AT_ONCE = 50  # items of a feed that are taken one night


def domains_of(organisation: Organisation | None) -> list[str]:
    """The sites that may be fetched from for an organisation: its own and what lies below."""
    return [organisation.website_domain.lower()] if organisation and organisation.website_domain else []


def fetch_feed(feed: NewsFeed, *, get: Callable[..., Fetched] = fetch) -> tuple[int, int]:
    """(new drafts, items that could not be taken). What went wrong is written on the feed."""
    new = failed = 0
    problem = ""
    try:
        items = _entries(get(feed.url, domains=domains_of(feed.organisation)).body)
        if not items:
            raise Refused("Adressen är inget flöde, eller ett tomt.")
    except Refused as refusal:
        items, problem = [], str(refusal)
    places = known_places()
    for entry in items[:MOST_AT_ONCE]:
        try:
            new += _take(feed, entry, places, get)
        except Exception as reason:
            # Whatever somebody's site sends: one item that cannot be taken stops no other.
            if not isinstance(reason, Refused | documents.Unreadable | ValidationError):
                log.exception("Inslaget %r i %s kunde inte tas in.", url_of(entry), feed.url)
            failed += 1
            problem = shortened(f"{entry.get('title', 'Ett inslag')}: {_sentence(reason)}", 290)
    feed.fetched_at, feed.problem = timezone.now(), problem
    feed.save(update_fields=["fetched_at", "problem"])
    return new, failed


def _sentence(reason: Exception) -> str:
    if isinstance(reason, Refused | documents.Unreadable):
        return str(reason)
    return " ".join(reason.messages) if isinstance(reason, ValidationError) else "gick inte att läsa."


def url_of(entry: Any) -> str:
    return documents.storable(str(entry.get("link", "")))[:500]


def read_saved_feed(path: Path) -> Iterator[Document | documents.Unreadable]:
    """One document for each item of a feed that was saved as a file; what it lacks is not fetched."""
    try:
        if path.stat().st_size > documents.LARGEST_PAGE:
            raise documents.Unreadable(f"filen är större än {documents.LARGEST_PAGE // 1024 // 1024} MB")
        raw = path.read_bytes()
    except OSError as error:
        raise documents.Unreadable(f"filen gick inte att läsa ({error.strerror})") from error
    items = _entries(raw)
    if not items:
        raise documents.Unreadable("den är inget flöde, eller ett tomt")
    taken: set[str] = set()
    for number, entry in enumerate(items, start=1):
        title, url, body = documents.storable(str(entry.get("title", ""))), url_of(entry), _body_of(entry)
        # Some feeds give every item the address of the list it stands in.
        key = next((one for one in (url, _id_of(entry)) if one and one not in taken), "")
        if not (key and body.strip()):
            yield documents.Unreadable(f"inslag {number}: det saknar egen adress eller text")
            continue
        taken.add(key)
        digest = documents.digest_of(f"{key}\n{title}\n{body}")
        known = Known(title=title, url=url, date=_day(entry))
        yield Document(key[:1000], body, digest, is_html=True, known=known)


def _entries(raw: bytes) -> list[Any]:
    """The items of a feed, as the library reads it; none where it cannot."""
    try:
        return list(feedparser.parse(BytesIO(raw)).entries)
    except UnicodeError:  # half characters, which it hands on to a codec that refuses them
        return []


def _body_of(entry: Any) -> str:
    """The whole text where the feed has it, else its summary."""
    whole = next((part.value for part in entry.get("content", []) if part.value), "")
    return documents.storable(str(whole or entry.get("summary", "")))


def _id_of(entry: Any) -> str:
    return documents.storable(str(entry.get("id", "")))


def _take(feed: NewsFeed, entry: Any, places: list[Place], get: Callable[..., Fetched]) -> bool:
    """Fetch and store one item; False when it is here already."""
    url = url_of(entry)
    if not url or ImportedDocument.objects.filter(key=url[:1000]).exists():
        return False
    page = get(url, domains=domains_of(feed.organisation))
    known = Known(
        url=page.url, organisation=feed.organisation.code or feed.organisation.slug, date=_day(entry)
    )
    document = documents.document(url[:1000], page.body, is_html=True, charset=page.charset, known=known)
    owner = feed.added_by if feed.added_by and feed.added_by.is_active else None
    if owner and not (works_for_all(owner) or owner.organisation_id == feed.organisation_id):
        owner = None
    _record, outcome = write(document, understand(document, places), owner=owner)
    return outcome is Outcome.NEW


def _day(entry: Any) -> datetime.date | None:
    told = entry.get("published_parsed") or entry.get("updated_parsed")
    if not told:
        return None
    try:
        moment = datetime.datetime.fromtimestamp(calendar.timegm(told), tz=datetime.UTC)
        return timezone.localtime(moment).date()
    except (OverflowError, ValueError, OSError):
        return None


def fetch_page(
    url: str,
    organisation: Organisation | None,
    *,
    get: Callable[..., Fetched] = fetch,
    anywhere: bool = False,
) -> Document:
    """The page at an address of the organisation's own site."""
    domains = None if anywhere else domains_of(organisation)
    if domains == []:
        raise Refused("Er organisation har ingen webbplats i registret. Be en administratör lägga till den.")
    page = get(url.strip(), domains=domains)
    if page.kind == "text/plain":
        return documents.document(page.url[:1000], page.body)
    return documents.document(
        page.url[:1000], page.body, is_html=True, charset=page.charset, known=Known(url=page.url)
    )
