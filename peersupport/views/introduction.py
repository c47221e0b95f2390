"""The introduction's checklist."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from peersupport.forms.introduction import StepForm
from peersupport.models import Placement
from peersupport.queries import introduction as queries
from peersupport.services import introduction as services
from peersupport.views.access import for_placement
from peersupport.views.support import asked, back_to, pressed

_MANAGE = "peersupport.manage_placement"
_PART = "introduction"


@for_placement("peersupport.view_placement")
@require_safe
def introduction(request: HttpRequest, placement: Placement) -> HttpResponse:
    """What is done and left for the unit, the team and the one who begins."""
    page = queries.introduction_page(placement, signed_in(request))
    return render(request, "peersupport/introduction.html", {"page": page, "placement": placement})


@for_placement(_MANAGE)
@require_POST
def begin(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Put the ready-made steps on the list."""
    user = signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.begin_introduction(placement, actor=user),
        part=_PART,
        words="De färdiga punkterna står på listan. Ändra, ta bort och lägg till som det passar er.",
    )


@for_placement(_MANAGE)
def add(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Put a step of one's own on the list."""
    user = signed_in(request)
    form = StepForm(request.POST or None, step=None, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.add_step(placement, form.facts, actor=user),
        part=_PART,
        heading="Ny punkt",
        words="Punkten står på listan.",
    )


@for_placement(_MANAGE)
def edit(request: HttpRequest, placement: Placement, step: int) -> HttpResponse:
    """Change a step."""
    user = signed_in(request)
    row = queries.step_of(placement, step)
    form = StepForm(request.POST or None, step=row, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.edit_step(
            row, form.facts, expected_version=form.cleaned_data["version"] or 0, actor=user
        ),
        part=_PART,
        heading="Ändra punkten",
        words="Punkten är ändrad.",
        version_now=lambda: queries.step_of(placement, step).version,
        remove_url=reverse("peersupport:step_remove", args=[placement.pk, row.pk]),
    )


@for_placement(_MANAGE)
@require_POST
def remove(request: HttpRequest, placement: Placement, step: int) -> HttpResponse:
    """Take a step off the list."""
    row, user = queries.step_of(placement, step), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.remove_step(row, actor=user),
        part=_PART,
        words="Punkten är borttagen.",
    )


@for_placement(_MANAGE)
@require_POST
def finish(request: HttpRequest, placement: Placement, step: int) -> HttpResponse:
    """Note that a step is done today."""
    row, user = queries.step_of(placement, step), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.finish_step(row, actor=user),
        part=_PART,
        words="Punkten är klar.",
        undo_url=reverse("peersupport:step_reopen", args=[placement.pk, row.pk]),
    )


@for_placement(_MANAGE)
@require_POST
def reopen(request: HttpRequest, placement: Placement, step: int) -> HttpResponse:
    """Let a step be left to do again."""
    row, user = queries.step_of(placement, step), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.reopen_step(row, actor=user),
        part=_PART,
        words="Punkten är inte klar.",
        undo_url=reverse("peersupport:step_finish", args=[placement.pk, row.pk]),
    )
