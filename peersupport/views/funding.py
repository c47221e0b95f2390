"""Who pays for a placement."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from peersupport.forms.funding import FundingForm, RemoveForm
from peersupport.models import FundingPeriod, Placement
from peersupport.queries import funding as queries
from peersupport.services import funding as services
from peersupport.views.access import for_placement
from proposals.forms.shared import submitted

_MANAGE = "peersupport.manage_placement"


@for_placement(_MANAGE)
@require_safe
def funding(request: HttpRequest, placement: Placement) -> HttpResponse:
    """The sources as a picture and as a table, with what there is to say of them."""
    context = {"page": queries.funding_page(placement), "placement": placement}
    return render(request, "peersupport/funding.html", context)


@for_placement(_MANAGE)
def add(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Write a source in."""
    back = reverse("peersupport:funding", args=[placement.pk])
    form = FundingForm(request.POST or None, back_url=back)
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["form_key"]
        if submitted(
            form,
            lambda: services.add_funding(placement, form.facts, form_key=key, actor=signed_in(request)),
        ):
            notify(request, "Sparat.")
            return redirect(back)
    context = {"form": form, "placement": placement, "period": None}
    return render(request, "peersupport/funding_form.html", context)


@for_placement(_MANAGE)
def edit(request: HttpRequest, placement: Placement, period: int) -> HttpResponse:
    """Change a source."""
    found = _period(placement, period)
    back = reverse("peersupport:funding", args=[placement.pk])
    form = FundingForm(request.POST or None, period=found, back_url=back)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: services.edit_funding(
                found, form.facts, expected_version=version, actor=signed_in(request)
            ),
            lambda: _period(placement, period).version,
        ):
            notify(request, "Sparat.")
            return redirect(back)
    context = {"form": form, "placement": placement, "period": found}
    return render(request, "peersupport/funding_form.html", context)


@for_placement(_MANAGE)
@require_POST
def remove(request: HttpRequest, placement: Placement, period: int) -> HttpResponse:
    """Take a source away."""
    found = _period(placement, period)
    form = RemoveForm(request.POST)
    version = form.cleaned_data["version"] or 0 if form.is_valid() else 0
    try:
        services.remove_funding(found, expected_version=version, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Källan är borttagen.")
    return redirect("peersupport:funding", placement.pk)


def _period(placement: Placement, pk: int) -> FundingPeriod:
    found = queries.period_of(placement, pk)
    if found is None:
        raise Http404
    return found
