"""A draft's questions: new, changed, moved, removed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from surveys.forms.work import QuestionForm
from surveys.models import Survey
from surveys.services import writing
from surveys.views.access import difference, question_or_404, survey_or_404


def question_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a question."""
    survey = survey_or_404(request, pk)
    form = QuestionForm(request.POST or None, cancel_url=survey.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            writing.add_question(survey, form.facts(), actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _back(survey)
    return render(request, "surveys/work/form.html", {"form": form, "title": "Ny fråga", "survey": survey})


def question_edit(request: HttpRequest, pk: int, question: UUID) -> HttpResponse:
    """Change a question."""
    survey = survey_or_404(request, pk)
    row = question_or_404(survey, question)
    mark = writing.mark_of(row)
    saved = {"kind": row.kind, "text": row.text, "hint": row.hint, "options": "\n".join(row.options)}
    form = QuestionForm(
        request.POST or None, initial=saved | {"seen": mark}, cancel_url=survey.get_absolute_url()
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or None
        try:
            writing.edit_question(row, form.facts(), expected=seen, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, mark=mark)
            conflict = difference(error)
        else:
            return _back(survey)
    context = {"form": form, "title": "Ändra frågan", "survey": survey, "conflict": conflict}
    return render(request, "surveys/work/form.html", context, status=409 if conflict else 200)


@require_POST
def question_move(request: HttpRequest, pk: int, question: UUID) -> HttpResponse:
    """Move a question up or down."""
    survey = survey_or_404(request, pk)
    row = question_or_404(survey, question)
    try:
        writing.move_question(row, up="upp" in request.POST, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    return _back(survey)


@require_POST
def question_delete(request: HttpRequest, pk: int, question: UUID) -> HttpResponse:
    """Remove a question."""
    survey = survey_or_404(request, pk)
    row = question_or_404(survey, question)
    try:
        writing.delete_question(row, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    return _back(survey)


def _back(survey: Survey) -> HttpResponse:
    return redirect(f"{reverse('surveys:survey', args=[survey.pk])}#fragor")
