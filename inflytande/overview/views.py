"""The first page after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inflytande.overview import queries


def overview(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what my rooms show."""
    return render(request, "overview/overview.html", {"overview": queries.overview(request.user)})
