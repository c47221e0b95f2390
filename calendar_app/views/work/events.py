"""One activity: write it, change it, look at it."""

import re
import uuid
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people import signed_in
from calendar_app.forms.events.activity import EventForm
from calendar_app.forms.events.note import NoteForm
from calendar_app.forms.events.values import initial_values, new_values
from calendar_app.models import Event, Occurrence
from calendar_app.queries import preview as previews
from calendar_app.queries.occurrence import when_text
from calendar_app.queries.work.change import change_rows, waiting_change
from calendar_app.queries.work.event import event_work_page, permissions
from calendar_app.queries.work.plans import has_scattered_times, is_repeated, plan_for_scope, plan_text
from calendar_app.queries.work.reach import events_for, work_links
from calendar_app.services import changes
from calendar_app.services.changes import EditOutcome, submit_edit
from calendar_app.services.content import content_of
from calendar_app.services.entry import Goal, enter_event, send_on
from calendar_app.services.events import Scope
from common.errors import DomainError, EditConflictError
from common.notices import notify

_DONE = {
    "draft": "Utkastet är sparat. Du kan gå härifrån och fortsätta en annan dag.",
    "proposed": "Aktiviteten är skickad till samordnaren. Det brukar ta en dag innan den syns i kalendern.",
    "published": "Aktiviteten är publicerad och syns i kalendern.",
}
_UNDO = {"proposed": "dra-tillbaka", "published": "till-utkast"}


@require_http_methods(["GET", "POST"])
@permission_required("calendar_app.add_event", raise_exception=True)
def event_new(request: HttpRequest) -> HttpResponse:
    """Write a new activity."""
    user = signed_in(request)
    _, list_url = work_links(user)
    if request.method == "GET":
        form = EventForm(user=user, initial=new_values(user), back_url=list_url)
        return _form_page(request, form, "Ny aktivitet")
    wants = request.POST.get("wants", "draft")
    form = EventForm(request.POST, request.FILES, user=user, wants=wants, back_url=list_url)
    if form.is_valid() and form.plan and wants in set(Goal):
        try:
            event = enter_event(
                form.content,
                form.plan,
                goal=Goal(wants),
                actor=user,
                attachment=form.upload,
                form_key=form.cleaned_data.get("form_key") or uuid.uuid4(),
            )
        except DomainError as error:
            form.add_service_error(error)
        else:
            return _saved(request, event)
    return _form_page(request, form, "Ny aktivitet")


