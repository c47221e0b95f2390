"""What everybody may read of dialogue meetings, area by area."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.http import Http404
from django.utils import timezone

from common.participation import ParticipationStep
from common.swedish import count_text, join_words
from councils.models import Council, DialogueMeeting, Meeting
from councils.services.dialogues import StepGap, step_gap
from councils.services.meeting_letters import place_text, when_text
from councils.words import CouncilStatus, MeetingStatus
from surveys.models import Survey

#: So many held meetings are told for each area; the council's own page has them all.
_MOST_HELD: Final = 4


@dataclass(frozen=True)
class DialogueCard:
    """One dialogue meeting as anybody may read it."""

    meeting: Meeting
    dialogue: DialogueMeeting | None
    when: str
    place: str
    invited: str
    came: str
    #: What the host says alone, until the participants' slip is counted.
    claimed: int | None
    gap: StepGap | None
    gap_text: str
    is_cancelled: bool


@dataclass(frozen=True)
class DialogueArea:
    """An area: its group, the next meeting and those that were held."""

    council: Council
    ahead: list[DialogueCard]
    held: list[DialogueCard]
    status: str


def dialogue_or_404(meeting: Meeting) -> DialogueMeeting:
    """Return what the meeting has besides as a dialogue meeting."""
    found = DialogueMeeting.objects.select_related("host").filter(meeting=meeting).first()
    if found is None:
        raise Http404
    return found


def paused_councils(user: Any) -> Any:
    """Return the paused councils that ``user`` knows of: public ones, and those they can open."""
    known = Council.objects.public() | Council.objects.visible_to(user)
    return known.filter(status=CouncilStatus.PAUSED).distinct().in_order()


def public_areas() -> list[DialogueArea]:
    """Return every area that has a public page, in order, with at most four held meetings each."""
    councils = list(
        Council.objects.public()
        .filter(kind="dialogue_area")
        .select_related("area")
        .order_by("area__order", "area__name", "name")
    )
    rows = (
        Meeting.objects.public()
        .filter(council__in=councils)
        .select_related("council", "municipality", "dialogue__host")
        .prefetch_related("dialogue__municipalities", "dialogue__units")
        .order_by("council_id", "starts_at")
    )
    by_council = {pk: list(found) for pk, found in groupby(rows, key=lambda one: one.council_id)}
    shown = {}
    now = timezone.now()
    for pk, found in by_council.items():
        ahead = [one for one in found if one.ends_at >= now and one.status != MeetingStatus.HELD]
        held = [one for one in reversed(found) if one.status == MeetingStatus.HELD][:_MOST_HELD]
        shown[pk] = (ahead, held)
    surveys = _surveys([one for _, held in shown.values() for one in held])
    return [
        DialogueArea(
            council=council,
            ahead=[_card(one, {}) for one in shown.get(council.pk, ([], []))[0]],
            held=[_card(one, surveys) for one in shown.get(council.pk, ([], []))[1]],
            status="" if council.status == CouncilStatus.ACTIVE else council.status_reason,
        )
        for council in councils
    ]


def dialogue_card(meeting: Meeting) -> DialogueCard | None:
    """Return what everybody may read of one dialogue meeting; ``None`` for a meeting of another kind."""
    dialogue: DialogueMeeting | None = getattr(meeting, "dialogue", None)
    if dialogue is None:
        return None
    return _card(meeting, _surveys([meeting]) if meeting.status == MeetingStatus.HELD else {})


def gap_text(gap: StepGap | None) -> str:
    """Say what the host and the participants put the meeting at; nothing withheld can be read from it."""
    if gap is None:
        return ""
    host = _host_says(gap.claimed)
    if gap.counts is None:
        told = "För få har svarat på deltagarnas lapp för att svaren ska visas."
    else:
        step = ParticipationStep(gap.experienced).long_name.lower() if gap.experienced else ""
        told = f"Deltagarna upplevde oftast steg {gap.experienced}: {step}." if gap.experienced else ""
        if gap.reached is not None:
            told += (
                f" {gap.reached} av {sum(gap.counts)} som svarade upplevde minst det steg som värden säger."
            )
    return " ".join(part for part in (host, told) if part)


def _host_says(step: int | None) -> str:
    if step is None:
        return ""
    return f"Den som höll i mötet säger steg {step}: {ParticipationStep(step).long_name.lower()}."


def _surveys(meetings: list[Meeting]) -> dict[str, Survey]:
    ids = [
        int(one.dialogue.slip_survey_id)
        for one in meetings
        if getattr(one, "dialogue", None) and one.dialogue.slip_survey_id.isdecimal()
    ]
    found = Survey.objects.filter(pk__in=ids).select_related("results") if ids else ()
    return {str(one.pk): one for one in found}


def _card(meeting: Meeting, surveys: dict[str, Survey]) -> DialogueCard:
    dialogue: DialogueMeeting | None = getattr(meeting, "dialogue", None)
    gap = step_gap(dialogue, surveys.get(dialogue.slip_survey_id)) if dialogue else None
    return DialogueCard(
        meeting=meeting,
        dialogue=dialogue,
        when=when_text(meeting),
        place=place_text(meeting),
        invited=_invited(dialogue) if dialogue else "",
        came=_came(dialogue) if dialogue else "",
        claimed=dialogue.claimed_step if dialogue else None,
        gap=gap,
        gap_text=gap_text(gap) if gap or dialogue is None else _host_says(dialogue.claimed_step),
        is_cancelled=meeting.status == MeetingStatus.CANCELLED,
    )


def _invited(dialogue: DialogueMeeting) -> str:
    names = [one.name for one in dialogue.municipalities.all()] + [one.name for one in dialogue.units.all()]
    return join_words(names)


def _came(dialogue: DialogueMeeting) -> str:
    """Say how many came, of those kinds that were counted."""
    counted = (
        (dialogue.users_count, "brukare", "brukare"),
        (dialogue.relatives_count, "närstående", "närstående"),
        (dialogue.staff_count, "ur personalen", "ur personalen"),
        (dialogue.politicians_count, "politiker", "politiker"),
    )
    return join_words([count_text(count, one, several) for count, one, several in counted if count])
