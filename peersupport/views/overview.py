"""The pipeline for those who oversee it, as columns and as a list; one's own placements for everybody else."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.people import signed_in
from peersupport.queries import overview, pipeline


@permission_required("peersupport.work", raise_exception=True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All placements, or one's own."""
    user, asked = signed_in(request), request.GET
    if not user.has_perm("peersupport.oversee"):
        return render(request, "peersupport/own.html", {"own": overview.own_placements(user)})
    is_list = asked.get("visa") == "lista"
    views = [("Kolumner", request.path, not is_list), ("Lista", f"{request.path}?visa=lista", is_list)]
    if is_list:
        found = pipeline.placement_list(
            user,
            asked.get("fas", ""),
            asked.get("kommun", ""),
            asked.get("sida"),
            without_money=asked.get("pengar") == "slut",
        )
        return render(request, "peersupport/list.html", {"found": found, "views": views})
    return render(request, "peersupport/home.html", {"page": pipeline.pipeline(user), "views": views})
