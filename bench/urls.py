"""The portal's addresses, and bare views beside them."""

import os
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from common.actors import SYSTEM
from common.models import StatusChange

ANSWERS = Path(os.environ.get("BENCH_ANSWERS", "."))


@lru_cache
def _body(name: str) -> bytes:
    return (ANSWERS / name).read_bytes()


@login_not_required
def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Return the same bytes as the portal's page, and nothing else."""
    body = _body(name)
    # The length spares the server from sending in chunks, as the portal's answers do.
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


@login_not_required
def bare_unchanged(request: HttpRequest) -> HttpResponse:
    """Return 304 as the portal's revalidated feed does."""
    return HttpResponse(status=304)


@csrf_exempt
@login_not_required
def bare_insert(request: HttpRequest) -> HttpResponse:
    """Insert one row as it comes, and nothing else."""
    StatusChange.objects.create(
        actor_id=SYSTEM.actor_id, object_type="bench.row", object_id="1", source="", target="written"
    )
    return HttpResponse(b"ok", headers={"Content-Length": "2"})


urlpatterns = [
    path("bare/insert/", bare_insert),
    path("bare/304/", bare_unchanged),
    path("bare/<str:name>/", bare),
    path("", include("inflytande.urls")),
]
