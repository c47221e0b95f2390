"""Opens an address as a persona and looks at everything that comes back."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pypdf
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test import client as test_client
from django.test.client import ClientHandler
from django.urls import reverse
from pypdf.errors import PyPdfError
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from common import page_cache
from inflytande import urls
from tests.access.matrix import Route
from tests.access.world import World

SIGN_IN = "/konto/logga-in/"
REFUSED = {401, 403, 404, 410}
#: Written by the machinery of sessions, not by a view.
_OF_SESSIONS = ("django_session", "usersessions_usersession")
#: One for all: a browser of one's own needs no middleware of its own.
_HANDLER = ClientHandler(enforce_csrf_checks=False)
_WRITE = re.compile(r"^\s*(?:WITH .*?\)\s*)?(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)\"?", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """One response, read to its end; ``writes`` names the tables that changed."""

    status: int
    headers: dict[str, str]
    text: str
    writes: tuple[str, ...]
    content: bytes
    #: Names of the templates it is made of.
    templates: frozenset[str] = frozenset()

    @property
    def is_sent_to_sign_in(self) -> bool:
        return self.status in {301, 302, 303} and self.headers.get("Location", "").startswith(SIGN_IN)

    @property
    def is_refused(self) -> bool:
        return self.is_sent_to_sign_in or self.status in REFUSED

    @property
    def is_opened(self) -> bool:
        return self.status == 200 or (self.status in {301, 302, 303} and not self.is_sent_to_sign_in)

    @property
    def title(self) -> str:
        found = re.search("<title>(.*?)</title>", self.text, re.DOTALL)
        return found[1] if found else ""

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


def address_of(world: World, route: Route) -> str:
    """Return the address of one row of the matrix."""
    return reverse(route.name, kwargs=route.kwargs(world)) + route.query


def ask(world: World, persona: str, method: str, address: str, data: Any = None, **extra: Any) -> Answer:
    """Ask once, in a browser of one's own, and take back whatever it changed, unless it ``stays``."""
    page_cache.forget_pages()
    stays = extra.pop("stays", False)
    client = Client(raise_request_exception=extra.pop("raises", True))
    client.handler = _HANDLER
    if persona in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[persona]
    writes: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if match := _WRITE.match(sql):
            writes.add(match[2])
        return execute(sql, params, many, context)

    savepoint = transaction.savepoint()
    try:
        with (
            connection.execute_wrapper(note),
            patch.object(test_client, "store_rendered_templates", _names_alone),
        ):
            send = client.post if method == "POST" else client.get
            response = send(address, data, **extra)
            content = b"".join(response.streaming_content) if response.streaming else response.content
    finally:
        (transaction.savepoint_commit if stays else transaction.savepoint_rollback)(savepoint)
    answer = Answer(
        status=response.status_code,
        headers=dict(response.items()),
        text=everything(response, content),
        writes=tuple(sorted(writes.difference(_OF_SESSIONS))),
        content=content,
        templates=frozenset(response.templates),
    )
    # The client ties request, forms and answer together in a ring; this lets go of them at once.
    response.__dict__.clear()
    return answer


@contextmanager
def bare_refusals() -> Iterator[None]:
    """Answer what is refused or missing with a bare sentence in place of the portal's page, which takes far longer.

    ``403.html`` and ``404.html`` stand in the public frame, the same for everybody. Nor is it looked for whether
    editors have moved what is missing to another address, which asks the database twice or more.
    """
    pages = patch.multiple(urls, create=True, handler403=_forbidden, handler404=_missing)
    with pages, patch.object(RedirectMiddleware, "process_response", _nothing_has_moved):
        yield


def _nothing_has_moved(
    self: RedirectMiddleware, request: HttpRequest, response: HttpResponse
) -> HttpResponse:
    return response


def _forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Refused.", status=403)


def _missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Not there.", status=404)


def _names_alone(store: dict[str, list[str]], signal: Any, sender: Any, template: Any, **_: Any) -> None:
    """Note which template was rendered. Django's client copies all that it was given, and nobody asks for that here."""
    store.setdefault("templates", []).append(template.name or "")


def everything(response: Any, content: bytes) -> str:
    """Return headers, cookies and body as text; PDF pages and spreadsheets are read too."""
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    # Feeds and contact cards fold long lines (RFC 5545, 3.1; RFC 6350, 3.2).
    body = content.decode("utf-8", "replace").replace("\r\n ", "")
    return " ".join((headers, cookies, unquote(headers), body, words_in_file(content)))


@lru_cache(maxsize=4)
def words_in_file(content: bytes) -> str:
    """Return what can be read in a package (a spreadsheet, a word-processor file) or a PDF; else nothing."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    if content.startswith(b"%PDF"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
            pages = " ".join(page.extract_text() for page in reader.pages)
            headings = re.findall(r"'/Title': '([^']*)'", str(reader.outline))
            about = f"{reader.metadata} {headings}"
        except PyPdfError:
            return ""
        # A long word may be broken at the end of a line.
        return about + re.sub(r"[\s\xad-]+", "", pages)
    return ""
