"""The year wheel, at work and for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.people import signed_in
from common.page_cache import cached_page
from common.swedish import today
from councils.queries import wheel as queries
from councils.queries.meetings import councils_to_plan, may_list
from councils.queries.year_plan import missing_terms


@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    """To the present year's wheel."""
    return redirect("councils:wheel", today().year)


@require_safe
def wheel(request: HttpRequest, year: int) -> HttpResponse:
    """The year's meetings that one can find, councils' and dialogue meetings together."""
    user = signed_in(request)
    if not may_list(user):
        raise PermissionDenied
    _refuse_odd_years(year)
    context = {
        "wheel": queries.work_wheel(user, year),
        "councils": councils_to_plan(user) if year >= today().year else [],
        "missing": missing_terms(user, year),
    }
    return render(request, "councils/wheel/work.html", context)


@cached_page(rooms=("councils", "organisations"))
@login_not_required
@require_safe
def public_wheel(request: HttpRequest, year: int) -> HttpResponseBase:
    """The year's public meetings."""
    _refuse_odd_years(year)
    return render(request, "councils/wheel/public.html", {"wheel": queries.public_wheel(year)})


def _refuse_odd_years(year: int) -> None:
    first, last = queries.public_years()
    if not first <= year <= last:
        raise Http404
