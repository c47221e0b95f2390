"""Opens one audit to those who may: 404 for what one can't see, 403 for what one may not do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from common.errors import DomainError, EditConflictError
from revisions.models import UserAudit
from revisions.queries.audits import visible_audits

P = ParamSpec("P")
AuditView = Callable[Concatenate[HttpRequest, UserAudit, P], HttpResponse]


def for_audit(
    permission: str = "revisions.view_audit",
) -> Callable[[AuditView[P]], Callable[..., HttpResponse]]:
    """Hand the view the audit behind ``pk``, if the person holds ``permission`` for it.

    Stands outside ``require_POST``: who may not act learns nothing about the address.
    """

    def decorate(view: AuditView[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            audit = get_object_or_404(visible_audits(user), pk=pk)
            if not user.has_perm(permission, audit):
                raise PermissionDenied
            return view(request, audit, *args, **kwargs)

        return wrapped

    return decorate


def difference(error: DomainError) -> list[dict[str, Any]] | None:
    """Return what ``components/diff.html`` shows; ``None`` when it was no conflict."""
    if not isinstance(error, EditConflictError):
        return None
    return [
        {"label": label, "old": saved, "new": typed, "changed": True}
        for label, (saved, typed) in error.changed.items()
    ]
