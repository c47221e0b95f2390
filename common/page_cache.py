"""Whole anonymous pages kept in the process and answered before other middleware (decision 8).

A public view says what it reads::

    @cached_page(rooms=("calendar", "associations"), params=("kommun", "typ"))
    @login_not_required
    def month(request, year, month): ...

Only requests without a session cookie meet the cache, both ways: what a signed-in person sees is
never stored and never answered from here. A page is stored under host, path, known query
parameters, full page or htmx fragment, the day in Stockholm, and the stamps its rooms had *before*
it was rendered, so a page that was rendered while somebody published is thrown away, not kept.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec
from urllib.parse import parse_qsl, urlencode

import brotli
import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from common.stamps import fingerprint, read_stamps

log = structlog.get_logger(__name__)

#: How long a process trusts its copy of the stamps, in seconds.
TRUST = 1.0
#: Pages together take at most this much memory in one process, in bytes.
MAX_BYTES = 64 * 1024 * 1024
#: What every page's frame reads besides its own rooms.
FRAME_ROOMS = ("crisis", "pages")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Key = tuple[str, str, str, str, bool, str]


@dataclass(frozen=True)
class Policy:
    """What a view reads and which query parameters it knows."""

    rooms: tuple[str, ...]
    params: frozenset[str]


@dataclass(frozen=True)
class _Entry:
    stamps: tuple[int, ...]
    etag: str
    headers: tuple[tuple[str, str], ...]
    # None for a streamed answer: only its validators are kept.
    bodies: dict[str, bytes] | None
    size: int


def cached_page(*, rooms: tuple[str, ...], params: tuple[str, ...] = ()) -> Callable[[View[P]], View[P]]:
    """Let anonymous answers of a public GET view be kept until one of ``rooms`` changes.

    ``params`` are the query parameters the view understands; a request with another one is
    answered but never stored, so nobody can fill the memory with invented addresses.
    """
    policy = Policy(rooms=(*rooms, *FRAME_ROOMS), params=frozenset(params))

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            response.page_cache_policy = policy  # type: ignore[attr-defined]
            return response

        # The frame names the page's one address by the parameters that are known.
        wrapped.page_cache_policy = policy  # type: ignore[attr-defined]
        return wrapped

    return decorate


class PageCacheMiddleware:
    """Answer a cached public page before any other middleware; store what may be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        if (
            request.method not in {"GET", "HEAD"}
            or settings.SESSION_COOKIE_NAME in meta.get("HTTP_COOKIE", "")
            or request.path_info.startswith("/-/")  # a probe must not wait for the database
        ):
            return self.get_response(request)
        policy = _store.policies.get(request.path_info)
        stamps = _stamps.current()
        if stamps is None:
            return self.get_response(request)
        if policy is not None:
            key = _key(request, policy)
            if key is not None:
                entry = _store.get(key, fingerprint(stamps, policy.rooms))
                if entry is not None and (answer := _answer(entry, request)) is not None:
                    return answer
        return _kept(self.get_response(request), request, stamps)


class _Stamps:
    """This process's copy of the stamps, at most ``TRUST`` seconds old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamps: dict[str, int] | None = None
        self._read_at = 0.0

    def current(self) -> dict[str, int] | None:
        now = time.monotonic()
        if self._stamps is not None and now - self._read_at < TRUST:
            return self._stamps
        with self._lock:
            if self._stamps is None or now - self._read_at >= TRUST:
                try:
                    self._stamps = read_stamps()
                except DatabaseError:
                    # The database is away: no page is vouched for.
                    log.warning("stamps_unreadable")
                    self._stamps = None
                    return None
                self._read_at = now
        return self._stamps

    def forget(self) -> None:
        self._stamps = None


class _Store:
    """Entries in order of storing, bounded in number and bytes: the oldest goes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._bytes = 0
        self.policies: dict[str, Policy] = {}

    def get(self, key: Key, stamps: tuple[int, ...]) -> _Entry | None:
        entry = self._entries.get(key)
        if entry is None or entry.stamps != stamps:
            return None
        return entry

    def put(self, key: Key, entry: _Entry, policy: Policy) -> None:
        with self._lock:
            old = self._entries.pop(key, None)
            self._bytes += entry.size - (old.size if old else 0)
            self._entries[key] = entry
            self.policies[key[2]] = policy
            while len(self._entries) > settings.PAGE_CACHE_MAX_ENTRIES or self._bytes > MAX_BYTES:
                evicted, gone = self._entries.popitem(last=False)
                self._bytes -= gone.size
                if not any(kept[2] == evicted[2] for kept in self._entries):
                    self.policies.pop(evicted[2], None)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self.policies.clear()
            self._bytes = 0


