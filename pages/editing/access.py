"""Who comes in at ``/redaktion/``, and what its pages may load."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import HEADER
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Wagtail's editor sets styles as one types, shows what is being uploaded, and previews pages in a frame.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)


def editors_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """403 to everybody else, before Wagtail looks at the request."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers[HEADER] = _POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return wrapped
