"""Buttons: send, publish, cancel, remove, copy, and their undoing. Undo instead of "are you sure"."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.people import signed_in
from calendar_app.forms.events.note import NoteForm
from calendar_app.forms.events.values import plan_values
from calendar_app.forms.events.when import MoveForm
from calendar_app.models import Event, Occurrence
from calendar_app.queries.occurrence import when_text
from calendar_app.queries.work.event import event_work_page, permissions
from calendar_app.queries.work.reach import deleted_events, events_for, occurrences_for, work_links
from calendar_app.services import changes, flow
from calendar_app.services.content import TimePlan
from calendar_app.services.events import clone_event
from calendar_app.services.schedule import plan_of_occurrence
from common.actors import Actor
from common.errors import DomainError
from common.notices import notify


@dataclass(frozen=True)
class _Action:
    """What a button does, who may press it, what is said afterwards and which button undoes it."""

    run: Callable[..., None]
    permission: str
    done: str
    undo: str = ""


_ACTIONS = {
    "skicka": _Action(
        flow.propose_event,
        "propose_event",
        "”{title}” är skickad till samordnaren. Det brukar ta en dag.",
        "dra-tillbaka",
    ),
    "dra-tillbaka": _Action(flow.withdraw_event, "withdraw_event", "”{title}” är ett utkast igen.", "skicka"),
    "publicera": _Action(flow.publish_event, "publish_event", "”{title}” är publicerad.", "till-utkast"),
    "avpublicera": _Action(
        flow.unpublish_event,
        "unpublish_event",
        "”{title}” syns inte längre i kalendern. Den väntar på granskning.",
        "publicera",
    ),
    "till-utkast": _Action(
        partial(flow.unpublish_event, to="draft"),
        "unpublish_event",
        "”{title}” är ett utkast igen och syns inte i kalendern.",
        "publicera",
    ),
    "stall-in": _Action(
        flow.cancel_event,
        "cancel_event",
        "”{title}” är inställd. Den står kvar i kalendern som inställd.",
        "ta-tillbaka",
    ),
    "ta-tillbaka": _Action(flow.restore_event, "cancel_event", "”{title}” blir av.", "stall-in"),
    "ta-bort": _Action(flow.delete_draft, "delete_event", "Utkastet är borttaget.", "angra-borttagning"),
    "angra-borttagning": _Action(flow.restore_draft, "delete_event", "Utkastet är tillbaka."),
}


def event_action(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Press one of the event's buttons."""
    user = signed_in(request)
    wanted = _ACTIONS.get(action)
    if wanted is None:
        raise Http404
    event = get_object_or_404(_reachable(user, action), pk=pk)
    if not user.has_perm(f"calendar_app.{wanted.permission}", event):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    undo = "avpublicera" if action == "publicera" and event.status == "proposed" else wanted.undo
    try:
        wanted.run(event, actor=user)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        undo_url = reverse("calendar_app:event_action", args=[pk, undo]) if undo else ""
        notify(request, wanted.done.format(title=event.title), undo_url=undo_url)
    return redirect(_next(request, user, event))


def event_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy the activity to the next term, and open the copy."""
    user = signed_in(request)
    event = get_object_or_404(events_for(user).with_organisers(), pk=pk)
    if not user.has_perm("calendar_app.copy_event", event):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        copy = clone_event(event, actor=user, form_key=_form_key(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("calendar_app:event_work", pk)
    undo = reverse("calendar_app:event_action", args=[copy.pk, "ta-bort"])
    notify(request, "Det här är en kopia till nästa termin. Se över datum och plats.", undo_url=undo)
    return redirect("calendar_app:event_edit", copy.pk)


def event_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a proposal back to its association with a reason."""
    user = signed_in(request)
    event = get_object_or_404(events_for(user).with_organisers(), pk=pk)
    if not user.has_perm("calendar_app.review_events", event):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {
            "page": event_work_page(event, user),
            "may": permissions(event, user),
            "crumbs": [work_links(user)],
            "note_form": form,
        }
        return render(request, "calendar_app/work/event.html", context)
    try:
        flow.withdraw_event(event, note=form.cleaned_data["note"], actor=user)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"”{event.title}” är skickad tillbaka till föreningen.")
    return redirect("calendar_app:work_waiting")


