"""The interview itself, one page at a time. Every page works as a plain form."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.interviews import keep_typed, typed_fields
from revisions.models import Interview
from revisions.queries.interview_entry import (
    AreaPage,
    area_page,
    check_page,
    device_mark,
    first_open_area,
    has_answers,
    has_double,
    is_gone,
    unopened_area,
)
from revisions.services import interviews as services
from revisions.services.interview_answers import choose_answer, save_answer
from revisions.services.material import record_openings
from revisions.views.interview_access import for_interview

NOTHING_LEFT = "Inget av intervjun finns kvar."


@for_interview()
@require_GET
def interview(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Go to where the interview is: consent, the first open area, or the check."""
    if interview.status in {Interview.Status.PLANNED, Interview.Status.DECLINED}:
        return redirect("revisions:interview_consent", interview.pk)
    if not has_answers(interview):
        if is_gone(interview):
            notify(request, NOTHING_LEFT, mind=True)
        return redirect("revisions:interviews", interview.audit_id)
    if interview.status == Interview.Status.ONGOING:
        return redirect("revisions:interview_area", interview.pk, first_open_area(interview))
    return redirect("revisions:interview_check", interview.pk)


@for_interview()
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Read the information aloud; the person says yes or no."""
    if interview.status not in {Interview.Status.PLANNED, Interview.Status.DECLINED}:
        return redirect("revisions:interview", interview.pk)
    information = services.latest_information(interview.audit)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            return _consent_given_or_not(request, interview)
        except DomainError as refused:
            error = refused
    context = {"interview": interview, "information": information, "error": error}
    return render(request, "revisions/interviews/consent.html", context)


def _consent_given_or_not(request: HttpRequest, interview: Interview) -> HttpResponse:
    user = signed_in(request)
    if "nej" in request.POST:
        services.decline_interview(interview, actor=user)
        notify(request, "Tack för att du frågade. Inget annat sparas än att någon sa nej.")
        return redirect("revisions:interviews", interview.audit_id)
    information = services.latest_information(interview.audit)
    if information is None or str(information.number) != request.POST.get("text", ""):
        raise DomainError("Texten har fått en ny version. Läs upp den som står här nu.", field="consent")
    services.begin_interview(interview, information, consent="consent" in request.POST, actor=user)
    return redirect("revisions:interview_area", interview.pk, 1)


@for_interview()
@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, interview: Interview, number: int) -> HttpResponse:
    """One area of the guide. Opening it is on the trail."""
    if not has_answers(interview):
        return redirect("revisions:interview", interview.pk)
    user = signed_in(request)
    try:
        page = area_page(interview, number)
    except DomainError as error:
        return _closed_text(request, interview, number, error)
    if page is None:
        raise Http404
    record_openings([interview], actor=user)
    if request.method == "POST":
        _save_typed(request, page)
        if not page.errors:
            refused = _refused_choice(request, page)
            if refused is None:
                return redirect(_next_address(request, page))
            page = refused
    context = {"interview": interview, "page": page, "person": device_mark(user)}
    return render(request, "revisions/interviews/area.html", context)


def _save_typed(request: HttpRequest, page: AreaPage) -> None:
    """Save every touched field by itself: one that is refused stays in the page, the others are stored."""
    for field, written in typed_fields(request.POST, page.fields):
        if written is None:
            continue
        try:
            stored = save_answer(page.interview, written, actor=signed_in(request))
        except DomainError as error:
            field.error = error.message
        else:
            field.base, field.was, field.save_id = stored.revision, field.mark, uuid4()


def _refused_choice(request: HttpRequest, page: AreaPage) -> AreaPage | None:
    """Choose between two texts, when such a button was pressed; return the page anew when that went wrong."""
    question, _, rest = request.POST.get("choose", "").partition(":")
    keep, _, revision = rest.partition(":")
    field = next((one for one in page.fields if one.key == question), None)
    if field is None:
        return None
    try:
        choose_answer(
            page.interview,
            field.question.pk,
            keep,
            expected_revision=int(revision) if revision.isdecimal() else 0,
            actor=signed_in(request),
        )
    except DomainError as error:
        fresh = area_page(page.interview, page.number) or page
        for one in fresh.fields:
            one.error = error.message if one.key == question else ""
        return fresh
    return None


def _next_address(request: HttpRequest, page: AreaPage) -> str:
    """Where the pressed button leads. A text that became double is shown at once, side by side."""
    if has_double(page) or "choose" in request.POST or "stanna" in request.POST:
        return reverse("revisions:interview_area", args=[page.interview.pk, page.number])
    if "pausa" in request.POST:
        return reverse("revisions:interview_pause", args=[page.interview.pk])
    target = page.previous if "bak" in request.POST else page.next
    if target is None:
        return reverse("revisions:interview_check", args=[page.interview.pk])
    return reverse("revisions:interview_area", args=[page.interview.pk, target])


def _closed_text(request: HttpRequest, interview: Interview, number: int, error: DomainError) -> HttpResponse:
    """The key store is away, or the key is gone: say so calmly, touch nothing, and keep what was typed."""
    page = unopened_area(interview, number) if request.method == "POST" else None
    if page is not None and keep_typed(request.POST, page, error.message):
        person = device_mark(request.user)
        context = {"interview": interview, "page": page, "person": person, "closed": True}
        response = render(request, "revisions/interviews/area.html", context, status=503)
    else:
        context = {"interview": interview, "error": error}
        response = render(request, "revisions/interviews/unreadable.html", context, status=503)
    # A phone's service worker takes a bare 503 for a portal that is away.
    response["X-Portal"] = "unreadable"
    return response


@for_interview()
@require_GET
def pause(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Rest: go on, stop for today, talk with somebody, clear the phone."""
    if not has_answers(interview):
        return redirect("revisions:interview", interview.pk)
    context = {
        "interview": interview,
        "person": device_mark(request.user),
        "go_on": first_open_area(interview),
    }
    return render(request, "revisions/interviews/pause.html", context)


@for_interview()
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, interview: Interview) -> HttpResponse:
    """What is written where, before the interview is called done."""
    if not has_answers(interview):
        return redirect("revisions:interview", interview.pk)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            services.finish_interview(interview, actor=signed_in(request))
        except DomainError as refused:
            error = refused
        else:
            notify(request, f"{interview.code} är klar. Tack. Ta en paus, och kom till eftersamtalet.")
            return redirect("revisions:interviews", interview.audit_id)
    context = {"page": check_page(interview), "interview": interview, "error": error}
    return render(
        request, "revisions/interviews/check.html", {**context, "person": device_mark(request.user)}
    )
