"""Decisions on peer support: a placement's own, and the coordinator's form for several units at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from peersupport.forms.decisions import DecisionForm
from peersupport.models import Decision, Placement
from peersupport.queries import decisions as queries
from peersupport.services import decisions as services
from peersupport.views.access import for_placement


@for_placement("peersupport.view_placement")
def decisions(request: HttpRequest, placement: Placement) -> HttpResponse:
    """The decisions that concern one placement, the latest first."""
    context = {"placement": placement, "rows": queries.decisions_of(placement, signed_in(request))}
    return render(request, "peersupport/decisions.html", context)


@for_placement("peersupport.record_decision")
def record(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Write a decision, from the placement one stood at."""
    form = DecisionForm(request.POST or None, chosen=placement, cancel_url=_url(placement))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.record_decision(
                form.facts, data["placements"], form_key=data["form_key"], actor=signed_in(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Beslutet är sparat.")
            return redirect(_url(placement))
    return _page(request, placement, form, None)


@for_placement("peersupport.record_decision")
def edit(request: HttpRequest, placement: Placement, decision: int) -> HttpResponse:
    """Put a decision right."""
    found = get_object_or_404(placement.decisions, pk=decision)
    form = DecisionForm(request.POST or None, decision=found, cancel_url=_url(placement))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.edit_decision(
                found,
                form.facts,
                data["placements"],
                expected_version=data["version"],
                actor=signed_in(request),
            )
        except DomainError as error:
            found.refresh_from_db()
            form.refuse(error, version=found.version)
        else:
            notify(request, "Beslutet är sparat.")
            return redirect(_url(placement))
    return _page(request, placement, form, found)


@for_placement("peersupport.record_decision")
@require_POST
def remove(request: HttpRequest, placement: Placement, decision: int) -> HttpResponse:
    """Take away a decision that was written by mistake."""
    found = get_object_or_404(placement.decisions, pk=decision)
    services.remove_decision(found, actor=signed_in(request))
    notify(request, "Beslutet är borttaget.")
    return redirect(_url(placement))


def _page(
    request: HttpRequest, placement: Placement, form: DecisionForm, decision: Decision | None
) -> HttpResponse:
    context = {"form": form, "placement": placement, "decision": decision}
    return render(request, "peersupport/decision_edit.html", context)


def _url(placement: Placement) -> str:
    return reverse("peersupport:decisions", args=[placement.pk])