def occurrence_action(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Cancel one time, or undo that."""
    user = signed_in(request)
    services: dict[str, tuple[Callable[..., None], str, str]] = {
        "stall-in": (flow.cancel_occurrence, "{when} är inställd.", "ta-tillbaka"),
        "ta-tillbaka": (flow.restore_occurrence, "{when} blir av.", "stall-in"),
    }
    if action not in services:
        raise Http404
    occurrence = get_object_or_404(occurrences_for(user), pk=pk)
    if not user.has_perm("calendar_app.cancel_event", occurrence.event):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    run, words, undo = services[action]
    try:
        run(occurrence, actor=user)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        when = when_text(occurrence).capitalize()
        undo_url = reverse("calendar_app:occurrence_action", args=[pk, undo])
        notify(request, words.format(when=when), undo_url=undo_url)
    return redirect(reverse("calendar_app:event_work", args=[occurrence.event_id]) + "#tider")


@require_http_methods(["GET", "POST"])
def occurrence_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one time another day or clock; without the right to publish it becomes a proposal."""
    user = signed_in(request)
    occurrence = get_object_or_404(occurrences_for(user), pk=pk)
    event = occurrence.event
    if not user.has_perm("calendar_app.edit_event", event):
        raise PermissionDenied
    at_once = not event.is_public or user.has_perm("calendar_app.publish_event", event)
    back_url = reverse("calendar_app:event_work", args=[event.pk])
    form = MoveForm(
        request.POST or None,
        initial=plan_values(plan_of_occurrence(occurrence)),
        back_url=back_url,
        button="Flytta" if at_once else "Skicka ny tid för granskning",
        hint="" if at_once else "Den gamla tiden ligger kvar tills samordnaren har godkänt den nya.",
    )
    if request.method == "POST" and form.is_valid() and form.span:
        start, end, all_day = form.span
        plan = TimePlan(start=start, end=end, all_day=all_day)
        try:
            words = _move(occurrence, plan, actor=user, at_once=at_once)
        except DomainError as error:
            field = {"start": "day", "end": "ends"}.get(error.field or "")
            form.add_error(field, error.message)
        else:
            notify(request, words)
            return redirect(f"{back_url}#tider")
    context = {
        "event": event,
        "form": form,
        "when": when_text(occurrence),
        "crumbs": [work_links(user), (event.title, back_url)],
    }
    return render(request, "calendar_app/work/move.html", context)


def _move(occurrence: Occurrence, plan: TimePlan, *, actor: Actor, at_once: bool) -> str:
    if at_once:
        flow.move_occurrence(occurrence, plan.start, plan.end, all_day=plan.all_day, actor=actor)
        return f"Flyttad till {when_text(occurrence)}."
    changes.propose_move(occurrence, plan, actor=actor)
    return "Den nya tiden är skickad till samordnaren. Den gamla ligger kvar tills den är godkänd."


def _form_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _reachable(user: User, action: str) -> QuerySet[Event]:
    if action == "angra-borttagning":
        return deleted_events(user)
    return events_for(user).with_organisers()


def _next(request: HttpRequest, user: User, event: Event) -> str:
    """Return where the person came from within the working pages, else the event's page."""
    if not events_for(user).filter(pk=event.pk).exists():
        # Removed, or a draft again that only its association sees.
        return work_links(user)[1]
    wanted = request.POST.get("next", "")
    if wanted.startswith("/kalender/arbete/") and url_has_allowed_host_and_scheme(wanted, request.get_host()):
        return wanted
    return reverse("calendar_app:event_work", args=[event.pk])
