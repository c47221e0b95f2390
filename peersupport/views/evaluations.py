"""Evaluations of a placement: planned, whom to ask, the questions out and closed."""

from collections.abc import Callable

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from common.swedish import today
from peersupport.forms.evaluations import EvaluatorForm, FindingForm, MoveForm, OpenForm
from peersupport.models import Evaluation, Placement
from peersupport.queries import evaluation_results as results
from peersupport.queries import evaluations as queries
from peersupport.services import evaluation_team as team
from peersupport.services import evaluations as services
from peersupport.services import statements as said
from peersupport.views.access import for_placement
from peersupport.words import Asked, Occasion

_VIEW, _RUN, _CHOOSE, _READ = (
    f"peersupport.{name}"
    for name in ("view_placement", "run_evaluation", "choose_evaluators", "read_evaluation_text")
)


def evaluation_url(evaluation: Evaluation) -> str:
    """The evaluation's own page."""
    return reverse("peersupport:evaluation", args=[evaluation.placement_id, evaluation.pk])


def evaluation_response(
    request: HttpRequest,
    evaluation: Evaluation,
    *,
    finding: FindingForm | None = None,
) -> HttpResponse:
    """The page of one evaluation, with the form that was refused, if one was."""
    at = [evaluation.placement_id, evaluation.pk]
    context = {
        "page": queries.evaluation_page(evaluation, signed_in(request)),
        "placement": evaluation.placement,
        "finding_form": finding or FindingForm(action=reverse("peersupport:finding_add", args=at)),
    }
    return render(request, "peersupport/evaluation.html", context)


@for_placement(_VIEW)
@require_safe
def evaluations(request: HttpRequest, placement: Placement) -> HttpResponse:
    """What is planned and done, who evaluates, how answers have changed."""
    return _list(request, placement)


@permission_required("peersupport.oversee", raise_exception=True)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """One occasion's answers, unit by unit."""
    counted = results.occasions_with_results()
    chosen = queries.occasion_or_404(request.GET.get("nar", "") or _newest(counted))
    url = reverse("peersupport:evaluations_compare")
    tabs = [
        # As ``components/tabs.html`` takes them: name, address, count, current.
        (str(one.label), f"{url}?nar={one.value}", None, one == chosen)
        for one in Occasion
    ]
    context = {"tabs": tabs, "chosen": chosen, "groups": results.across_units(chosen)}
    return render(request, "peersupport/evaluations_compare.html", context)


@for_placement(_RUN)
@require_POST
def plan(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Plan what the placement's days ask for, now rather than tonight."""
    made = services.plan_evaluations(placement, actor=signed_in(request))
    notify(request, "Utvärderingarna är planerade." if made else "Det finns inget mer att planera just nu.")
    return redirect("peersupport:evaluations", placement.pk)


@for_placement(_CHOOSE)
@require_POST
def evaluator_add(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Take somebody into the team."""
    form = EvaluatorForm(request.POST, action=reverse("peersupport:evaluator_add", args=[placement.pk]))
    if form.is_valid():
        try:
            team.offer_evaluator(placement, form.cleaned_data["email"], actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Personen är med, eller har fått en inbjudan.")
            return redirect("peersupport:evaluations", placement.pk)
    return _list(request, placement, form)


@for_placement(_CHOOSE)
@require_POST
def evaluator_end(request: HttpRequest, placement: Placement, member: int) -> HttpResponse:
    """End somebody's part in the team."""
    team.end_evaluator(queries.member_of(placement, member), actor=signed_in(request))
    notify(request, "Personen är inte med i teamet längre.")
    return redirect("peersupport:evaluations", placement.pk)


@for_placement(_VIEW)
@require_safe
def evaluation(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """One evaluation."""
    return evaluation_response(request, queries.evaluation_of(placement, evaluation))


@for_placement(_RUN)
def move(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Choose another day."""
    found = queries.evaluation_of(placement, evaluation)
    form = MoveForm(request.POST or None, evaluation=found, cancel_url=evaluation_url(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.move_evaluation(
                found, data["due_on"], expected_version=data["version"], actor=signed_in(request)
            )
        except DomainError as error:
            found.refresh_from_db()
            form.refuse(error, version=found.version)
        else:
            notify(request, "Dagen är ändrad.")
            return redirect(evaluation_url(found))
    context = {"form": form, "placement": placement, "evaluation": found, "heading": "Ändra dagen"}
    return render(request, "peersupport/evaluation_form.html", context)


@for_placement(_RUN)
@require_POST
def skip(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Leave an evaluation out, or plan it after all."""
    found, user = queries.evaluation_of(placement, evaluation), signed_in(request)
    if request.POST.get("hoppa") == "0":
        act = lambda: services.resume_evaluation(found, actor=user)  # noqa: E731
        return done(request, found, act, "Utvärderingen är planerad igen.")
    act = lambda: services.skip_evaluation(found, actor=user)  # noqa: E731
    return done(request, found, act, "Utvärderingen hoppas över.")


@for_placement(_RUN)
def open_questions(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Send the questions out."""
    found = queries.evaluation_of(placement, evaluation)
    initial = {"asked": Asked.values, "closes_on": today() + services.LASTS}
    form = OpenForm(request.POST or None, initial=initial, cancel_url=evaluation_url(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.open_questions(found, **form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Frågorna är ute. Skriv ut affischen, eller lämna adresserna vidare.")
            return redirect(evaluation_url(found))
    context = {"form": form, "placement": placement, "evaluation": found, "heading": "Skicka ut frågorna"}
    return render(request, "peersupport/evaluation_form.html", context)


@for_placement(_RUN)
@require_POST
def close_questions(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """End the questions, and count."""
    found = queries.evaluation_of(placement, evaluation)
    return done(
        request,
        found,
        lambda: services.close_questions(found, actor=signed_in(request)),
        "Frågorna är stängda.",
    )


@for_placement(_READ)
@require_safe
def statements(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """What manager and peer wrote, for the team."""
    found = queries.evaluation_of(placement, evaluation)
    rows = said.read_statements(found, actor=signed_in(request))
    context = {"placement": placement, "evaluation": found, "rows": rows}
    return render(request, "peersupport/evaluation_statements.html", context)


def done(
    request: HttpRequest, evaluation: Evaluation, service: Callable[[], object], words: str
) -> HttpResponse:
    """Call a service and go back to the evaluation, with its sentence or ``words``."""
    try:
        service()
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words)
    return redirect(evaluation_url(evaluation))


def _list(request: HttpRequest, placement: Placement, form: EvaluatorForm | None = None) -> HttpResponse:
    action = reverse("peersupport:evaluator_add", args=[placement.pk])
    page = queries.evaluations_page(placement, signed_in(request))
    context = {"page": page, "placement": placement, "form": form or EvaluatorForm(action=action)}
    return render(request, "peersupport/evaluations.html", context)


def _newest(counted: set[str]) -> str:
    """The latest occasion that has any answers; the first when none has."""
    found = [one.value for one in Occasion if one.value in counted]
    return found[-1] if found else Occasion.MONTHS_3.value
