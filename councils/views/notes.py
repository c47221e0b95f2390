"""In the room: notes that save themselves, what the council says, actions, who came."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError, EditConflictError
from common.notices import notify
from common.swedish import time_text
from councils.forms.notes import (
    ActionForm,
    AttendanceForm,
    CloseActionForm,
    DecisionForm,
    InternalForm,
    NoteForm,
)
from councils.forms.writing import submitted
from councils.models import Action, AgendaItem, Decision, Meeting
from councils.queries import agenda as agenda_queries
from councils.queries import notes as queries
from councils.services import actions, agenda, attendance, decisions, meetings
from councils.services import notes as services
from councils.views.item_access import for_item
from councils.views.meeting_access import for_meeting

_NOTE = "councils.take_notes"


@for_item(_NOTE)
def note(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Notes under one item. Without script the button saves."""
    user = signed_in(request)
    page = queries.note_page(item, user)
    form = NoteForm(request.POST or None, item=item, text=page.text, number=page.number)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        act = lambda: services.save_note(item, typed["text"], expected_version=typed["version"], actor=user)  # noqa: E731
        if submitted(form, act, lambda: queries.note_page(item, user).number):
            notify(request, "Anteckningen är sparad.")
            return redirect("councils:note", item.pk)
    internal = InternalForm(
        text=page.internal,
        number=page.internal_number,
        action=reverse("councils:note_internal", args=[item.pk]),
    )
    context = {"page": page, "frame": page.frame, "form": form, "internal": internal}
    return render(request, "councils/minutes/note.html", context)


@for_item(_NOTE)
@require_POST
def note_save(request: HttpRequest, item: AgendaItem) -> JsonResponse:
    """Save a note while it is written. 409 with the other's text when somebody saved in between."""
    form = NoteForm(request.POST, item=item, text="", number=0)
    if not form.is_valid():
        return JsonResponse({"message": " ".join(map(str, form.errors.get("text", [])))}, status=422)
    typed, user = form.cleaned_data, signed_in(request)
    try:
        saved = services.save_note(item, typed["text"], expected_version=typed["version"], actor=user)
    except EditConflictError as error:
        page = queries.note_page(item, user)
        return JsonResponse(
            {"message": error.message, "saved": page.text, "version": page.number}, status=409
        )
    except DomainError as error:
        return JsonResponse({"message": error.message}, status=422)
    return JsonResponse({"version": saved.version, "at": time_text(saved.updated_at)})


