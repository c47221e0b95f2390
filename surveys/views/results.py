"""What came out of a survey: page, files, words, trends."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.exports import csv_response
from surveys.forms.work import RoundForm
from surveys.models import SurveySeries
from surveys.queries import results as queries
from surveys.queries import work
from surveys.services import series as services
from surveys.views.access import series_or_404, survey_or_404

HEADER = ("Fråga", "Svar", "Antal", "Av")


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The published counts, or why there are none."""
    survey = survey_or_404(request, pk, "surveys.see_counts")
    context = {
        "results": queries.results_for(survey, request.user),
        "why": queries.WHY,
        "may_read_texts": request.user.has_perm("surveys.read_texts", survey),
    }
    return render(request, "surveys/work/results.html", context)


@require_safe
def results_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same counts as a file: the same frozen table, so that nothing can be told apart from the page."""
    survey = survey_or_404(request, pk, "surveys.see_counts")
    rows = queries.table_rows(queries.results_for(survey, request.user))
    return csv_response(f"enkat-{survey.pk}.csv", HEADER, rows)


@require_safe
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """What people wrote. Each opening is on the trail."""
    survey = survey_or_404(request, pk, "surveys.read_texts")
    context = {"survey": survey, "found": [], "problem": ""}
    try:
        context["found"] = queries.read_texts(survey, actor=signed_in(request))
    except DomainError as error:
        context["problem"] = error.message
    return render(request, "surveys/work/texts.html", context)


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """A series and its trends."""
    return _series_page(request, series_or_404(request, pk), RoundForm(action=_round_url(pk)))


@require_POST
def round_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the next round."""
    found = series_or_404(request, pk)
    if not work.series_page(found, request.user).may_manage:
        raise PermissionDenied
    form = RoundForm(request.POST, action=_round_url(pk))
    if form.is_valid():
        try:
            survey = services.start_round(found, form.cleaned_data["title"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect(survey)
    return _series_page(request, found, form)


def _round_url(pk: int) -> str:
    return reverse("surveys:round_new", args=[pk])


def _series_page(request: HttpRequest, found: SurveySeries, form: RoundForm) -> HttpResponse:
    context = {"page": work.series_page(found, request.user), "form": form}
    return render(request, "surveys/work/series.html", context)