@require_http_methods(["GET", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an activity, or one time of it, or the times from one on."""
    user = signed_in(request)
    event = get_object_or_404(events_for(user).with_organisers(), pk=pk)
    if not user.has_perm("calendar_app.edit_event", event):
        raise PermissionDenied
    occurrence = _chosen(request, event)
    repeated = is_repeated(event)
    if occurrence is not None and repeated and "galler" not in request.GET:
        return render(request, "calendar_app/work/scope.html", _scope_context(event, occurrence))
    scope = _scope(request, occurrence)
    form = _edit_form(request, event, occurrence, scope)
    if request.method == "POST" and form.is_valid() and form.wants != "preview":
        try:
            saved, outcome = submit_edit(
                event,
                form.content,
                form.plan,
                scope=scope,
                occurrence=occurrence,
                expected_version=form.cleaned_data.get("version"),
                attachment=form.upload,
                remove_attachment=form.removes_attachment,
                settles=form.cleaned_data.get("settles"),
                actor=user,
            )
            send_on(saved, Goal(form.wants) if form.wants in set(Goal) else Goal.DRAFT, actor=user)
        except EditConflictError as error:
            return _conflict_page(request, form, event, error, occurrence, scope)
        except DomainError as error:
            form.add_service_error(error)
        else:
            return _edited(request, saved, outcome)
    return _form_page(request, form, "Ändra aktivitet", event, occurrence if scope != Scope.ALL else None)


def event_work(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity as those who work with it see it: times, history, what can be done."""
    user = signed_in(request)
    event = get_object_or_404(events_for(user).with_organisers(), pk=pk)
    context = {
        "page": event_work_page(event, user),
        "may": permissions(event, user),
        "crumbs": [work_links(user)],
        "note_form": NoteForm(),
    }
    return render(request, "calendar_app/work/event.html", context)


@permission_required("calendar_app.add_event", raise_exception=True)
@require_POST
def event_preview(request: HttpRequest) -> HttpResponse:
    """What the activity being written would look like, as a piece of the page (``event-form.js``).

    ``?aktivitet=`` names the one that is changed, which is no clash with itself.
    """
    form = EventForm(request.POST, user=signed_in(request), wants="preview")
    form.is_valid()
    number = request.GET.get("aktivitet", "")
    own = int(number) if re.fullmatch(r"[0-9]{1,18}", number) else None
    preview = previews.preview(form.content, form.plan, signed_in(request), except_event_id=own)
    return render(request, "calendar_app/work/_preview.html", {"preview": preview})


@require_http_methods(["GET", "POST"])
def event_change(request: HttpRequest, pk: int) -> HttpResponse:
    """A change that waits: what is public beside what is proposed, and the decision."""
    user = signed_in(request)
    event = get_object_or_404(events_for(user).with_organisers(), pk=pk)
    change = waiting_change(event)
    if change is None:
        notify(request, "Det finns ingen ändring som väntar. Någon annan kan ha hunnit före.", mind=True)
        return redirect("calendar_app:event_work", pk)
    note_form = NoteForm(request.POST if request.POST.get("decision") == "return" else None)
    if request.method == "POST":
        try:
            words = _decide(request, event, note_form)
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            if words:
                notify(request, words)
                return redirect("calendar_app:event_work", pk)
    rows = change_rows(change)
    context = {
        "event": event,
        "change": change,
        "rows": rows,
        "unchanged": [(row["label"], row["new"]) for row in rows if not row["changed"]],
        "may_decide": user.has_perm("calendar_app.publish_event", event),
        "crumbs": [
            work_links(user),
            (event.title, reverse("calendar_app:event_work", args=[pk])),
        ],
        "note_form": note_form,
    }
    return render(request, "calendar_app/work/change.html", context)


def _decide(request: HttpRequest, event: Event, note_form: NoteForm) -> str:
    """Do what the pressed button says; return the words about it, or "" when something is missing."""
    actor = signed_in(request)
    decision, seen = request.POST.get("decision"), request.POST.get("seen", "")
    if decision == "approve":
        changes.approve_event_change(event, actor=actor, seen=seen)
        return "Ändringen är godkänd och syns i kalendern."
    if decision == "withdraw":
        changes.withdraw_event_change(event, actor=actor)
        return "Ändringsförslaget är tillbakataget."
    if note_form.is_valid():
        changes.return_event_change(event, note=note_form.cleaned_data["note"], actor=actor, seen=seen)
        return "Förslaget är skickat tillbaka till föreningen. Det som är publicerat ligger kvar."
    return ""


def _edit_form(request: HttpRequest, event: Event, occurrence: Occurrence | None, scope: Scope) -> EventForm:
    user = signed_in(request)
    options: dict[str, Any] = {
        "user": user,
        "event": event,
        "one_time": scope == Scope.THIS,
        "times_are_fixed": scope == Scope.ALL and has_scattered_times(event),
        "back_url": reverse("calendar_app:event_work", args=[event.pk]),
    }
    plan = plan_for_scope(event, occurrence, scope)
    content = content_of(event)
    change = waiting_change(event)
    settles, stored = None, event.attachment
    if change is not None and (change.scope, change.occurrence) == (scope, occurrence):
        content, plan = changes.waiting_content(change), changes.waiting_plan(change) or plan
        settles = change.pk
        if change.attachment or change.removes_attachment:
            stored = change.attachment
    initial = initial_values(content, plan) | {
        "version": event.version,
        "attachment": stored or None,
        "settles": settles,
    }
    if request.method == "POST":
        wants = request.POST.get("wants", "save")
        return EventForm(request.POST, request.FILES, initial=initial, wants=wants, **options)
    return EventForm(initial=initial, **options)


def _chosen(request: HttpRequest, event: Event) -> Occurrence | None:
    number = request.GET.get("tillfalle", "")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    return get_object_or_404(event.occurrences, pk=int(number))


def _scope(request: HttpRequest, occurrence: Occurrence | None) -> Scope:
    wanted = request.GET.get("galler", "")
    return Scope(wanted) if occurrence is not None and wanted in set(Scope) else Scope.ALL


def _scope_context(event: Event, occurrence: Occurrence) -> dict[str, Any]:
    return {
        "event": event,
        "occurrence": occurrence,
        "when": when_text(occurrence),
        "choices": [
            (Scope.THIS.value, "Bara den här gången", "De andra gångerna blir som förut."),
            (
                Scope.THIS_AND_FOLLOWING.value,
                "Den här gången och alla senare",
                "De som redan har varit ändras inte.",
            ),
            (Scope.ALL.value, "Alla gånger", "Tider som har varit ligger kvar som de var."),
        ],
    }


def _form_page(
    request: HttpRequest,
    form: EventForm,
    title: str,
    event: Event | None = None,
    occurrence: Occurrence | None = None,
    **more: Any,
) -> HttpResponse:
    user = signed_in(request)
    crumbs = [work_links(user)]
    if event is not None:
        crumbs.append((event.title, reverse("calendar_app:event_work", args=[event.pk])))
    if form.is_bound and request.FILES:
        form.fields["attachment"].help_text += " Välj filen igen, webbläsaren glömmer den."
    context = {
        "form": form,
        "title": title,
        "event": event,
        "crumbs": crumbs,
        "scope_words": when_text(occurrence) if occurrence else "",
        "preview": previews.preview_of_form(form, user),
        "waiting": event is not None and waiting_change(event) is not None,
        **more,
    }
    return render(request, "calendar_app/work/form.html", context)


def _conflict_page(
    request: HttpRequest,
    form: EventForm,
    event: Event,
    error: EditConflictError,
    occurrence: Occurrence | None,
    scope: Scope,
) -> HttpResponse:
    """Show what somebody else saved, keep everything typed, and let the next save win."""
    event.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = str(event.version)
    form.data = typed
    rows = [
        {"label": label, "old": theirs, "new": mine, "changed": True}
        for label, (theirs, mine) in error.changed.items()
    ]
    saved = plan_for_scope(event, occurrence, scope)
    times = (plan_text(saved), plan_text(form.plan))
    if form.plan is not None and times[0] != times[1]:
        rows.append({"label": "När", "old": times[0], "new": times[1], "changed": True})
    return _form_page(request, form, "Ändra aktivitet", event, conflict=error.message, conflict_rows=rows)


def _saved(request: HttpRequest, event: Event) -> HttpResponse:
    undo = _UNDO.get(event.status)
    undo_url = reverse("calendar_app:event_action", args=[event.pk, undo]) if undo else ""
    notify(request, _DONE[event.status], undo_url=undo_url)
    return redirect("calendar_app:event_work", event.pk)


def _edited(request: HttpRequest, event: Event, outcome: EditOutcome) -> HttpResponse:
    if outcome == EditOutcome.PROPOSED:
        notify(
            request,
            "Ändringen är skickad till samordnaren. Det som är publicerat ligger kvar tills den är godkänd.",
        )
    else:
        notify(
            request,
            _DONE.get(event.status, "Ändringen är sparad.")
            if event.is_unpublished
            else "Ändringen är sparad och syns i kalendern.",
        )
    return redirect("calendar_app:event_work", event.pk)
