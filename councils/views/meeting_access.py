"""Opens one meeting to those who may: 404 for what one can't see, 403 for what one may not do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from common.errors import DomainError, EditConflictError
from councils.models import Meeting
from councils.queries.meetings import visible_meetings

P = ParamSpec("P")
MeetingView = Callable[Concatenate[HttpRequest, Meeting, P], HttpResponseBase]


def for_meeting(
    permission: str = "councils.view_council",
) -> Callable[[MeetingView[P]], Callable[..., HttpResponseBase]]:
    """Hand the view the meeting behind ``pk``, if the person holds ``permission`` for it.

    Stands outside ``require_POST``: who may not act learns nothing about the address.
    """

    def decorate(view: MeetingView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = signed_in(request)
            meeting = get_object_or_404(visible_meetings(user), pk=pk)
            if not user.has_perm(permission, meeting):
                raise PermissionDenied
            return view(request, meeting, *args, **kwargs)

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
