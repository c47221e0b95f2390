"""Answers that no room owns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say calmly that the form was too old, and keep nothing of the reason in the page."""
    return render(request, "403_csrf.html", status=403)
