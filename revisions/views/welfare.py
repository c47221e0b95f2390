"""The team's welfare: somebody to talk with, debriefs, swaps. Never what anybody said or felt."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.team import DebriefForm
from revisions.models import UserAudit
from revisions.queries import team as queries
from revisions.services import welfare as services
from revisions.views.access import for_audit


@for_audit("revisions.share_welfare")
def welfare(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Debriefs for each interview day, and interviews that may change hands."""
    page = queries.welfare_page(audit, signed_in(request))
    form = DebriefForm(request.POST or None) if page.can["plan"] else None
    if request.method == "POST" and form is None:
        return HttpResponse(status=403)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            services.plan_debrief(audit, **form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            notify(request, "Eftersamtalet är planerat.")
            return redirect("revisions:welfare", audit.pk)
    return render(request, "revisions/welfare.html", {"page": page, "frame": page.frame, "form": form})


@for_audit("revisions.write_interview")
@require_POST
def record_debrief(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Note whether a day's talk was held."""
    day = queries.debrief_day(audit, row)
    if day is None:
        raise Http404
    try:
        services.record_debrief(audit, day, held=request.POST.get("held") == "yes", actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Antecknat.")
    return redirect("revisions:welfare", audit.pk)


@for_audit("revisions.share_welfare")
@require_POST
def talk(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Tell the lead, and nobody else, that one needs to talk. Pressed again with ``angra``: no longer."""
    actor = signed_in(request)
    try:
        if "angra" in request.POST:
            services.take_back_talk(audit, actor=actor)
            notify(request, "Frågan är tillbakatagen.")
        else:
            services.ask_to_talk(audit, actor=actor)
            notify(request, "Din ledare vet nu att du behöver prata, och hör av sig. Ingen annan ser det.")
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect("revisions:team", audit.pk)


@for_audit("revisions.lead_audit")
@require_POST
def talk_done(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """The lead has talked with the person."""
    found = queries.talk(audit, row)
    if found is not None:
        services.take_care_of_talk(found, actor=signed_in(request))
    notify(request, "Klart. Ingenting om samtalet sparas.")
    return redirect("revisions:team", audit.pk)


@for_audit("revisions.write_interview")
@require_POST
def ask_swap(request: HttpRequest, audit: UserAudit, interview: uuid.UUID) -> HttpResponse:
    """Ask whether somebody else takes one's interview; ``angra`` takes the question back."""
    found = queries.interview_to_swap(audit, interview)
    if found is None:
        raise Http404
    actor = signed_in(request)
    try:
        swap = services.ask_for_swap(found, actor=actor)
        if "angra" in request.POST:
            services.withdraw_swap(swap, actor=actor)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        kept = "angra" in request.POST
        notify(request, "Du har kvar intervjun." if kept else "Teamet ser nu att du söker någon som tar den.")
    return redirect("revisions:welfare", audit.pk)


@for_audit("revisions.write_interview")
@require_POST
def take_swap(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Take a colleague's interview. The first to press has it."""
    found = queries.swap(audit, row)
    try:
        if found is None:
            raise DomainError("Någon annan hann före, eller så har personen ångrat sig.")
        services.take_over_interview(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Intervju {found.interview.code} är din nu.")
    return redirect("revisions:welfare", audit.pk)
