"""The pipeline for those who oversee, and one's own placements."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.people import signed_in
from peersupport.queries.placements import visible_placements


@permission_required("peersupport.work", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """The placements one can find."""
    context = {"rows": visible_placements(signed_in(request)).order_by("unit__name", "pk")}
    return render(request, "peersupport/home.html", context)
