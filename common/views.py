"""Answers that no room owns."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from common.privacy import operator_words


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say calmly that the form was too old, and keep nothing of the reason in the page."""
    return render(request, "403_csrf.html", status=403)


@never_cache
@require_GET
def privacy_words(request: HttpRequest) -> JsonResponse:
    """Give the signed-in person's browser the operator's words, so that text can be looked at where it is written."""
    words = operator_words()
    return JsonResponse({"added": sorted(words.added), "ignored": sorted(words.ignored)})
