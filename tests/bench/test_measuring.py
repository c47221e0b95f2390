"""Measuring itself is not timed here; what it compares, and how it judges, is checked."""

import threading
from argparse import Namespace
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory, override_settings

from bench import urls
from bench.__main__ import FULL, LEAST_ROUNDS, _is_trial
from bench.client import Load, fetch, prepared, ratio
from bench.result import Result
from bench.server import BareHandler

BODY = "Åtta möten i november".encode()


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Path]:
    """The folder that the bare views read, and the addresses that hold them.

    ``db``: a request looks after the connections that an earlier test has opened.
    """
    monkeypatch.setattr(urls, "ANSWERS", tmp_path)
    urls._body.cache_clear()
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        yield tmp_path


def _ask(handler: WSGIHandler, path: str) -> tuple[str, dict[str, str], bytes]:
    started: list[tuple[str, dict[str, str]]] = []
    environ = RequestFactory().get(path).environ
    body = b"".join(handler(environ, lambda status, headers: started.append((status, dict(headers)))))
    return *started[0], body


def test_the_bare_view_returns_the_same_bytes_and_meets_no_middleware(answers: Path) -> None:
    (answers / "page").write_bytes(BODY)
    bare = BareHandler()

    status, headers, body = _ask(bare, "/bare/page/")

    assert (status, body) == ("200 OK", BODY)
    assert set(headers) == {"Content-Type", "Content-Length"}
    assert settings.MIDDLEWARE
    assert bare._view_middleware == bare._template_response_middleware == bare._exception_middleware == []


def test_the_bare_view_returns_304_too(answers: Path) -> None:
    status, _, body = _ask(BareHandler(), "/bare/304/")

    assert (status, body) == ("304 Not Modified", b"")


@pytest.mark.parametrize(
    ("value", "limit", "at_least", "kept"),
    [
        (0.60, 0.60, True, True),
        (0.59, 0.60, True, False),
        (8, 8, False, True),
        (9, 8, False, False),
    ],
)
def test_a_promise_is_kept_or_not(value: float, limit: float, at_least: bool, kept: bool) -> None:
    assert Result("x", value, limit, at_least=at_least).kept is kept


@pytest.mark.parametrize(
    ("rounds", "sizes", "trial"),
    [
        (LEAST_ROUNDS, FULL, False),
        (LEAST_ROUNDS - 1, FULL, True),
        (LEAST_ROUNDS, FULL[:2], True),
    ],
)
def test_fewer_rounds_or_sizes_make_a_trial(rounds: int, sizes: tuple[int, ...], trial: bool) -> None:
    assert LEAST_ROUNDS >= 7
    assert _is_trial(Namespace(rounds=rounds, sizes=list(sizes))) is trial


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """A small server, and the addresses it was asked for, in order."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield httpd.server_port, asked
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_an_answer_is_read_whole(server: tuple[int, list[str]]) -> None:
    port, _ = server

    assert fetch(port, "/x").body == BODY


def test_both_sides_take_turns_and_each_goes_first(server: tuple[int, list[str]]) -> None:
    port, asked = server
    loads = [Load(port, prepared(port, path)) for path in ("/ours", "/theirs")]

    assert ratio(*loads, seconds=0.4) > 0

    turns = [path for before, path in zip(["", *asked], asked, strict=False) if path != before]
    # Four turns each; where one ends a side and begins it again, the two run together.
    assert turns == ["/theirs", "/ours", "/theirs", "/ours", "/theirs"]
