"""Poster, paper form and results as PDF, made when they are asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from surveys.pdf import draw
from surveys.queries.results import results_for
from surveys.views.access import survey_or_404


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice for the wall: what, why, the code and its QR."""
    survey = survey_or_404(request, pk)
    return _pdf(draw.poster(survey), f"affisch-{survey.code}.pdf")


@require_safe
def paper_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions on paper, with boxes and room to write."""
    survey = survey_or_404(request, pk)
    return _pdf(draw.paper_form(survey), f"formular-{survey.code}.pdf")


@require_safe
def results_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The published counts on paper."""
    survey = survey_or_404(request, pk, "surveys.see_counts")
    results = results_for(survey, request.user)
    if not results.is_shown:
        return redirect("surveys:results", pk=pk)
    return _pdf(draw.results(results), f"enkat-{survey.pk}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )
