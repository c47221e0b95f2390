"""Addresses of the portal plus such that lead to its rarest pages."""

from typing import Any, NoReturn

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from accounts.adapters import refuse_provider_sign_in

handler400 = "django.views.defaults.bad_request"


@login_not_required
def odd(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation


@login_not_required
def broken(request: HttpRequest) -> NoReturn:
    raise RuntimeError("On purpose, to see the page.")


@login_not_required
def without_account(request: HttpRequest) -> HttpResponse:
    return refuse_provider_sign_in(request, has_no_account=True)


@login_not_required
def waits(request: HttpRequest) -> HttpResponse:
    return render(request, "associations/booklet_waits.html", status=503)


urlpatterns: list[Any] = [
    path("prov/400/", odd),
    path("prov/500/", broken),
    path("prov/utan-konto/", without_account),
    path("prov/haftet/", waits),
    path("", include("inflytande.urls")),
]
