"""What of meetings is found at ``/sok/`` before their minutes are: when, where, what is to be taken up, what was heard."""

from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from common.registries import SearchSource, SearchText
from common.swedish import day_text
from councils.models import AgendaItem, Council, DialogueMeeting, Meeting, Minutes
from councils.queries.public_meetings import OPEN
from councils.services.meeting_letters import place_text
from councils.words import ItemState

#: Of no council with a public page, or planned and not shown in the calendar: nobody outside knows of it.
_AT_WORK: Final = Q(council__is_public=False) | Q(status="planned", in_calendar=False)

_PLACED: Final = frozenset({ItemState.PLACED, ItemState.TREATED, ItemState.POSTPONED})


def sources() -> list[SearchSource]:
    """Public meetings for everybody; the others for those who find them in the workspace."""
    related = {
        DialogueMeeting: lambda one: [one.meeting_id],
        AgendaItem: lambda one: [one.meeting_id] if one.meeting_id else [],
        Minutes: lambda one: [one.meeting_id],
        Council: lambda one: (
            Meeting.objects.filter(council=one).values_list("pk", flat=True) if one.pk else ()
        ),
    }
    return [
        SearchSource(
            kind="council_meeting",
            label="Rådens möten",
            one="Möte",
            model=Meeting,
            rows=_public,
            entry=lambda one: _found(one, one.get_absolute_url()),
            related=related,
            order=59,
        ),
        SearchSource(
            kind="council_meeting_work",
            label="Mitt arbete",
            one="Möte i ett råd",
            model=Meeting,
            rows=lambda: _with_facts(Meeting.objects.filter(_AT_WORK)),
            visible=lambda user: Meeting.objects.visible_to(user).filter(_AT_WORK),
            # Its items are found by themselves, by those who may read the agenda.
            entry=lambda one: _found(one, reverse("councils:meeting", args=[one.pk]), agenda=False),
            related=related,
            order=200,
        ),
    ]


def _public() -> Any:
    """Those whose minutes are published are found by them; a dialogue meeting also by what was heard there."""
    told = Q(minutes__published_at=None) | Q(dialogue__heard__gt="")
    return _with_facts(Meeting.objects.public().filter(told))


def _with_facts(rows: Any) -> Any:
    return rows.select_related("council", "municipality", "dialogue", "minutes").prefetch_related("items")


def _found(one: Meeting, url: str, *, agenda: bool = True) -> SearchText:
    dialogue = getattr(one, "dialogue", None)
    is_told = getattr(one, "minutes", None) is not None and one.minutes.published_at is not None
    # As on the public page: no agenda before the call, and none beside the minutes.
    items = [item.title for item in one.items.all() if item.state in _PLACED and not item.standing]
    shown = items if agenda and one.status in OPEN and not is_told else []
    heard = [dialogue.questions, dialogue.heard] if dialogue else []
    return SearchText(
        title=f"{one.council.name} {day_text(one.day)}",
        url=url,
        body=" ".join(filter(None, [one.title, *heard, *shown])),
        keywords=f"{one.get_status_display()} möte {place_text(one)}",
    )
