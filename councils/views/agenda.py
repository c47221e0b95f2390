"""Proposing an item and following it; a meeting's agenda."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from common.swedish import count_text
from councils.forms.agenda import DECLINE, PLACE, AnswerItemForm, ItemForm, ProposeForm
from councils.forms.writing import submitted
from councils.models import AgendaItem, Meeting
from councils.queries import agenda as queries
from councils.queries.reach import associations_for_items, councils_for_items, may_propose
from councils.services import agenda as services
from councils.services import proposed_items
from councils.views.item_access import for_item
from councils.views.meeting_access import for_meeting

_SET = "councils.set_agenda"


def propose(request: HttpRequest) -> HttpResponse:
    """Propose something for a council to take up."""
    user = signed_in(request)
    if not may_propose(user):
        raise PermissionDenied
    form = ProposeForm(
        request.POST or None,
        councils=councils_for_items(user),
        associations=associations_for_items(user),
        cancel_url=reverse("councils:followed"),
    )
    if request.method == "POST" and form.is_valid():
        typed = {"association": None} | form.cleaned_data
        if submitted(form, lambda: proposed_items.propose_item(**typed, actor=user)):
            notify(request, "Frågan är skickad. Här ser du vad som händer med den.")
            return redirect("councils:followed")
    context = {"form": form, "has_councils": councils_for_items(user).exists()}
    return render(request, "councils/minutes/propose.html", context)


@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """What one has proposed, and what became of it."""
    user = signed_in(request)
    if not may_propose(user):
        raise PermissionDenied
    rows = queries.followed_items(user)
    return render(request, "councils/minutes/followed.html", {"rows": rows})


@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """What is proposed to the councils one runs."""
    user = signed_in(request)
    if not queries.runs_some_council(user):
        raise PermissionDenied
    return render(request, "councils/minutes/proposed.html", {"rows": queries.items_to_answer(user)})


@for_item(_SET, placed=False)
def answer(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Say what becomes of a proposed item."""
    user = signed_in(request)
    back = reverse("councils:proposed")
    form = AnswerItemForm(
        request.POST or None,
        initial={"version": item.version, "answer": item.answer},
        meetings=queries.meetings_ahead(item.council),
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        told = {"answer": typed["answer"], "expected_version": typed["version"], "actor": user}
        acts: dict[str, Callable[[], object]] = {
            PLACE: lambda: proposed_items.place_item(item, typed["meeting"], **told),
            DECLINE: lambda: proposed_items.decline_item(item, **told),
        }
        if submitted(form, acts.get(typed["choice"], lambda: proposed_items.postpone_item(item, **told))):
            notify(request, "Sparat. Den som föreslog frågan ser det under Mina frågor.")
            return redirect(back)
    return render(request, "councils/minutes/answer.html", {"form": form, "item": item})


@for_meeting("councils.read_papers")
@require_safe
def agenda(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A meeting's agenda with its times."""
    page = queries.agenda_page(meeting, signed_in(request))
    return render(request, "councils/minutes/agenda.html", {"page": page, "frame": page.frame})


@for_meeting(_SET)
@require_POST
def make(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Put standing items on the agenda and bring back what is open."""
    try:
        came = services.make_agenda(meeting, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        words = f"{count_text(came, 'punkt', 'punkter')} kom till."
        notify(request, words[:1].upper() + words[1:] if came else "Allt står redan på dagordningen.")
    return redirect("councils:agenda", meeting.pk)


@for_meeting(_SET)
def item_add(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Put a new item on the agenda."""
    user = signed_in(request)
    back = reverse("councils:agenda", args=[meeting.pk])
    form = ItemForm(request.POST or None, item=None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if submitted(form, lambda: services.add_item(meeting, form.facts, form_key=key, actor=user)):
            notify(request, "Punkten står på dagordningen.")
            return redirect(back)
    frame = queries.meeting_frame(meeting, user, "councils:agenda")
    context = {"form": form, "frame": frame, "heading": "Ny punkt"}
    return render(request, "councils/minutes/form.html", context)


@for_item(_SET)
def item_edit(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Change an item of the agenda."""
    user = signed_in(request)
    meeting = queries.meeting_of(item)
    back = reverse("councils:agenda", args=[meeting.pk])
    form = ItemForm(request.POST or None, item=item, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        act = lambda: services.edit_item(item, form.facts, expected_version=version, actor=user)  # noqa: E731
        if submitted(form, act, lambda: queries.version_of(item)):
            notify(request, "Punkten är sparad.")
            return redirect(back)
    frame = queries.meeting_frame(meeting, user, "councils:agenda")
    context = {"form": form, "frame": frame, "heading": "Ändra punkten"}
    return render(request, "councils/minutes/form.html", context)


@for_item(_SET)
@require_POST
def item_move(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Move an item up or down."""
    step = -1 if request.POST.get("step") == "upp" else 1
    return _done(request, item, lambda: services.move_item(item, step, actor=signed_in(request)), "")


@for_item(_SET)
@require_POST
def item_remove(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Take an item off the agenda."""
    words = "Punkten är borttagen från dagordningen."
    return _done(request, item, lambda: services.remove_item(item, actor=signed_in(request)), words)


def _done(request: HttpRequest, item: AgendaItem, act: Callable[[], object], words: str) -> HttpResponse:
    meeting = queries.meeting_of(item)
    try:
        act()
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        if words:
            notify(request, words)
    return redirect("councils:agenda", meeting.pk)
