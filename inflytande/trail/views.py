"""The trail page and its export, for administrators only. Reading it is itself recorded."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common import trail
from common.exports import csv_response
from common.models import TrailEntry
from inflytande.trail import queries
from inflytande.trail.forms import TrailFilterForm

HEADER = ("Tid", "Vem", "Aktör", "Slag", "Verb", "Objekttyp", "Objekt", "Ändrade fält")


@require_GET
@permission_required("accounts.read_trail", raise_exception=True)
def entries(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    form = TrailFilterForm(request.GET)
    wanted = form.wanted()
    page = None
    if wanted is not None:
        trail.record_listed("open_trail", TrailEntry, actor=request.user, fields=wanted.used())  # type: ignore[arg-type] # signed in
        page = queries.trail_page(wanted, request.GET.get("efter", ""))
    parameters = request.GET.copy()
    parameters.pop("efter", None)
    context = {"form": form, "page": page, "query": parameters.urlencode(), "later": "efter" in request.GET}
    return render(request, "trail/entries.html", context)


@require_GET
@permission_required("accounts.read_trail", raise_exception=True)
def export(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a file."""
    wanted = TrailFilterForm(request.GET).wanted()
    if wanted is None:
        return entries(request)
    trail.record_listed("export_trail", TrailEntry, actor=request.user, fields=wanted.used())  # type: ignore[arg-type] # signed in
    return csv_response("sparbarhet.csv", HEADER, queries.trail_export(wanted))
