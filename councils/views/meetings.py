"""Meetings in the workspace: list, plan, change, cancel, the meeting's page and its calendar file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify
from common.swedish import count_text, today
from councils.forms.meetings import CancelForm, MeetingForm, SeriesForm, YearForm
from councils.models import Council, Meeting
from councils.queries import meetings as queries
from councils.queries.agenda import meeting_frame
from councils.services import calling
from councils.services import meetings as services
from councils.services.meeting_letters import calendar_file
from councils.services.year_plan import plan_year
from councils.views.meeting_access import difference, for_meeting


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings ahead, or those that have been."""
    user = signed_in(request)
    if not queries.may_list(user):
        raise PermissionDenied
    held = request.GET.get("visa") == "varit"
    found = queries.meeting_list(user, held=held, page=request.GET.get("sida", "1"))
    query = "visa=varit" if held else ""
    return render(request, "councils/meetings/list.html", {"found": found, "query": query})


@for_meeting()
@require_safe
def meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """One meeting: called, replies, needs, papers."""
    user = signed_in(request)
    page = queries.meeting_page(meeting, user)
    if page.opened:
        trail.record_all_opened(page.opened, actor=user)
    frame = meeting_frame(meeting, user, "councils:meeting")
    context = {"page": page, "meeting": meeting, "frame": frame}
    return render(request, "councils/meetings/meeting.html", context)


def meeting_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan one meeting."""
    council = _council(request, slug)
    back = reverse("councils:meetings")
    form = MeetingForm(request.POST or None, council=council, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            planned = services.plan_meeting(
                council, form.facts, actor=signed_in(request), form_key=form.cleaned_data["form_key"]
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Mötet är planerat. Ingen är kallad än.")
            return redirect("councils:meeting", planned.pk)
    return _form(request, form, "Nytt möte", said=council.name)


def series_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a year's meetings: days proposed, to be changed before they are saved."""
    council = _council(request, slug)
    asked = YearForm(
        request.GET or None, initial={"ar": today().year, "antal": 1 if council.is_dialogue else 2}
    )
    chosen = asked.cleaned_data if asked.is_valid() else asked.initial
    days = queries.proposed_days(chosen["ar"], chosen["antal"])
    form = SeriesForm(
        request.POST or None, council=council, days=days, cancel_url=reverse("councils:meetings")
    )
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_year(
                [(council, form.series)], actor=signed_in(request), form_key=form.cleaned_data["form_key"]
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(
                request, f"{count_text(len(planned), 'möte', 'möten', neuter=True).capitalize()} planerade."
            )
            return redirect("councils:wheel", planned[0].day.year)
    context = {"asked": asked, "form": form, "council": council}
    return render(request, "councils/meetings/series.html", context)


@for_meeting("councils.run_meeting")
def meeting_edit(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Change time, place and facts."""
    back = reverse("councils:meeting", args=[meeting.pk])
    form = MeetingForm(request.POST or None, council=meeting.council, meeting=meeting, cancel_url=back)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting(
                meeting,
                form.facts,
                expected_version=form.cleaned_data["version"] or 0,
                actor=signed_in(request),
            )
        except DomainError as error:
            form.refuse(error)
            conflict = difference(error)
        else:
            notify(request, "Ändringen är sparad.")
            return redirect(back)
    return _form(request, form, "Ändra mötet", meeting=meeting, conflict=conflict)


@for_meeting("councils.run_meeting")
def meeting_cancel(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Cancel, and say why."""
    back = reverse("councils:meeting", args=[meeting.pk])
    form = CancelForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_meeting(meeting, form.cleaned_data["because"], actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Mötet är inställt. De som var kallade har fått veta det.")
            return redirect(back)
    return _form(request, form, "Ställ in mötet", meeting=meeting)


@for_meeting("councils.run_meeting")
@require_POST
def meeting_resume(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Take a cancelled meeting up again."""
    try:
        services.resume_meeting(meeting, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Mötet är planerat igen. Skicka en ny kallelse.")
    return redirect("councils:meeting", meeting.pk)


@for_meeting("councils.run_meeting")
@require_POST
def meeting_call(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Call everybody who sits in the council that day."""
    try:
        number = calling.call_meeting(meeting, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Kallelsen är skickad till {count_text(number, 'person', 'personer')}.")
    return redirect("councils:meeting", meeting.pk)


@for_meeting("councils.read_papers")
@require_safe
def meeting_ics(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """The meeting as a calendar file."""
    response = HttpResponse(calendar_file(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return response


def _council(request: HttpRequest, slug: str) -> Council:
    """Return the council if the person plans its meetings; 404 or 403 otherwise."""
    user = signed_in(request)
    council: Council = get_object_or_404(queries.plannable(user), slug=slug)
    if not user.has_perm("councils.run_meeting", council):
        raise PermissionDenied
    return council


def _form(
    request: HttpRequest,
    form: Any,
    heading: str,
    *,
    meeting: Meeting | None = None,
    said: str = "",
    conflict: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    context = {"form": form, "heading": heading, "meeting": meeting, "said": said, "conflict": conflict}
    return render(request, "councils/meetings/form.html", context)
