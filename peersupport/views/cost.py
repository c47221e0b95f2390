"""What a placement costs, and what that rests on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.people import signed_in
from common.notices import notify
from peersupport.forms.cost import CostForm
from peersupport.models import Placement
from peersupport.queries import cost as queries
from peersupport.services.cost import check_cost, save_cost
from peersupport.views.access import for_placement
from proposals.forms.shared import submitted


@for_placement("peersupport.manage_placement")
def cost(request: HttpRequest, placement: Placement) -> HttpResponse:
    """The sums of each year beside every assumption; try others without saving, or save them."""
    calculation = queries.calculation_of(placement)
    facts = queries.facts_of(calculation)
    back = reverse("peersupport:placement", args=[placement.pk])
    form = CostForm(request.POST or None, calculation=calculation, facts=facts, back_url=back)
    if form.is_bound and form.is_valid():
        typed, version = form.facts, form.cleaned_data["version"] or 0
        if form.is_try:
            facts = typed if submitted(form, lambda: check_cost(typed)) else facts
        elif submitted(
            form,
            lambda: save_cost(placement, typed, expected_version=version, actor=signed_in(request)),
            lambda: queries.calculation_of(placement).version,
        ):
            notify(request, "Beräkningen är sparad.")
            return redirect("peersupport:cost", placement.pk)
    context = {"page": queries.cost_page(placement, calculation, facts), "form": form, "placement": placement}
    return render(request, "peersupport/cost.html", context)
