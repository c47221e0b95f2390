"""What waits for those who answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def own_answers(request: HttpRequest) -> HttpResponse:
    return render(request, "proposals/work/own.html", {})
