"""Follows every link of every published page. Ours by asking the portal itself; others' where a network is there."""

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from wagtail.models import Page

from common.swedish import today
from pages.models import DeadLink

#: How long another site may take, in seconds.
PATIENCE = 10
_OWN_SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Link:
    """An address as it stands on a page, with its words; no address where a chosen page is gone."""

    address: str
    words: str


def check_links() -> None:
    """Look every published page through and remember which links lead nowhere."""
    known: dict[str, str] = {}
    pages = Page.objects.live().filter(depth__gt=2).specific()
    for page in pages.iterator(chunk_size=50):
        _check(page, known)
    DeadLink.objects.exclude(page__in=Page.objects.live()).delete()


def _check(page: Page, known: dict[str, str]) -> None:
    dead: dict[str, tuple[str, str]] = {}
    for link in links_of(page):
        if link.address not in known:
            known[link.address] = _fault(link.address)
        if known[link.address]:
            dead[link.address[:500]] = (link.words[:200], known[link.address])
    _remember(page, dead)


@transaction.atomic
def _remember(page: Page, dead: dict[str, tuple[str, str]]) -> None:
    rows = DeadLink.objects.filter(page=page)
    rows.exclude(address__in=dead).delete()
    for address, (words, reason) in dead.items():
        rows.update_or_create(
            page=page,
            address=address,
            defaults={"words": words, "reason": reason},
            create_defaults={"words": words, "reason": reason, "found_on": today()},
        )


def links_of(page: Page) -> list[Link]:
    """Return the links that editors wrote on the page: in its body, as visitors get it."""
    body = getattr(page, "body", None)
    if not body:
        return []
    reader = _Reader()
    for block in body:
        reader.feed(block.render())
    return reader.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self._open: str | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._words = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.links.append(Link(self._open, " ".join("".join(self._words).split())))
            self._open = None


def _fault(address: str) -> str:
    parts = urlsplit(address)
    if not address:
        return DeadLink.Reason.GONE
    if parts.scheme in {"mailto", "tel"} or address.startswith("#"):
        return ""
    own = urlsplit(settings.PORTAL_ORIGIN)
    if not parts.scheme or (parts.scheme in _OWN_SCHEMES and parts.netloc == own.netloc):
        return _fault_of_ours(parts.path, parts.query)
    return _fault_of_others(address) if settings.CHECK_LINKS_OF_OTHERS else ""


def _fault_of_ours(path: str, query: str) -> str:
    """Ask the portal as a visitor without an account would, without leaving the process."""
    own = urlsplit(settings.PORTAL_ORIGIN)
    is_closed = False
    for _ in range(5):
        request = WSGIRequest(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": unquote(path).encode().decode("latin-1"),
                "QUERY_STRING": query,
                "SERVER_NAME": own.hostname or "127.0.0.1",
                "SERVER_PORT": str(own.port or (443 if own.scheme == "https" else 80)),
                "HTTP_HOST": own.netloc,
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": own.scheme,
                "wsgi.input": BytesIO(),
            }
        )
        response = _portal().get_response(request)
        # Not response.close(): that ends a request, and with it the worker's connection to the database.
        if stream := getattr(response, "file_to_stream", None):
            stream.close()
        if response.status_code not in {301, 302, 303, 307, 308}:
            break
        target = urlsplit(response.headers["Location"])
        if target.netloc not in {"", own.netloc}:
            return ""
        is_closed = is_closed or target.path.startswith(settings.WAGTAIL_FRONTEND_LOGIN_URL)
        path, query = target.path, target.query
    if is_closed or response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return DeadLink.Reason.CLOSED
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return DeadLink.Reason.SILENT
    return DeadLink.Reason.GONE if response.status_code >= HTTPStatus.BAD_REQUEST else ""


@cache
def _portal() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _fault_of_others(address: str) -> str:
    """Ask for the head of the page. A site that refuses to answer a program isn't called broken."""
    parts = urlsplit(address)
    if parts.scheme not in _OWN_SCHEMES or not parts.hostname or not _is_public(parts.hostname):
        return DeadLink.Reason.GONE
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    try:
        connection = kind(parts.hostname, parts.port, timeout=PATIENCE)
        connection.request("HEAD", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        status = connection.getresponse().status
        connection.close()
    except (OSError, HTTPException, ValueError):
        return DeadLink.Reason.SILENT
    return DeadLink.Reason.GONE if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else ""


def _is_public(host: str) -> bool:
    """Nobody gets the worker to knock on doors inside the operator's own network."""
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        # Not known by name: the request says so.
        return True
    return all(ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)


def dead_links() -> Iterator[DeadLink]:
    """Every link that leads nowhere, page by page."""
    yield from DeadLink.objects.select_related("page").order_by("page__title", "pk")
