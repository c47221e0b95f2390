"""Pages for those who work with the calendar."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Return the person who is signed in; every view here is closed to others by the middleware."""
    return cast(User, request.user)
