"""Opens one agenda item to those who may: 404 for what one can't see, 403 for what one may not do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from councils.models import AgendaItem
from councils.queries.agenda import visible_items

P = ParamSpec("P")
ItemView = Callable[Concatenate[HttpRequest, AgendaItem, P], HttpResponse]


def for_item(permission: str, *, placed: bool = True) -> Callable[[ItemView[P]], Callable[..., HttpResponse]]:
    """Hand the view the item behind ``pk``, if the person holds ``permission`` for it.

    ``placed``: it must stand on a meeting's agenda. Stands outside ``require_POST``.
    """

    def decorate(view: ItemView[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            item = get_object_or_404(visible_items(user), pk=pk)
            if not user.has_perm(permission, item):
                raise PermissionDenied
            if placed and item.meeting is None:
                raise Http404
            return view(request, item, *args, **kwargs)

        return wrapped

    return decorate
