"""Keep whole public pages in memory, and never show one that is more than a second old.

A view says with `@same_for_everyone()` that its answer depends on the address alone. Each process
keeps such answers and asks the database at most twice a second whether anything public has changed
(`watch`); as soon as it has, every kept page is dropped. No page outlives a change by
more than that, however many processes and machines there are, and a visitor who has the
page already is answered 304 without a body.

What changes often and is shown on few pages, such as seats left, has a version of its own: a view names
it with `also`, and only its pages grow old. Where a page has `ONCE`, each answer has a new random number.
"""

import gzip
import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tillit.pagecache.watch import Version, watch

ROOM = 64 * 1024 * 1024  # bytes of pages that a process keeps
ROOM_FOR_QUERIES = 32 * 1024 * 1024  # and of pages whose address has a query
MOST_TURNS = 10_000  # remembered
WORTH_COMPRESSING = 512  # bytes

ONCE = secrets.token_hex(16)  # stands on a kept page where each answer gets a number of its own

View = Callable[..., HttpResponse]


def same_for_everyone(*parameters: str, also: Version | None = None) -> Callable[[View], View]:
    """Say that the answer to a GET depends on the address only: no cookie, user, header or clock.

    A page is kept when its query has these parameters at the most; a made-up one would fill the room.
    `also` tells the version of something that the page shows besides public content.
    Nothing can be sent to such a page, so there is nothing to forge either.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @require_safe
        @wraps(view)
        def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            made_from = watch.current(also) if also else None
            response = view(request, *args, **kwargs)
            response.may_be_kept = set(request.GET) <= set(parameters)  # type: ignore[attr-defined]
            response.also = (also, made_from)  # type: ignore[attr-defined]
            return response

        return marked

    return decorate


def accepted_codings(header: str) -> set[str]:
    """The content codings that an Accept-Encoding header wants: "br;q=0, gzip" → {"gzip"}."""
    wanted = set()
    for part in header.lower().split(","):
        coding, _, quality = part.partition(";")
        value = quality.strip().removeprefix("q=").strip()
        if not value or value.strip("0.") != "":
            wanted.add(coding.strip())
    return wanted


@dataclass(frozen=True, slots=True)
class Page:
    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes]  # by content coding; "" is the body as it is
    also: tuple[Version | None, object]

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        body = response.content
        bodies = {"": body}
        has_number = ONCE.encode() in body
        if len(body) > WORTH_COMPRESSING and not has_number:
            bodies["gzip"] = gzip.compress(body, compresslevel=6, mtime=0)
            bodies["br"] = brotli.compress(body, quality=5)
        patch_vary_headers(response, ["Accept-Encoding"])
        # The same bytes whatever language or cookie the visitor brings.
        wanted = [v for v in response["Vary"].split(", ") if v not in ("Accept-Language", "Cookie")]
        response["Vary"] = ", ".join(wanted)
        # A visitor may keep the page, but asks each time; one with a number in it is not for keeping.
        response["Cache-Control"] = "no-store" if has_number else "no-cache"
        headers = tuple((k, v) for k, v in response.items() if k not in ("Content-Length", "ETag"))
        etag = "" if has_number else hashlib.sha256(body).hexdigest()[:24]
        return cls(headers, etag, bodies, getattr(response, "also", (None, None)))

    def answer(self, request: HttpRequest) -> HttpResponse:
        if not self.etag:
            return self._answer_with_number(request)
        coding = self._coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'W/"{self.etag}"'
        known = request.META.get("HTTP_IF_NONE_MATCH")
        if known and (known == etag or self._is_among(parse_etags(known))):
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(self.bodies[coding])
            response.headers["Content-Length"] = str(len(self.bodies[coding]))
            if coding:
                response.headers["Content-Encoding"] = coding
        for name, value in self.headers:
            response.headers[name] = value
        response.headers["ETag"] = etag
        return response

    def _answer_with_number(self, request: HttpRequest) -> HttpResponse:
        body = self.bodies[""].replace(ONCE.encode(), secrets.token_hex(16).encode())
        is_packed = "gzip" in accepted_codings(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        response = HttpResponse(gzip.compress(body, compresslevel=1) if is_packed else body)
        for name, value in self.headers:
            response.headers[name] = value
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
        return response

    def _is_among(self, etags: list[str]) -> bool:
        return etags == ["*"] or any(tag.removeprefix("W/") == f'"{self.etag}"' for tag in etags)

    def _coding(self, header: str) -> str:
        wanted = accepted_codings(header) if header else set()
        return next((coding for coding in ("br", "gzip") if coding in wanted and coding in self.bodies), "")


class Shelf:
    """Pages by address, the least asked for thrown out when there is no more room."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.clear()

    def clear(self) -> None:
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.size = 0

    def get(self, key: str) -> Page | None:
        page = self.pages.get(key)
        if page:
            self.pages.move_to_end(key)
        return page

    def drop(self, key: str) -> None:
        self.size -= self.pages.pop(key).size

    def put(self, key: str, page: Page) -> None:
        if key in self.pages:
            return  # another thread was first
        self.pages[key] = page
        self.size += page.size
        while self.size > self.room:
            _, dropped = self.pages.popitem(last=False)
            self.size -= dropped.size


class Bookcase:
    """What one process keeps, and the version of the content it was made from.

    Addresses with a query stand on a shelf of their own: there is no end to them, and asking for many
    must not push out the pages that everyone reads.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.shelves = {False: Shelf(ROOM), True: Shelf(ROOM_FOR_QUERIES)}
        self.version: object = None
        self.turns: dict[str, threading.Lock] = {}  # of the pages that have been kept

    def get(self, key: str) -> Page | None:
        """The page as it is now, if it is kept; all are dropped when the content has moved."""
        with self.lock:
            current = watch.current()
            if current != self.version:
                for shelf in self.shelves.values():
                    shelf.clear()
                self.version = current
            shelf = self.shelves["?" in key]
            page = shelf.get(key)
            if page and page.also[0] and watch.current(page.also[0]) != page.also[1]:
                shelf.drop(key)
                return None
            return page

    def put(self, key: str, page: Page, made_from: object) -> None:
        """Keep a page, unless the content has moved since the version it was made from."""
        with self.lock:
            if made_from == self.version:
                self.shelves["?" in key].put(key, page)
            if len(self.turns) > MOST_TURNS:
                self.turns.clear()
            self.turns.setdefault(key, threading.Lock())


class PageCacheMiddleware:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.bookcase = Bookcase()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours; the page is the same on all that are
        query = request.META.get("QUERY_STRING", "")
        key = f"{request.path_info}?{query}" if query else request.path_info
        if page := self.bookcase.get(key):
            return page.answer(request)
        turn = self.bookcase.turns.get(key)
        return self._made_in_turn(request, key, turn) if turn else self._made(request, key)

    def _made_in_turn(self, request: HttpRequest, key: str, turn: threading.Lock) -> HttpResponse:
        """Of all who ask for a page that has just grown old one makes it anew; the others wait, and find it made."""
        is_first = turn.acquire(blocking=False)
        if not is_first:
            turn.acquire()
        try:
            page = None if is_first else self.bookcase.get(key)
            return page.answer(request) if page else self._made(request, key)
        finally:
            turn.release()

    def _made(self, request: HttpRequest, key: str) -> HttpResponse:
        made_from = self.bookcase.version
        response = self.get_response(request)
        may_be_kept = getattr(response, "may_be_kept", None)
        if may_be_kept is None or response.status_code != 200:
            self.bookcase.turns.pop(key, None)  # nobody waits for a page that is not kept any more
            return response
        page = Page.of(response)
        if may_be_kept and request.method == "GET":
            self.bookcase.put(key, page, made_from)
        return page.answer(request)
