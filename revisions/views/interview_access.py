"""Opens one interview to its team: 404 for what one can't see, 403 for what one may not do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from revisions.models import Interview
from revisions.queries.interviews import visible_interviews

P = ParamSpec("P")
InterviewView = Callable[Concatenate[HttpRequest, Interview, P], HttpResponse]


def for_interview(
    permission: str = "revisions.write_interview",
) -> Callable[[InterviewView[P]], Callable[..., HttpResponse]]:
    """Hand the view the interview behind ``interview``, if the person holds ``permission`` for its audit.

    Stands outside ``require_POST``: who may not act learns nothing about the address.
    """

    def decorate(view: InterviewView[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, interview: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            found = get_object_or_404(visible_interviews(user), pk=interview)
            if not user.has_perm(permission, found):
                raise PermissionDenied
            return view(request, found, *args, **kwargs)

        return wrapped

    return decorate
