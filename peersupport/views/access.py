"""Opens one placement to those who may: 404 for what one can't see, 403 for what one may not do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from peersupport.models import Placement
from peersupport.queries.placements import visible_placements

P = ParamSpec("P")
PlacementView = Callable[Concatenate[HttpRequest, Placement, P], HttpResponseBase]
PageView = Callable[..., HttpResponseBase]


def for_placement(permission: str) -> Callable[[PlacementView[P]], PageView]:
    """Hand the view the placement behind ``pk``, if the person holds ``permission`` for it.

    Stands outside ``require_POST``: who may not act learns nothing about the address.
    """

    def decorate(view: PlacementView[P]) -> PageView:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = signed_in(request)
            placement = get_object_or_404(visible_placements(user), pk=pk)
            if not user.has_perm(permission, placement):
                raise PermissionDenied
            return view(request, placement, *args, **kwargs)

        return wrapped

    return decorate
