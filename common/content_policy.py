"""The Content-Security-Policy of every answer. It is one for all pages, so it is put together once."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Django's own pages about faults, in development, have styles within them.
_EXPLAINED: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR}


class ContentPolicyMiddleware:
    """Says what a page may load (``CONTENT_SECURITY_POLICY``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header, unless the answer has one."""
        response = self._get_response(request)
        if not (settings.DEBUG and response.status_code in _EXPLAINED):
            response.headers.setdefault(HEADER, self._policy)
        return response
