"""Making a survey, opening and closing it."""

from collections.abc import Callable
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from surveys.forms.answers import AnswersForm
from surveys.forms.work import PlanForm, SeriesForm, SurveyForm
from surveys.models import Survey
from surveys.owners import owner_name, owner_url
from surveys.queries import answering, work
from surveys.rules import SurveyPlace
from surveys.services import flow, retention, series, writing
from surveys.views.access import difference, survey_or_404


@require_safe
def survey_list(request: HttpRequest) -> HttpResponse:
    """The surveys one finds, in three parts."""
    page = work.survey_list(request.user, request.GET.get("visa", ""), reverse("surveys:list"))
    if not page.may_create and not work.has_surveys(request.user):
        raise PermissionDenied
    return render(request, "surveys/work/list.html", {"page": page})


def survey_new(request: HttpRequest) -> HttpResponse:
    """Make a survey: of one's own, or for an object in another room (``?rum=…&id=…``)."""
    room, owner_id = request.GET.get("rum", "")[:40], request.GET.get("id", "")[:40]
    owned = bool(room and owner_id) and f"{room}{owner_id}".isascii()
    place = SurveyPlace(room, owner_id) if owned else None
    if not rules.has_perm("surveys.create_survey", request.user, place):
        raise PermissionDenied
    places = [] if owned else work.places_to_choose(request.user)
    # Who makes surveys for an object of another room comes from its page, and may have no list of surveys yet.
    back = owner_url(room, owner_id) if owned else ""
    form = SurveyForm(request.POST or None, cancel_url=back or reverse("surveys:list"), places=places)
    if request.method == "POST" and form.is_valid():
        try:
            survey = writing.create_survey(
                form.facts(),
                actor=signed_in(request),
                owner_room=room if owned else "",
                owner_id=owner_id if owned else "",
                unit=form.unit(),
                anonymity=form.cleaned_data["anonymity"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect(survey)
    name = owner_name(room, owner_id) if owned else ""
    context = {"form": form, "title": "Ny enkät", "back": back, "back_name": name}
    return render(request, "surveys/work/form.html", context)


@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """A survey's own page."""
    return _own_page(request, survey_or_404(request, pk, "surveys.see_counts"))


def survey_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft's facts."""
    found = survey_or_404(request, pk)
    form = SurveyForm(request.POST or None, instance=found, cancel_url=found.get_absolute_url())
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_survey(
                found,
                form.facts(),
                expected_version=form.cleaned_data.get("version") or 0,
                actor=signed_in(request),
            )
        except DomainError as error:
            form.refuse(error, version=found.version)
            conflict = difference(error)
        else:
            notify(request, "Sparat.")
            return redirect(found)
    context = {"form": form, "title": "Ändra enkäten", "survey": found, "conflict": conflict}
    return render(request, "surveys/work/form.html", context, status=409 if conflict else 200)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions as respondents meet them, all on one page; nothing can be sent."""
    found = survey_or_404(request, pk)
    form = AnswersForm(answering.questions_of(found))
    fields = [form.shown(place) for place in range(len(form.questions))]
    return render(request, "surveys/work/preview.html", {"survey": found, "fields": fields})


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a draft open by itself."""
    found = survey_or_404(request, pk)
    form = PlanForm(request.POST, action=reverse("surveys:plan", args=[pk]))
    if form.is_valid():
        try:
            flow.plan_opening(found, form.cleaned_data["opens_on"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            notify(request, "Enkäten öppnar av sig själv.")
            return redirect(found)
    return _own_page(request, found, plan_form=form)


@require_POST
def series_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a survey be the first round of a series."""
    found = survey_or_404(request, pk)
    form = SeriesForm(request.POST, action=reverse("surveys:series_new", args=[pk]))
    if form.is_valid():
        try:
            made = series.start_series(found, form.cleaned_data["name"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("surveys:series", pk=made.pk)
    return _own_page(request, found, series_form=form)


@require_POST
def move(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Open, pause or open again."""
    service, words = MOVES[action]
    return _done(request, survey_or_404(request, pk), words, service)


@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or reject the quarantined answers as a whole."""
    found = survey_or_404(request, pk)
    count_them = "rakna" in request.POST
    words = "Svaren i karantän räknas med." if count_them else "Svaren i karantän räknas inte med."

    def service(survey: Survey, *, actor: Any) -> None:
        flow.judge_quarantine(survey, count_them=count_them, actor=actor)

    return _done(request, found, words, service)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a draft."""
    found = survey_or_404(request, pk)
    try:
        writing.delete_survey(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect(found)
    notify(request, "Utkastet är borttaget.")
    return redirect("surveys:list")


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then end the survey for good."""
    found = survey_or_404(request, pk)
    if request.method == "POST":
        return _done(request, found, "Enkäten är stängd.", flow.close_survey)
    text = (
        "Ingen kan svara efter det, varken på webben eller på papper, och svar som någon har sparat för att "
        "fortsätta sedan raderas. Det går inte att öppna enkäten igen. Skriv in det som finns på papper först."
    )
    return _ask_once_more(request, found, "Stäng enkäten för gott", text)


def destroy(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then destroy the answers. Owned surveys lose theirs through their owner."""
    found = survey_or_404(request, pk)
    if found.owner_room:
        raise PermissionDenied
    if request.method == "POST":
        words = "Svaren är förstörda. Det som räknades ihop finns kvar."
        return _done(request, found, words, retention.destroy_answers)
    text = (
        "Allt som enskilda personer har svarat och skrivit försvinner för alltid, även ur säkerhetskopior. "
        "Det som räknats ihop finns kvar."
    )
    return _ask_once_more(request, found, "Förstör svaren", text)


MOVES: dict[str, tuple[Callable[..., None], str]] = {
    "oppna": (flow.open_survey, "Enkäten är öppen."),
    "pausa": (flow.pause_survey, "Enkäten är pausad."),
    "fortsatt": (flow.resume_survey, "Enkäten är öppen igen."),
}


def _own_page(
    request: HttpRequest,
    found: Survey,
    *,
    plan_form: PlanForm | None = None,
    series_form: SeriesForm | None = None,
) -> HttpResponse:
    context = {
        "page": work.survey_page(found, request.user),
        "plan_form": plan_form or PlanForm(action=reverse("surveys:plan", args=[found.pk])),
        "series_form": series_form or SeriesForm(action=reverse("surveys:series_new", args=[found.pk])),
    }
    return render(request, "surveys/work/survey.html", context)


def _ask_once_more(request: HttpRequest, survey: Survey, title: str, text: str) -> HttpResponse:
    context = {"survey": survey, "title": title, "text": text, "button": title}
    return render(request, "surveys/work/sure.html", context)


def _done(request: HttpRequest, survey: Survey, words: str, service: Callable[..., None]) -> HttpResponse:
    try:
        service(survey, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words)
    return redirect(survey)
