"""Fetching through what a person finds (else 404) and asking what they may do (else 403)."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from common.errors import DomainError, EditConflictError
from surveys.models import Question, Survey, SurveySeries
from surveys.queries import work as queries


def survey_or_404(request: HttpRequest, pk: int, permission: str = "surveys.manage_survey") -> Survey:
    """Return the survey, for somebody who finds it and may do this with it."""
    survey = queries.survey_of(request.user, pk)
    if survey is None:
        raise Http404
    if not request.user.has_perm(permission, survey):
        raise PermissionDenied
    return survey


def question_or_404(survey: Survey, pk: UUID) -> Question:
    """Return one of the survey's questions."""
    question = queries.question_of(survey, pk)
    if question is None:
        raise Http404
    return question


def series_or_404(request: HttpRequest, pk: int) -> SurveySeries:
    """Return the series, for somebody who finds it."""
    series = queries.series_of(request.user, pk)
    if series is None:
        raise Http404
    return series


def difference(error: DomainError) -> list[dict[str, Any]] | None:
    """Return what ``components/diff.html`` shows; ``None`` when it was no conflict."""
    if not isinstance(error, EditConflictError):
        return None
    return [
        {"label": label, "old": saved, "new": typed, "changed": True}
        for label, (saved, typed) in error.changed.items()
    ]
