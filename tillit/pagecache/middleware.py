"""Keep whole public pages in memory, and never show one that is more than a second old.

A view says with `@same_for_everyone` that its answer depends on the address alone. Each process
keeps such answers and asks the database at most twice a second whether anything public has changed
(`models.version`); as soon as it has, every kept page is dropped. No page outlives a change by
more than that, however many processes and machines there are, and a visitor who has the
page already is answered 304 without a body.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from tillit.pagecache.models import version

ROOM = 64 * 1024 * 1024  # bytes of pages that a process keeps
WORTH_COMPRESSING = 512  # bytes

View = Callable[..., HttpResponse]


def same_for_everyone(view: View) -> View:
    """Say that the answer to a GET depends on the address only: no cookie, user, header or clock."""

    @wraps(view)
    def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.same_for_everyone = True  # type: ignore[attr-defined]
        return response

    return marked


@dataclass(frozen=True, slots=True)
class Page:
    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes]  # by content coding; "" is the body as it is

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        body = response.content
        bodies = {"": body}
        if len(body) > WORTH_COMPRESSING:
            bodies["gzip"] = gzip.compress(body, compresslevel=6, mtime=0)
            bodies["br"] = brotli.compress(body, quality=5)
        patch_vary_headers(response, ["Accept-Encoding"])
        # The same bytes whatever language or cookie the visitor brings.
        wanted = [v for v in response["Vary"].split(", ") if v not in ("Accept-Language", "Cookie")]
        response["Vary"] = ", ".join(wanted)
        response["Cache-Control"] = "no-cache"  # keep it, but ask each time
        headers = tuple((k, v) for k, v in response.items() if k not in ("Content-Length", "ETag"))
        return cls(headers, hashlib.sha256(body).hexdigest()[:24], bodies)

    def answer(self, request: HttpRequest) -> HttpResponse:
        coding = self._coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'W/"{self.etag}"'
        known = request.META.get("HTTP_IF_NONE_MATCH")
        if known and (known == etag or any(self.etag in tag for tag in parse_etags(known))):
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

    def _coding(self, accepted: str) -> str:
        for coding in ("br", "gzip"):
            if coding in accepted and coding in self.bodies:
                return coding
        return ""


class Shelf:
    """The pages one process keeps, and the version of the content they were made from."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.size = 0
        self.version: object = None
        self.asked = float("-inf")

    def current_version(self) -> object:
        """Ask the database if the last answer is too old to be trusted; drop everything if it moved."""
        with self.lock:
            now = time.monotonic()
            if now - self.asked > settings.PAGE_CACHE_TRUST:
                current = version()
                self.asked = now
                if current != self.version:
                    self.pages.clear()
                    self.size = 0
                    self.version = current
            return self.version

    def get(self, key: str) -> Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def put(self, key: str, page: Page, made_from: object) -> None:
        with self.lock:
            if made_from != self.version or key in self.pages:
                return  # the content moved while the page was made, or another thread was first
            self.pages[key] = page
            self.size += page.size
            while self.size > ROOM:
                _, dropped = self.pages.popitem(last=False)
                self.size -= dropped.size


class PageCacheMiddleware:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        host = request.get_host()
        key = f"{host} {request.get_full_path()}"
        made_from = self.shelf.current_version()
        page = self.shelf.get(key)
        if page is None:
            response = self.get_response(request)
            if not getattr(response, "same_for_everyone", False) or response.status_code != 200:
                return response
            page = Page.of(response)
            # Made again from older content than it stands for? `put` compares with the version read
            # before the page was made, so a change in between is never hidden.
            if request.method == "GET":
                self.shelf.put(key, page, made_from)
        return page.answer(request)