@for_item("councils.read_internal_notes")
def note_internal(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """What those who run the meeting remember for themselves."""
    user = signed_in(request)
    page = queries.note_page(item, user)
    form = InternalForm(
        request.POST or None,
        text=page.internal,
        number=page.internal_number,
        action=reverse("councils:note_internal", args=[item.pk]),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        act = lambda: services.save_internal_note(  # noqa: E731
            item, typed["internal"], expected_version=typed["version"], actor=user
        )
        if submitted(form, act, lambda: queries.note_page(item, user).internal_number):
            notify(request, "Den interna anteckningen är sparad.")
            return redirect("councils:note", item.pk)
    context = {"form": form, "frame": page.frame, "heading": "Intern anteckning"}
    return render(request, "councils/minutes/form.html", context)


@for_item(_NOTE)
@require_POST
def item_mark(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Say that an item is treated, or is to be taken up again."""
    treated, again = request.POST.get("treated") == "1", request.POST.get("again") == "1"
    act = lambda: agenda.mark_item(item, treated=treated, stays_open=again, actor=signed_in(request))  # noqa: E731
    return _done(request, act, "Sparat.", reverse("councils:note", args=[item.pk]))


@for_item(_NOTE)
def decision_add(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Write down what the council says."""
    user = signed_in(request)
    back = reverse("councils:note", args=[item.pk])
    form = DecisionForm(request.POST or None, council=item.council, decision=None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if submitted(form, lambda: decisions.add_decision(item, form.facts, form_key=key, actor=user)):
            notify(request, "Sparat.")
            return redirect(back)
    return _form(request, item, form, "Vad rådet säger")


def decision_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what the council says, or whom it goes to."""
    user, decision = signed_in(request), _decision(request, pk)
    back = reverse("councils:note", args=[decision.item_id])
    form = DecisionForm(
        request.POST or None, council=decision.item.council, decision=decision, cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        act = lambda: decisions.edit_decision(decision, form.facts, expected_version=version, actor=user)  # noqa: E731
        if submitted(form, act, lambda: agenda_queries.version_of(decision)):
            notify(request, "Sparat.")
            return redirect(back)
    remove = reverse("councils:decision_remove", args=[decision.pk])
    return _form(request, decision.item, form, f"Vad rådet säger, § {decision.number}", remove)


def decision_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision away; a GET leads back to it."""
    decision = _decision(request, pk)
    if request.method != "POST":
        return redirect("councils:decision_edit", pk)
    back = reverse("councils:note", args=[decision.item_id])
    act = lambda: decisions.remove_decision(decision, actor=signed_in(request))  # noqa: E731
    return _done(request, act, "Borttaget.", back)


@for_item(_NOTE)
def action_add(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Write down an action."""
    user = signed_in(request)
    back = reverse("councils:note", args=[item.pk])
    mandates = queries.mandates_of(agenda_queries.meeting_of(item))
    form = ActionForm(request.POST or None, mandates=mandates, action=None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if submitted(form, lambda: actions.add_action(item, form.facts, form_key=key, actor=user)):
            notify(request, "Åtgärden står på åtgärdslistan tills den är avslutad.")
            return redirect(back)
    return _form(request, item, form, "Ny åtgärd")


def action_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an action that is under way."""
    user, action = signed_in(request), _action(request, pk)
    back = reverse("councils:note", args=[action.item_id])
    mandates = queries.mandates_of(agenda_queries.meeting_of(action.item))
    form = ActionForm(request.POST or None, mandates=mandates, action=action, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        act = lambda: actions.edit_action(action, form.facts, expected_version=version, actor=user)  # noqa: E731
        if submitted(form, act, lambda: agenda_queries.version_of(action)):
            notify(request, "Åtgärden är sparad.")
            return redirect(back)
    return _form(request, action.item, form, "Ändra åtgärden")


def action_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell how an action went."""
    user, action = signed_in(request), _action(request, pk)
    back = reverse("councils:note", args=[action.item_id])
    form = CloseActionForm(
        request.POST or None, meetings=queries.held_meetings(action.council_id), cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        told = {"state": typed["state"], "outcome": typed["outcome"], "at": typed["meeting"], "actor": user}
        if submitted(form, lambda: actions.close_action(action, **told)):
            notify(request, "Åtgärden är avslutad.")
            return redirect(back)
    return _form(request, action.item, form, "Avsluta åtgärden", said=action.what)


@for_meeting("councils.run_meeting")
def attend(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Who came; and that the meeting is held."""
    user = signed_in(request)
    form = AttendanceForm(
        request.POST or None,
        meeting=meeting,
        invitations=queries.called_to(meeting),
        uncalled=queries.not_called_to(meeting),
        bodies=queries.guest_bodies(meeting),
        cancel_url=reverse("councils:agenda", args=[meeting.pk]),
    )
    if request.method == "POST" and form.is_valid():
        act = lambda: attendance.record_attendance(  # noqa: E731
            meeting, came=form.present, guests=form.guests, uncalled=form.uncalled_present, actor=user
        )
        if submitted(form, act):
            notify(request, "Närvaron är sparad.")
            return redirect("councils:attendance", meeting.pk)
    frame = agenda_queries.meeting_frame(meeting, user, "councils:attendance")
    context = {"form": form, "frame": frame, "can_hold": agenda_queries.can_hold(meeting)}
    context["waits"] = queries.attendance_waits(meeting)
    return render(request, "councils/minutes/attendance.html", context)


@for_meeting("councils.run_meeting")
@require_POST
def hold(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Say that the meeting is held."""
    act = lambda: meetings.hold_meeting(meeting, actor=signed_in(request))  # noqa: E731
    words = "Mötet är hållet. Det som inte hanns med kommer tillbaka på nästa dagordning."
    return _done(request, act, words, reverse("councils:attendance", args=[meeting.pk]))


def _decision(request: HttpRequest, pk: UUID) -> Decision:
    user = signed_in(request)
    found: Decision = get_object_or_404(queries.decisions_for(user), pk=pk)
    if not user.has_perm(_NOTE, found):
        raise PermissionDenied
    return found


def _action(request: HttpRequest, pk: UUID) -> Action:
    user = signed_in(request)
    found: Action = get_object_or_404(queries.actions_for(user), pk=pk)
    if not user.has_perm(_NOTE, found):
        raise PermissionDenied
    return found


def _form(
    request: HttpRequest, item: AgendaItem, form: object, heading: str, remove_url: str = "", said: str = ""
) -> HttpResponse:
    meeting = agenda_queries.meeting_of(item)
    context = {
        "form": form,
        "frame": agenda_queries.meeting_frame(meeting, signed_in(request), "councils:agenda"),
        "heading": heading,
        "said": said or item.title,
        "remove_url": remove_url,
    }
    return render(request, "councils/minutes/form.html", context)


def _done(request: HttpRequest, act: Callable[[], object], words: str, back: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words)
    return redirect(back)
