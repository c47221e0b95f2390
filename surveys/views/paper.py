"""Paper forms, typed in one after the other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from surveys import tokens
from surveys.forms.answers import AnswersForm
from surveys.queries.answering import questions_of
from surveys.services import paper
from surveys.services.answering import Sent
from surveys.views.access import survey_or_404
from surveys.views.answering import OLD_FORM


def paper_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper form; saving leads to the next."""
    survey = survey_or_404(request, pk)
    token = tokens.read_token(survey, request.POST.get("token", "")) if request.method == "POST" else None
    form = AnswersForm(questions_of(survey), request.POST if request.method == "POST" else None)
    if request.method == "POST" and token is None:
        form.add_error(None, OLD_FORM)
    elif token is not None and form.is_valid():
        try:
            sent = paper.type_in_paper(survey, form.answers(), token=token, actor=signed_in(request))
        except DomainError as error:
            form.add_refusal(error.field, error.message)
        else:
            words = "Formuläret är inskrivet." if sent is Sent.NOW else "Formuläret var redan inskrivet."
            undo = f"{reverse('surveys:paper_undo', args=[pk])}?t={tokens.signed_again(survey, token)}"
            notify(request, f"{words} Här är nästa.", undo_url=undo)
            return redirect("surveys:paper", pk=pk)
    signed = request.POST["token"] if token else tokens.new_token(survey)
    fields = [form.shown(place) for place in range(len(form.questions))]
    context = {"survey": survey, "form": form, "fields": fields, "token": signed}
    return render(request, "surveys/work/paper.html", context)


@require_POST
def paper_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the form that was just typed in."""
    survey = survey_or_404(request, pk)
    token = tokens.read_token(survey, request.GET.get("t", ""))
    try:
        gone = token is not None and paper.take_back_paper(survey, token=token, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Formuläret är borttaget." if gone else "Det finns inget att ångra.")
    return redirect("surveys:paper", pk=pk)
