"""The measured server: the portal, and beside it bare views without middleware in the same process."""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

import django
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, set_urlconf

BARE_ANSWERS = Path(os.environ.get("BENCH_ANSWERS", "."))


@lru_cache
def _body(name: str) -> bytes:
    return (BARE_ANSWERS / name).read_bytes()


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Return the same bytes as the portal's page, and nothing else."""
    return HttpResponse(_body(name))


def bare_unchanged(request: HttpRequest) -> HttpResponse:
    """Return 304 as the portal's revalidated feed does."""
    return HttpResponse(status=304)


urlpatterns = [
    path("bare/304/", bare_unchanged),
    path("bare/<str:name>/", bare),
    path("", include("inflytande.urls")),
]


class BareHandler(WSGIHandler):
    """Django's handler with an empty middleware chain."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._middleware_chain = convert_exception_to_response(self._get_response)


django.setup(set_prefix=False)
settings.ROOT_URLCONF = __name__
set_urlconf(None)
_portal = WSGIHandler()
_bare = BareHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    handler = _bare if environ["PATH_INFO"].startswith("/bare/") else _portal
    return handler(environ, start_response)
