"""Closed by default: a page opens to everybody only when its view says so."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Ask for sign-in unless the view carries ``@login_not_required``.

    Django's own looks at the session first, also for public views, which marks every page as
    personal (``Vary: Cookie``). Here a public page never touches the session, so it can be cached.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