_stamps = _Stamps()
_store = _Store()


def forget_pages() -> None:
    """Drop every page and the copy of the stamps in this process; for tests and measurements."""
    _store.clear()
    _stamps.forget()


def _key(request: HttpRequest, policy: Policy) -> Key | None:
    """Return what tells this page from others, or ``None`` when an unknown parameter is asked for."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if query:
        pairs = parse_qsl(query, keep_blank_values=False)
        if any(name not in policy.params for name, _ in pairs) or len(query) > 1000:
            return None
        query = urlencode(sorted(pairs))
    return (
        request.scheme or "",
        meta.get("HTTP_HOST", ""),
        request.path_info,
        query,
        "HTTP_HX_REQUEST" in meta and "HTTP_HX_HISTORY_RESTORE_REQUEST" not in meta,
        timezone.localdate().isoformat(),
    )


def _kept(response: HttpResponseBase, request: HttpRequest, stamps: dict[str, int]) -> HttpResponseBase:
    """Store the answer when its view allows it, and give it validators and a compressed body."""
    policy: Policy | None = getattr(response, "page_cache_policy", None)
    if policy is None or response.status_code != 200 or request.method != "GET":
        return response
    key = _key(request, policy)
    if key is None:
        return response
    if response.cookies or "Cookie" in response.get("Vary", ""):
        # Something personal was read or set: a bug in the page, harmless here but worth knowing.
        log.warning("page_not_cacheable", path=request.path_info)
        return response
    print_of_rooms = fingerprint(stamps, policy.rooms)
    etag = _etag(key, print_of_rooms)
    patch_vary_headers(response, ["Accept-Encoding", "HX-Request"])
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    bodies = _encoded(response.content) if isinstance(response, HttpResponse) else None
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    size = sum(map(len, bodies.values())) if bodies else 500
    entry = _Entry(print_of_rooms, etag, headers, bodies, size)
    _store.put(key, entry, policy)
    return _answer(entry, request) or response


def _answer(entry: _Entry, request: HttpRequest) -> HttpResponseBase | None:
    """Return 304 or the stored body in the best encoding the browser takes."""
    meta = request.META
    if entry.etag in meta.get("HTTP_IF_NONE_MATCH", ""):
        response: HttpResponse = HttpResponseNotModified()
        response["ETag"] = entry.etag
        response["Cache-Control"] = "no-cache"
        return response
    if entry.bodies is None:
        return None
    accepted = meta.get("HTTP_ACCEPT_ENCODING", "")
    encoding = next((name for name in ("br", "gzip") if name in accepted and name in entry.bodies), "")
    response = HttpResponse(entry.bodies[encoding])
    for name, value in entry.headers:
        response.headers[name] = value
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(entry.bodies[encoding]))
    return response


def _encoded(content: bytes) -> dict[str, bytes]:
    """Return the body as it is and, when it pays, compressed; public pages hold no secret to guess (BREACH)."""
    if len(content) < 500:
        return {"": content}
    return {
        "": content,
        "br": brotli.compress(content, quality=6),
        "gzip": gzip.compress(content, 6, mtime=0),
    }


def _etag(key: Key, stamps: tuple[int, ...]) -> str:
    # Same page, same stamps, same build: the same tag in every process and replica.
    text = repr((key, stamps, build_name()))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def build_name() -> str:
    """Return a name for the code and templates that are running; a new release renders anew."""
    global _build_name
    if _build_name is None:
        digest = hashlib.sha256()
        for path, size, modified in sorted(_sources()):
            digest.update(f"{path}:{size}:{modified}".encode())
        _build_name = digest.hexdigest()[:12]
    return _build_name


_build_name: str | None = None


def _sources() -> Iterator[tuple[str, int, int]]:
    root: Path = settings.BASE_DIR
    for folder in (
        "templates",
        "static",
        "common",
        "associations",
        "calendar_app",
        "councils",
        "organisations",
        "pages",
        "peersupport",
        "proposals",
        "revisions",
        "surveys",
    ):
        for path in (root / folder).rglob("*"):
            if path.suffix in {".py", ".html", ".css", ".js", ".txt", ".svg"}:
                found = path.stat()
                yield str(path.relative_to(root)), found.st_size, int(found.st_mtime)
