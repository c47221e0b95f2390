"""A dialogue meeting in the workspace, and `/dialogmoten/` for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from common.page_cache import cached_page
from councils.forms.dialogues import DialogueForm, OutcomeForm, ResumeForm
from councils.models import Meeting
from councils.queries import dialogues as queries
from councils.services import dialogues as services
from councils.views.meeting_access import difference, for_meeting


@cached_page(rooms=("councils", "associations", "organisations", "surveys"))
@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponseBase:
    """Each area's next dialogue meeting, and what was heard at those that have been."""
    return render(request, "councils/dialogues/list.html", {"areas": queries.public_areas()})


@for_meeting("councils.run_meeting")
def dialogue_edit(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Host, questions, who is invited."""
    dialogue = queries.dialogue_or_404(meeting)
    back = reverse("councils:meeting", args=[meeting.pk])
    form = DialogueForm(request.POST or None, dialogue=dialogue, cancel_url=back)
    conflict = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.edit_dialogue(
                meeting,
                form.facts,
                municipalities=list(data["municipalities"]),
                units=list(data["units"]),
                expected_version=data["version"],
                actor=signed_in(request),
            )
        except DomainError as error:
            form.refuse(error)
            conflict = difference(error)
        else:
            notify(request, "Sparat.")
            return redirect(back)
    context = {"form": form, "heading": "Värd, frågor och inbjudna", "meeting": meeting, "conflict": conflict}
    return render(request, "councils/meetings/form.html", context)


@for_meeting("councils.run_meeting")
def dialogue_record(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """How many came, what was heard, which step."""
    dialogue = queries.dialogue_or_404(meeting)
    back = reverse("councils:meeting", args=[meeting.pk])
    form = OutcomeForm(request.POST or None, dialogue=dialogue, cancel_url=back)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.record_dialogue(
                meeting,
                form.outcome,
                expected_version=form.cleaned_data["version"],
                actor=signed_in(request),
            )
        except DomainError as error:
            form.refuse(error)
            conflict = difference(error)
        else:
            notify(request, "Sparat. Det visas på sidan om dialogmöten.")
            return redirect(back)
    context = {"form": form, "heading": "Efter mötet", "meeting": meeting, "conflict": conflict}
    return render(request, "councils/meetings/form.html", context)


@for_meeting("councils.run_meeting")
@require_POST
def slip_open(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Open the participants' three questions."""
    try:
        services.open_slip(meeting, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Lappen är öppen. Skriv ut affischen med QR-koden, eller formuläret på papper.")
    return redirect("councils:meeting", meeting.pk)


@for_meeting("councils.run_meeting")
@require_POST
def slip_close(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Close them, and count."""
    try:
        services.close_slip(meeting, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Lappen är stängd.")
    return redirect("councils:meeting", meeting.pk)


@for_meeting("councils.run_meeting")
def council_resume(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Record that a paused council begins again."""
    queries.dialogue_or_404(meeting)
    back = reverse("councils:meeting", args=[meeting.pk])
    councils = queries.paused_councils(signed_in(request))
    form = ResumeForm(request.POST or None, councils=councils, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            services.resume_council(meeting, form.cleaned_data["council"], actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Rådet är aktivt igen.")
            return redirect(back)
    context = {"form": form, "heading": "Ett vilande råd börjar igen", "meeting": meeting}
    return render(request, "councils/meetings/form.html", context)
