"""The respondent's pages. They never look at the account, the session or the address of whoever asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.errors import DomainError
from surveys import tokens
from surveys.forms.answers import AnswersForm, CodeForm, ResumeForm
from surveys.models import Survey, SurveyStatus
from surveys.queries import answering as queries
from surveys.services import answering as services
from surveys.services.answering import Sent, SurveyClosedError
from surveys.views.anonymous import anonymous_page

#: Names of the buttons.
NEXT, BACK, SEND, PAUSE = "nasta", "tillbaka", "skicka", "pausa"
OLD_FORM = "Sidan hade stått öppen för länge eller var inte hel. Det du skrev står kvar. Tryck en gång till."


@anonymous_page
def find(request: HttpRequest) -> HttpResponse:
    """Take the code from a poster and lead to the survey."""
    form = CodeForm(request.GET if "kod" in request.GET else None)
    if form.is_bound and form.is_valid():
        typed = "".join(sign for sign in form.cleaned_data["kod"].lower() if sign.isalnum())
        survey = queries.public_survey(typed)
        if survey is not None:
            return redirect("answers:start", code=survey.code)
        form.add_error("kod", "Koden stämmer inte. Titta en gång till på affischen: det är sex tecken.")
    return render(request, "surveys/answer/find.html", {"form": form})


@anonymous_page
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Say who asks, why, and what happens with the answers. A single effect question stands here at once."""
    survey = _survey_or_404(code)
    if survey.code != code:
        return redirect("answers:start", code=survey.code)
    if survey.kind == Survey.Kind.EFFECT and survey.takes_answers:
        return _new_sheet(request, survey)
    total = len(queries.questions_of(survey))
    return render(request, "surveys/answer/start.html", {"survey": survey, "total": total})


@anonymous_page
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """The questions, and what the buttons under them do. Earlier answers travel in the form, not on the server."""
    survey = _survey_or_404(code)
    if request.method != "POST":
        return _new_sheet(request, survey)
    token = tokens.read_token(survey, request.POST.get("token", ""))
    form = AnswersForm(queries.questions_of(survey), request.POST)
    place = _place(request)
    if token is None:
        form.add_error(None, OLD_FORM)
        return _sheet(request, survey, form, tokens.new_token(survey), place)
    signed = request.POST["token"]
    if BACK in request.POST:
        return _sheet(request, survey, _unjudged(survey, request), signed, place - 1)
    if PAUSE in request.POST:
        return _pause(request, survey, form, token, place)
    if SEND in request.POST or queries.sheet(survey, form, signed, place).is_last:
        return _send(request, survey, form, token, place)
    if form.shown(place).errors:
        return _sheet(request, survey, form, signed, place)
    return _sheet(request, survey, _unjudged(survey, request), signed, place + 1)


@anonymous_page
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with what was put away."""
    survey = _survey_or_404(code)
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            paused = services.resume_answers(survey, form.cleaned_data["code"])
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            answers = AnswersForm(queries.questions_of(survey), given=paused.answers)
            signed = tokens.signed_again(survey, paused.token)
            return _sheet(request, survey, answers, signed, paused.position)
    return render(request, "surveys/answer/resume.html", {"survey": survey, "form": form})


@anonymous_page
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Say thank you."""
    again = request.GET.get("redan") == "1"
    return render(request, "surveys/answer/thanks.html", {"survey": _survey_or_404(code), "again": again})


def _send(request: HttpRequest, survey: Survey, form: AnswersForm, token: str, place: int) -> HttpResponse:
    signed = request.POST["token"]
    if not form.is_valid():
        return _sheet(request, survey, form, signed, form.first_error())
    try:
        sent = services.submit_answers(survey, form.answers(), token=token)
    except SurveyClosedError:
        return _closed(request, survey, form)
    except DomainError as error:
        form.add_refusal(error.field, error.message)
        return _sheet(request, survey, form, signed, form.first_error() if error.field else place)
    query = "?redan=1" if sent is Sent.ALREADY else ""
    return redirect(reverse("answers:thanks", args=[survey.code]) + query)


def _pause(request: HttpRequest, survey: Survey, form: AnswersForm, token: str, place: int) -> HttpResponse:
    signed = request.POST["token"]
    if not form.is_valid():
        return _sheet(request, survey, form, signed, form.first_error())
    try:
        code = services.pause_answers(survey, form.answers(), token=token, position=place)
    except SurveyClosedError:
        return _closed(request, survey, form)
    except DomainError as error:
        form.add_refusal(error.field, error.message)
        return _sheet(request, survey, form, signed, place)
    return render(request, "surveys/answer/paused.html", {"survey": survey, "code": code})


def _new_sheet(request: HttpRequest, survey: Survey) -> HttpResponse:
    form = AnswersForm(queries.questions_of(survey))
    if survey.status == SurveyStatus.CLOSED:
        return _closed(request, survey, form)
    if survey.status == SurveyStatus.PAUSED:
        return redirect("answers:start", code=survey.code)
    return _sheet(request, survey, form, tokens.new_token(survey), 0)


def _sheet(request: HttpRequest, survey: Survey, form: AnswersForm, signed: str, place: int) -> HttpResponse:
    sheet = queries.sheet(survey, form, signed, place)
    return render(request, "surveys/answer/questions.html", {"sheet": sheet, "form": form})


def _closed(request: HttpRequest, survey: Survey, form: AnswersForm) -> HttpResponse:
    return render(request, "surveys/answer/closed.html", {"survey": survey, "written": form.written()})


def _unjudged(survey: Survey, request: HttpRequest) -> AnswersForm:
    """The same answers on another page: it begins without errors. What is wrong is said when the form is sent."""
    form = AnswersForm(queries.questions_of(survey), request.POST)
    form.forget_errors()
    return form


def _place(request: HttpRequest) -> int:
    typed = request.POST.get("sida", "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def _survey_or_404(code: str) -> Survey:
    survey = queries.public_survey(code)
    if survey is None:
        raise Http404
    return survey
