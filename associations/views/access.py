"""Opens one association to those who may: 404 for what one can't see, 403 for what one may not do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from associations.models import Association
from associations.queries.rows import visible_associations

P = ParamSpec("P")
AssociationView = Callable[Concatenate[HttpRequest, Association, P], HttpResponse]
PageView = Callable[..., HttpResponse]


def posted_number(request: HttpRequest, name: str) -> int:
    """Return a whole number that a button sent along; 0 for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def wanted_state(request: HttpRequest, yes: str, no: str) -> bool:
    """Return which of two states a button's address asks for: a second press must not undo the first. Else 404."""
    wanted = request.GET.get("till")
    if wanted not in {yes, no}:
        raise Http404
    return wanted == yes


def for_association(permission: str) -> Callable[[AssociationView[P]], PageView]:
    """Hand the view the association behind ``slug``, if the person holds ``permission`` for it.

    Stands outside ``require_POST``: who may not act learns nothing about the address.
    """

    def decorate(view: AssociationView[P]) -> PageView:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            association = get_object_or_404(visible_associations(user), slug=slug)
            if not user.has_perm(permission, association):
                raise PermissionDenied
            return view(request, association, *args, **kwargs)

        return wrapped

    return decorate
