"""One placement: its page, its facts, its moves, its rest and its end."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from common.swedish import day_text, today
from peersupport.forms.placements import EndForm, MoveUnitForm, PlacementForm, RestForm, ReviewForm
from peersupport.models import Placement
from peersupport.queries.placements import placement_page
from peersupport.services import phases
from peersupport.services import placements as services
from peersupport.views.access import for_placement
from peersupport.words import Phase


def page_url(placement: Placement) -> str:
    """The placement's own page."""
    return reverse("peersupport:placement", args=[placement.pk])


@for_placement("peersupport.view_placement")
def placement(request: HttpRequest, placement: Placement) -> HttpResponse:
    """One placement: phase, next step with its conditions, parts."""
    return _page(request, placement, _review_form(placement))


@permission_required("peersupport.answer_interest", raise_exception=True)
def create(request: HttpRequest) -> HttpResponse:
    """Begin a placement at a unit."""
    form = PlacementForm(request.POST or None, cancel_url=reverse("peersupport:home"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.start_placement(
                data["unit"], form.facts, form_key=data["form_key"], actor=signed_in(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Placeringen finns nu. Nästa steg står överst på sidan.")
            return redirect(page_url(made))
    return render(request, "peersupport/placement_edit.html", {"form": form, "placement": None})


@for_placement("peersupport.manage_placement")
def edit(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Change a placement's facts."""
    form = PlacementForm(request.POST or None, placement=placement, cancel_url=page_url(placement))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_placement(
                placement,
                form.facts,
                expected_version=form.cleaned_data["version"],
                actor=signed_in(request),
            )
        except DomainError as error:
            placement.refresh_from_db()
            form.refuse(error, version=placement.version)
        else:
            notify(request, "Uppgifterna är sparade.")
            return redirect(page_url(placement))
    return render(request, "peersupport/placement_edit.html", {"form": form, "placement": placement})


@for_placement("peersupport.manage_placement")
@require_POST
def move(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Take the placement to the phase of the button that was pressed."""
    target = request.POST.get("target", "")
    try:
        phases.move_placement(placement, target, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Placeringen är nu i fasen {Phase(target).label.lower()}.")
    return redirect(page_url(placement))


@for_placement("peersupport.manage_placement")
@require_POST
def resume(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Let a placement that rests go on."""
    try:
        moved = phases.resume_placement(placement, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Placeringen fortsätter där den var: {Phase(moved.status).label.lower()}.")
    return redirect(page_url(placement))


@for_placement("peersupport.manage_placement")
def rest(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Pause it, or say "inte just nu", with reason and review day."""
    form = RestForm(request.POST or None, placement=placement, cancel_url=page_url(placement))

    def act() -> str:
        data = form.cleaned_data
        phases.rest_placement(placement, form.target, **data, actor=signed_in(request))
        return f"Sparat. Det kommer tillbaka {day_text(data['review_on'])}."

    heading = "Pausa placeringen" if form.target == Phase.PAUSED else "Inte just nu"
    return _asked(request, placement, form, act, heading)


@for_placement("peersupport.manage_placement")
@require_POST
def postpone(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Look at a placement that rests another day."""
    form = ReviewForm(request.POST, action=request.path)
    if form.is_valid():
        try:
            phases.postpone_review(placement, form.cleaned_data["review_on"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Dagen är flyttad.")
            return redirect(page_url(placement))
    return _page(request, placement, form)


@for_placement("peersupport.manage_placement")
def end(request: HttpRequest, placement: Placement) -> HttpResponse:
    """End it, with the reason."""
    form = EndForm(request.POST or None, initial={"on": today()}, cancel_url=page_url(placement))

    def act() -> str:
        phases.end_placement(placement, **form.cleaned_data, actor=signed_in(request))
        return "Placeringen är avslutad. Det som är skrivet finns kvar att läsa."

    return _asked(request, placement, form, act, "Avsluta placeringen")


@for_placement("peersupport.answer_interest")
def move_unit(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Let another unit take over the post."""
    form = MoveUnitForm(request.POST or None, placement=placement, cancel_url=page_url(placement))

    def act() -> str:
        services.move_placement_to_unit(placement, form.cleaned_data["unit"], actor=signed_in(request))
        return "Placeringen hör till den nya verksamheten nu. Den får själv välja om den ska synas."

    return _asked(request, placement, form, act, "Byt verksamhet")


@for_placement("peersupport.show_publicly")
@require_POST
def show(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Tick, or take away the tick, that the unit is shown to the public."""
    wanted = request.POST.get("visa") == "ja"
    try:
        services.show_placement(placement, wanted, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(
            request,
            "Verksamheten syns på de öppna sidorna när peer support är i gång." if wanted else "Dolt.",
        )
    return redirect(page_url(placement))


def _asked(
    request: HttpRequest, placement: Placement, form: forms.Form, act: Callable[[], str], heading: str
) -> HttpResponse:
    """Show a form of one question about the placement; ``act`` does it and returns the words of the notice."""
    if request.method == "POST" and form.is_valid():
        try:
            words = act()
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, words)
            return redirect(page_url(placement))
    context = {"form": form, "placement": placement, "heading": heading}
    return render(request, "peersupport/placement_form.html", context)


def _review_form(placement: Placement) -> ReviewForm:
    return ReviewForm(action=reverse("peersupport:postpone", args=[placement.pk]))


def _page(request: HttpRequest, placement: Placement, form: ReviewForm) -> HttpResponse:
    page = placement_page(placement, signed_in(request))
    return render(request, "peersupport/placement.html", {"page": page, "review_form": form})
