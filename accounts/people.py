"""Who a request comes from."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in person; a page that forgot to ask for sign-in gets 403, never somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def stay_signed_in(request: HttpRequest, user: User) -> None:
    """Keep this session, and it alone, when what every session is bound to has changed; it stays in the list of devices."""
    was = request.session.session_key
    update_session_auth_hash(request, user)
    UserSession.objects.filter(session_key=was).update(session_key=request.session.session_key)
