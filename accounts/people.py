"""Who a request comes from."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in person; a page that forgot to ask for sign-in gets 403, never somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
