"""Opens the material of an audit: to its team, from the analysis on, until it is destroyed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.people import signed_in
from common.sealing import SealingError
from revisions.models import UserAudit
from revisions.queries.frame import audit_frame
from revisions.services.material import PERMISSION, why_closed
from revisions.views.access import for_audit

P = ParamSpec("P")
#: Fields of the analysis' forms that hold a person's own words.
WRITTEN = ("title", "summary", "wording", "own", "memo", "text", "note", "words")
MaterialView = Callable[Concatenate[HttpRequest, UserAudit, P], HttpResponse]


def for_analysis(view: MaterialView[P]) -> Callable[..., HttpResponse]:
    """Hand the view an audit to those who may analyse it. A key or store that is away is told in words.

    What was sent is kept in the page, to be sent again.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, audit: UserAudit, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, audit, *args, **kwargs)
        except SealingError as error:
            return _closed(request, audit, error.message, kept=_sent(request))

    return for_audit(PERMISSION)(wrapped)


def for_material(view: MaterialView[P]) -> Callable[..., HttpResponse]:
    """As ``for_analysis``, and only while the answers can be read."""

    @wraps(view)
    def wrapped(request: HttpRequest, audit: UserAudit, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = why_closed(audit)
        return _closed(request, audit, reason) if reason else view(request, audit, *args, **kwargs)

    return for_analysis(wrapped)


def _closed(
    request: HttpRequest, audit: UserAudit, reason: str, *, kept: list[tuple[str, str, bool]] | None = None
) -> HttpResponse:
    frame = audit_frame(audit, signed_in(request), current="revisions:analysis")
    context = {"frame": frame, "reason": reason, "kept": kept}
    return render(request, "revisions/analysis/closed.html", context)


def _sent(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Every field of the form that was sent: name, value, and whether a person wrote it."""
    return [
        (name, value, name in WRITTEN and bool(value.strip()))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
