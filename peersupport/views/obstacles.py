"""Obstacles at the unit: raised, answered, closed, sent on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common import trail
from peersupport.forms.obstacles import AnswerForm, ForwardForm, RaiseForm, ResolveForm
from peersupport.models import Obstacle, Placement
from peersupport.queries import obstacles as queries
from peersupport.services import obstacles as services
from peersupport.views.access import for_placement
from peersupport.views.support import asked, back_to, pressed

_RAISE = "peersupport.raise_obstacle"
_ANSWER = "peersupport.answer_obstacle"
_PART = "obstacles"


@for_placement(_RAISE)
@require_safe
def obstacles(request: HttpRequest, placement: Placement) -> HttpResponse:
    """What is in the way, and what is done about it."""
    user = signed_in(request)
    page = queries.obstacle_page(placement, user)
    trail.record_all_opened([row.obstacle for row in (*page.open, *page.closed)], actor=user)
    return render(request, "peersupport/obstacles.html", {"page": page, "placement": placement})


@for_placement(_RAISE)
def raise_new(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Tell of something in the way."""
    user = signed_in(request)
    form = RaiseForm(request.POST or None, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.raise_obstacle(
            placement, form.cleaned_data["text"], form_key=form.cleaned_data["form_key"], actor=user
        ),
        part=_PART,
        heading="Nytt hinder",
        words="Hindret är skickat till den som är chef för enheten.",
    )


@for_placement(_RAISE)
def edit(request: HttpRequest, placement: Placement, obstacle: int) -> HttpResponse:
    """Reword it, until it is answered."""
    user = signed_in(request)
    row = queries.obstacle_of(placement, obstacle)
    form = RaiseForm(request.POST or None, obstacle=row, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.edit_obstacle(
            row,
            form.cleaned_data["text"],
            expected_version=form.cleaned_data["version"] or 0,
            actor=user,
        ),
        part=_PART,
        heading="Ändra hindret",
        words="Hindret är ändrat.",
        version_now=lambda: _version(placement, row),
    )


@for_placement(_ANSWER)
def answer(request: HttpRequest, placement: Placement, obstacle: int) -> HttpResponse:
    """Say what is done about it."""
    user = signed_in(request)
    row = queries.obstacle_of(placement, obstacle)
    form = AnswerForm(request.POST or None, obstacle=row, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.answer_obstacle(
            row, form.given, expected_version=form.cleaned_data["version"] or 0, actor=user
        ),
        part=_PART,
        heading="Svara på hindret",
        words="Svaret är sparat.",
        version_now=lambda: _version(placement, row),
        about=row.text,
    )


@for_placement(_ANSWER)
def resolve(request: HttpRequest, placement: Placement, obstacle: int) -> HttpResponse:
    """Close it with what came of it."""
    user = signed_in(request)
    row = queries.obstacle_of(placement, obstacle)
    form = ResolveForm(request.POST or None, obstacle=row, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.resolve_obstacle(
            row,
            form.cleaned_data["outcome"],
            expected_version=form.cleaned_data["version"] or 0,
            actor=user,
        ),
        part=_PART,
        heading="Avsluta hindret",
        words="Hindret är avslutat.",
        version_now=lambda: _version(placement, row),
        about=row.text,
    )


@for_placement(_ANSWER)
def forward(request: HttpRequest, placement: Placement, obstacle: int) -> HttpResponse:
    """Send it on to the principal as a proposal."""
    user = signed_in(request)
    row = queries.obstacle_of(placement, obstacle)
    form = ForwardForm(request.POST or None, obstacle=row, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.forward_obstacle(
            row,
            form.cleaned_data["title"],
            form.cleaned_data["text"],
            expected_version=form.cleaned_data["version"] or 0,
            actor=user,
        ),
        part=_PART,
        heading="Gör hindret till ett förslag",
        words="Förslaget är skickat. Svaret syns här när det kommer.",
        version_now=lambda: _version(placement, row),
        about=row.text,
    )


@for_placement(_RAISE)
@require_POST
def reopen(request: HttpRequest, placement: Placement, obstacle: int) -> HttpResponse:
    """Take up a closed one again."""
    row, user = queries.obstacle_of(placement, obstacle), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.reopen_obstacle(row, actor=user),
        part=_PART,
        words="Hindret är öppet igen.",
    )


def _version(placement: Placement, obstacle: Obstacle) -> int:
    return queries.obstacle_of(placement, obstacle.pk).version
