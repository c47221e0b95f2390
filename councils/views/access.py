"""Opens one council, seat or mandate to those who may: 404 for what one can't see, 403 for what one may not do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from councils.models import Council, Mandate, Seat
from councils.queries.councils import visible_councils, visible_seats
from councils.queries.mandates import visible_mandates

P = ParamSpec("P")
CouncilView = Callable[Concatenate[HttpRequest, Council, P], HttpResponse]
MandateView = Callable[Concatenate[HttpRequest, Mandate, P], HttpResponse]
SeatView = Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]
PageView = Callable[..., HttpResponse]


def for_council(permission: str) -> Callable[[CouncilView[P]], PageView]:
    """Hand the view the council behind ``slug``, if the person holds ``permission`` for it.

    Stands outside ``require_POST``: who may not act learns nothing about the address.
    """

    def decorate(view: CouncilView[P]) -> PageView:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            council = get_object_or_404(visible_councils(user), slug=slug)
            if not user.has_perm(permission, council):
                raise PermissionDenied
            return view(request, council, *args, **kwargs)

        return wrapped

    return decorate


def for_mandate(permission: str) -> Callable[[MandateView[P]], PageView]:
    """Hand the view the mandate behind ``pk``, if the person holds ``permission`` for it."""

    def decorate(view: MandateView[P]) -> PageView:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            mandate = get_object_or_404(visible_mandates(user), pk=pk)
            if not user.has_perm(permission, mandate):
                raise PermissionDenied
            return view(request, mandate, *args, **kwargs)

        return wrapped

    return decorate


def for_seat(view: SeatView[P]) -> PageView:
    """Hand the view the seat behind ``pk``, if the person appoints to it; else it is not there."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        user = signed_in(request)
        seat = get_object_or_404(visible_seats(user), pk=pk)
        if not user.has_perm("councils.appoint", seat):
            raise Http404
        return view(request, seat, *args, **kwargs)

    return wrapped
