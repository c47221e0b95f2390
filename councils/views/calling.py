"""Answering a notice: in one tap for oneself, or noted by those who took the call."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from councils.forms.calling import NeedsForm, ReplyForm
from councils.models import Invitation, Meeting
from councils.queries import calling as queries
from councils.queries import meetings
from councils.services import calling as services
from councils.views.meeting_access import for_meeting


def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own notice: when, where, and three buttons."""
    user = signed_in(request)
    found = _own(request, pk)
    if request.method == "POST":
        try:
            saved = services.reply_to_invitation(found, request.POST.get("reply", ""), actor=user)
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            _tell(request, saved, "Tack, ditt svar är sparat.", services.TAKEN)
        return redirect("councils:invitation", pk)
    page = queries.invitation_page(found, user)
    form = NeedsForm(initial=page.needs, action=reverse("councils:needs", args=[pk]))
    return render(request, "councils/meetings/invitation.html", {"page": page, "form": form})


@require_POST
def needs(request: HttpRequest, pk: int) -> HttpResponse:
    """What one needs to take part."""
    found = _own(request, pk)
    form = NeedsForm(request.POST, action=reverse("councils:needs", args=[pk]))
    if form.is_valid():
        try:
            services.set_needs(
                found, form.cleaned_data["needs"], form.cleaned_data["note"], actor=signed_in(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Sparat. Vi ordnar det som går.")
            return redirect("councils:invitation", pk)
    page = queries.invitation_page(found, signed_in(request))
    return render(request, "councils/meetings/invitation.html", {"page": page, "form": form})


@for_meeting("councils.reply_for")
def reply_for(request: HttpRequest, meeting: Meeting, row: int) -> HttpResponse:
    """Note what somebody answered by phone."""
    found = queries.invitation_of(meeting, row)
    if found is None:
        raise Http404
    back = reverse("councils:meeting", args=[meeting.pk])
    form = ReplyForm(request.POST or None, invitation=found, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.reply_to_invitation(
                found, form.cleaned_data["reply"], actor=signed_in(request), by_phone=True
            )
        except DomainError as error:
            form.refuse(error)
        else:
            _tell(request, saved, "Svaret är antecknat.", services.TAKEN_BY_PHONE)
            return redirect(back)
    context = {"form": form, "heading": "Svar per telefon", "meeting": meeting, "said": found.mandate.name}
    return render(request, "councils/meetings/form.html", context)


@for_meeting("councils.view_needs")
def needs_for(request: HttpRequest, meeting: Meeting, row: int) -> HttpResponse:
    """Note what somebody said by phone that they need."""
    found = queries.invitation_of(meeting, row)
    if found is None:
        raise Http404
    back = reverse("councils:meeting", args=[meeting.pk])
    form = NeedsForm(request.POST or None, initial=queries.needs_of(found), action="")
    if request.method == "POST" and form.is_valid():
        try:
            services.set_needs(
                found, form.cleaned_data["needs"], form.cleaned_data["note"], actor=signed_in(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Sparat.")
            return redirect(back)
    context = {"form": form, "heading": "Behov", "meeting": meeting, "said": found.mandate.name}
    return render(request, "councils/meetings/form.html", context)


@for_meeting("councils.reply_for")
@require_POST
def letter_returned(request: HttpRequest, meeting: Meeting, row: int) -> HttpResponse:
    """Note that the letter with the call came back, so that somebody rings."""
    found = queries.invitation_of(meeting, row)
    if found is None:
        raise Http404
    try:
        services.record_returned_letter(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Antecknat. Personen står bland dem att ringa tills någon skriver in ett svar.")
    return redirect("councils:meeting", meeting.pk)


def _tell(request: HttpRequest, saved: Invitation, done: str, taken: str) -> None:
    """That the answer is saved, or that somebody else has the place so far."""
    waits = saved.wants_place_at is not None
    notify(request, taken if waits else done, mind=waits)


def _own(request: HttpRequest, pk: int) -> Invitation:
    user = signed_in(request)
    found: Invitation = get_object_or_404(meetings.own_invitations(user), pk=pk)
    if not user.has_perm("councils.reply", found):
        raise PermissionDenied
    return found
