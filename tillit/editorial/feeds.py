"""Lists of pages to follow elsewhere: as Atom, as JSON Feed, as a table for a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from tillit.exports import Row, as_csv
from tillit.text import printable


@dataclass(frozen=True)
class Entry:
    """A page as feeds tell of it. `identity` is an address that stays when the other one changes."""

    identity: str
    url: str
    title: str
    summary: str
    language: str
    author: str
    published: datetime | None
    updated: datetime | None
    dated: datetime | None  # when there is neither: Atom demands a moment
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Feed:
    title: str
    description: str
    home: str
    own: str  # the feed's own address
    entries: Iterable[Entry]


class MultilingualAtom(Atom1Feed):
    """Each entry says which language it is in: a Swedish one may stand in an English feed."""

    def item_attributes(self, item):
        return {**super().item_attributes(item), "xml:lang": item["language"]}


def as_atom(feed: Feed) -> HttpResponse:
    atom = MultilingualAtom(
        title=feed.title,
        description=feed.description,
        link=feed.home,
        feed_url=feed.own,
        language=get_language(),
        author_name="Tillit",  # of the entries that have none of their own
    )
    for entry in feed.entries:
        atom.add_item(
            title=printable(entry.title),
            link=entry.url,
            unique_id=entry.identity,
            description=escape(printable(entry.summary)),  # a summary is read as HTML
            pubdate=entry.published,
            updateddate=entry.updated or entry.published or entry.dated,
            language=entry.language,
            categories=[printable(tag) for tag in entry.tags],
            author_name=printable(entry.author) or None,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def as_json_feed(feed: Feed) -> HttpResponse:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": get_language(),
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return HttpResponse(JsonResponse(told).content, content_type="application/feed+json")


def as_table(heads: Row, rows: Iterable[Row], name: str) -> HttpResponse:
    return HttpResponse(
        as_csv([heads, *rows]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _json_item(entry):
    item = {
        "id": entry.identity,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "summary": entry.summary,
        "language": entry.language,
        "tags": entry.tags,
        "authors": [{"name": entry.author}] if entry.author else [],
        "date_published": entry.published and entry.published.isoformat(),
        "date_modified": entry.updated and entry.updated.isoformat(),
    }
    return {key: value for key, value in item.items() if value}
