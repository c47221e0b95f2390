"""Supervision: the plan, the days, held or missed. Opening the log is noted in the trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common import trail
from peersupport.forms.supervision import PlanForm, SessionForm
from peersupport.models import Placement
from peersupport.queries import supervision as queries
from peersupport.services import supervision as services
from peersupport.views.access import for_placement
from peersupport.views.support import asked, back_to, pressed
from peersupport.words import SessionState, SupervisionForm

_KEEP = "peersupport.keep_supervision"
_PART = "supervision"


@for_placement("peersupport.view_peer")
@require_safe
def supervision(request: HttpRequest, placement: Placement) -> HttpResponse:
    """The plan, the next time, what is to be noted, the log."""
    user = signed_in(request)
    page = queries.supervision_page(placement)
    if page.log or page.ahead or page.state.to_mark:
        trail.record_opened(placement, actor=user)
    return render(request, "peersupport/supervision.html", {"page": page, "placement": placement})


@for_placement(_KEEP)
def plan(request: HttpRequest, placement: Placement) -> HttpResponse:
    """How supervision is held, and the days to plan."""
    user = signed_in(request)
    form = PlanForm(
        request.POST or None, plan=queries.plan_of(placement), cancel_url=back_to(_PART, placement)
    )
    return asked(
        request,
        placement,
        form,
        lambda: services.save_plan(
            placement,
            form.facts,
            ahead=form.ahead,
            expected_version=form.cleaned_data["version"] or 0,
            actor=user,
        ),
        part=_PART,
        heading="Plan för handledningen",
        words="Planen är sparad.",
        version_now=lambda: queries.plan_version(placement),
    )


@for_placement(_KEEP)
def session_add(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Enter one time."""
    user, plan = signed_in(request), queries.plan_of(placement)
    form = SessionForm(
        request.POST or None,
        day=queries.next_day(placement),
        plan=plan,
        cancel_url=back_to(_PART, placement),
    )
    return asked(
        request,
        placement,
        form,
        lambda: services.add_session(
            placement, form.cleaned_data["day"], form.cleaned_data["form"], actor=user
        ),
        part=_PART,
        heading="Boka en handledning",
        words="Handledningen är inlagd.",
    )


@for_placement(_KEEP)
def session_edit(request: HttpRequest, placement: Placement, session: int) -> HttpResponse:
    """Move a planned time."""
    user = signed_in(request)
    row = queries.session_of(placement, session)
    form = SessionForm(request.POST or None, session=row, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.move_session(
            row,
            form.cleaned_data["day"],
            form.cleaned_data["form"],
            expected_version=form.cleaned_data["version"] or 0,
            actor=user,
        ),
        part=_PART,
        heading="Flytta handledningen",
        words="Handledningen är flyttad.",
        version_now=lambda: queries.session_of(placement, session).version,
        remove_url=reverse("peersupport:session_remove", args=[placement.pk, row.pk]),
    )


@for_placement(_KEEP)
@require_POST
def session_remove(request: HttpRequest, placement: Placement, session: int) -> HttpResponse:
    """Take away a time to come."""
    row, user = queries.session_of(placement, session), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.remove_session(row, actor=user),
        part=_PART,
        words=f"{SupervisionForm(row.form).label} handledning är borttagen ur planen.",
    )


@for_placement(_KEEP)
@require_POST
def session_held(request: HttpRequest, placement: Placement, session: int) -> HttpResponse:
    """Note that a time was held."""
    return _mark(request, placement, session, SessionState.HELD, "Antecknat: handledningen hölls.")


@for_placement(_KEEP)
@require_POST
def session_missed(request: HttpRequest, placement: Placement, session: int) -> HttpResponse:
    """Note that a time was not held."""
    return _mark(request, placement, session, SessionState.MISSED, "Antecknat: handledningen hölls inte.")


@for_placement(_KEEP)
@require_POST
def session_undo(request: HttpRequest, placement: Placement, session: int) -> HttpResponse:
    """Take back what was noted."""
    row, user = queries.session_of(placement, session), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.undo_session(row, actor=user),
        part=_PART,
        words="Anteckningen är borttagen. Skriv hur det gick.",
    )


def _mark(
    request: HttpRequest, placement: Placement, session: int, state: SessionState, words: str
) -> HttpResponse:
    row, user = queries.session_of(placement, session), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.mark_session(row, state, actor=user),
        part=_PART,
        words=words,
        undo_url=reverse("peersupport:session_undo", args=[placement.pk, row.pk]),
    )
