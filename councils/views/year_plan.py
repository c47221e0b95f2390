"""All groups' year planned on one page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from common.swedish import count_text, today
from councils.forms.year_plan import EachTermForm, YearPlanForm
from councils.queries import year_plan as queries
from councils.queries.wheel import public_years
from councils.services.year_plan import plan_year

USUAL = 2


def year_plan(request: HttpRequest, year: int) -> HttpResponse:
    """Plan the year of every group one plans: days proposed, to be changed before they are saved."""
    user = signed_in(request)
    asked = EachTermForm(request.GET or None, initial={"antal": USUAL})
    rows = queries.year_rows(user, year, asked.cleaned_data["antal"] if asked.is_valid() else USUAL)
    if not rows:
        raise PermissionDenied
    if not today().year <= year <= public_years()[1]:
        raise Http404
    form = YearPlanForm(
        request.POST or None,
        rows=rows,
        year=year,
        known=queries.meetings_of(user, year),
        cancel_url=reverse("councils:wheel", args=[year]),
    )
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_year(form.plans, actor=user, form_key=form.cleaned_data["form_key"])
        except DomainError as error:
            form.refuse(error)
        else:
            number = count_text(len(planned), "möte är planerat", "möten är planerade", neuter=True)
            notify(request, f"{number.capitalize()}. Ingen är kallad än.")
            return redirect("councils:wheel", year)
    missing = queries.missing_terms(user, year)
    context = {"form": form, "asked": asked, "year": year, "missing": missing, "rows": rows}
    return render(request, "councils/wheel/plan.html", context)
