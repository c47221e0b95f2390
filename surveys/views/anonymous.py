"""What every page of a respondent has in common: no cookie, no trace, and only forms of our own.

The token that a form carries is signed and bound to the survey, so no cookie is needed to tell our forms from others'.
Django's own check can't be used: it needs a cookie, and with ``Referrer-Policy: no-referrer`` browsers send
``Origin: null``, which it refuses. See ``docs/decisions/anonymous-surveys.md``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def anonymous_page(view: View[P]) -> View[P]:
    """Open the view to everybody without looking at who asks, and let nobody keep what it answers."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and _is_sent_from_elsewhere(request):
            response = render(request, "surveys/answer/elsewhere.html", status=403)
        else:
            try:
                response = view(request, *args, **kwargs)
            except RequestDataTooBig:
                response = render(request, "surveys/answer/too_large.html", status=413)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    methods = require_http_methods(["GET", "HEAD", "POST"])
    return login_not_required(csrf_exempt(methods(wrapped)))


def _is_sent_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site sends the form. Browsers tell so themselves (Fetch Metadata); old ones by Origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    return origin not in {"null", f"{request.scheme}://{request.get_host()}"}
