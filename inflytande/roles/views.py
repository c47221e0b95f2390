"""Mina roller."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common import registries


def my_roles(request: HttpRequest) -> HttpResponse:
    """Every role I hold, in every room, in plain words."""
    return render(request, "roles/my_roles.html", {"roles": registries.held_roles(request.user)})
