"""Follows every link of every published page. Ours by asking the portal itself; others' where a network is there."""

from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from http import HTTPStatus
from io import BytesIO
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from common.swedish import today
from pages.editing import other_sites
from pages.models import DeadLink, LinkCheck


@dataclass(frozen=True)
class Link:
    """An address as it stands on a page, with its words; no address where a chosen page is gone."""

    address: str
    words: str


def check_links() -> None:
    """Look every published page through and remember which links lead nowhere."""
    pages = Page.objects.live().filter(depth__gt=2).specific()
    written = {page.pk: links_of(page) for page in pages.iterator(chunk_size=50)}
    addresses = {link.address for links in written.values() for link in links}
    others = {address for address in addresses if other_sites.host_of(address) not in {"", _own().netloc}}
    known = {address: _fault(address) for address in addresses - others}
    known |= other_sites.follow(others) if settings.CHECK_LINKS_OF_OTHERS else {}
    for page in Page.objects.live().filter(pk__in=written):
        _remember(page, written[page.pk], known)
    DeadLink.objects.exclude(page__in=Page.objects.live()).delete()
    # Last of all: a night that was interrupted has not followed every link.
    LinkCheck.objects.update_or_create(pk=1, defaults={"finished_at": timezone.now()})


@transaction.atomic
def _remember(page: Page, links: list[Link], known: dict[str, str]) -> None:
    dead = {
        link.address[:500]: (link.words[:200], known[link.address])
        for link in links
        if known.get(link.address)
    }
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


def _own() -> SplitResult:
    return urlsplit(settings.PORTAL_ORIGIN)


def _fault(address: str) -> str:
    """Return what is wrong with an address that leads to no other site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return DeadLink.Reason.GONE
    if not address:
        return DeadLink.Reason.GONE
    if parts.scheme in {"mailto", "tel"} or address.startswith("#"):
        return ""
    if parts.scheme not in {"", *other_sites.SCHEMES}:
        return DeadLink.Reason.GONE
    return _fault_of_ours(parts.path, parts.query)


def _fault_of_ours(path: str, query: str) -> str:
    """Ask the portal as a visitor without an account would, without leaving the process."""
    own = _own()
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
