"""The list of interviews, and planning, calling off, withdrawing one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people import signed_in
from common.errors import DomainError, EditConflictError
from common.notices import notify
from revisions.forms.interviews import PlanForm, WithdrawForm
from revisions.models import Interview, UserAudit
from revisions.queries.frame import audit_frame
from revisions.queries.interview_entry import device_mark
from revisions.queries.interviews import interview_list
from revisions.services import interviews as services
from revisions.views.access import for_audit
from revisions.views.interview_access import for_interview

FORM = "revisions/interviews/form.html"
PART = "revisions:interviews"


@for_audit("revisions.read_guide")
def interviews(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The audit's interviews: one's own first."""
    user = signed_in(request)
    page = interview_list(audit, user)
    context = {"page": page, "frame": page.frame, "person": device_mark(user)}
    return render(request, "revisions/interviews/list.html", context)


@for_audit("revisions.write_interview")
@require_http_methods(["GET", "POST"])
def interview_new(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Plan an interview; the portal gives it its code."""
    user = signed_in(request)
    form = PlanForm(request.POST or None, audit=audit, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            interview = services.plan_interview(audit, form.plan(), actor=user)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            notify(request, f"{interview.code} är planerad. Skriv koden på papperskortet, aldrig ett namn.")
            return redirect(PART, audit.pk)
    frame = audit_frame(audit, user, current=PART)
    return render(request, FORM, {"form": form, "frame": frame, "heading": "Planera en intervju"})


@for_interview()
@require_http_methods(["GET", "POST"])
def interview_edit(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Change the plan."""
    user = signed_in(request)
    form = PlanForm(request.POST or None, audit=interview.audit, interview=interview, user=user)
    conflict: dict[str, tuple[str, str]] = {}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.edit_interview_plan(interview, form.plan(), expected_version=version, actor=user)
        except EditConflictError as error:
            form.add_error(None, error.message)
            conflict = error.changed
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            notify(request, f"{interview.code} är ändrad.")
            return redirect(PART, interview.audit_id)
    frame = audit_frame(interview.audit, user, current=PART)
    context = {"form": form, "frame": frame, "heading": f"Ändra {interview.code}", "conflict": conflict}
    return render(request, FORM, {**context, "interview": interview})


@for_interview()
@require_POST
def interview_cancel(request: HttpRequest, interview: Interview) -> HttpResponse:
    """It never came about."""
    return _done(request, interview, services.cancel_interview, f"{interview.code} blev inte av.")


@for_interview()
@require_POST
def interview_reopen(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Go on with one that was closed."""
    return _done(request, interview, services.reopen_interview, f"{interview.code} är öppen igen.")


@for_interview("revisions.lead_audit")
@require_POST
def worry_settle(request: HttpRequest, interview: Interview) -> HttpResponse:
    """The lead has taken up the worry."""
    return _done(request, interview, services.settle_worry, "Noterat att du har tagit upp det.")


@for_interview()
@require_http_methods(["GET", "POST"])
def interview_withdraw(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Take the interview back for the person: shredded alone, until the answers are read together."""
    user = signed_in(request)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["confirmation"]
        try:
            services.withdraw_interview(interview, confirmation=typed, actor=user)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            notify(
                request,
                f"{interview.code} är borttagen. Ingen kan längre läsa den, inte heller i gamla kopior.",
            )
            return redirect(PART, interview.audit_id)
    frame = audit_frame(interview.audit, user, current=PART)
    context = {"form": form, "frame": frame, "interview": interview}
    return render(request, "revisions/interviews/withdraw.html", context)


def _done(request: HttpRequest, interview: Interview, service: services.Move, words: str) -> HttpResponse:
    try:
        service(interview, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words)
    return redirect(PART, interview.audit_id)
