"""Dialogue meetings: who hosts and what is asked beforehand, what was heard, which step it was, the participants' slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from common import trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.models import StatusChange
from common.participation import ParticipationStep
from common.swedish import day_text, today
from councils.models import Council, DialogueMeeting, Meeting
from councils.services.council_status import resume_after_meeting
from councils.services.dialogue_invited import INVITATION, write_to_invited
from councils.services.meetings import show_meeting_in_calendar
from councils.services.shared import ROOM, cleaned, raise_stamp, require, write_facts
from councils.words import CouncilStatus, MeetingStatus
from organisations.models import Municipality, Unit
from surveys.models import Question, Survey
from surveys.services.flow import close_survey, open_survey
from surveys.services.writing import QuestionFacts, SurveyFacts, add_question, create_survey

#: People answer in the room or on the way home.
SLIP_LASTS: Final = timedelta(days=14)
MOST_PEOPLE: Final = 2_000
#: Those invited together, and the reply of one of them.
_ONE: Final = {"municipalities": "municipality", "units": "unit"}
#: "Which step was it?" as the slip asks: what each step means, not its name.
STEP_QUESTION: Final = "Hur mycket kunde du påverka på mötet?"
STEP_OPTIONS: Final = (
    "Jag fick veta saker",
    "Jag fick säga vad jag tycker",
    "Vi resonerade tillsammans",
    "Vi planerade tillsammans",
    "Vi bestämde tillsammans",
)
_YES_NO: Final = ("Ja", "Delvis", "Nej")
_OTHER_QUESTIONS: Final = (
    "Lyssnade de som bestämmer på dig?",
    "Vet du vad som händer nu med det ni pratade om?",
)


@dataclass(frozen=True, kw_only=True)
class DialogueFacts:
    """What is known before the meeting."""

    host_id: int | None = None
    questions: str = ""


@dataclass(frozen=True, kw_only=True)
class DialogueOutcome:
    """What is known after it: heads, never names."""

    users_count: int | None = None
    relatives_count: int | None = None
    staff_count: int | None = None
    politicians_count: int | None = None
    heard: str = ""
    claimed_step: int | None = None


@transaction.atomic
def edit_dialogue(
    meeting: Meeting,
    facts: DialogueFacts,
    *,
    municipalities: Sequence[Municipality],
    units: Sequence[Unit],
    expected_version: int,
    actor: Actor,
) -> DialogueMeeting:
    """Say who hosts, what is asked beforehand and who is invited.

    Once the meeting is called, whoever is invited now gets the invitation at once.
    """
    locked = _locked(meeting, actor=actor)
    facts = DialogueFacts(
        host_id=facts.host_id, questions=cleaned(facts.questions, field="questions", longest=3000)
    )
    changed = write_facts(locked, facts, expected_version=expected_version, actor=actor, verb="edit_dialogue")
    for name, wanted in (("municipalities", municipalities), ("units", units)):
        held = getattr(locked, name)
        if {one.pk for one in wanted} != set(held.values_list("pk", flat=True)):
            held.set(wanted)
            # Who is invited anew is asked anew.
            one = _ONE[name]
            replies = locked.replies.filter(**{f"{one}__isnull": False})
            replies.exclude(**{f"{one}__in": wanted}).delete()
            trail.record("edit_dialogue", locked, actor=actor, fields=[name])
            changed.append(name)
    is_ahead = locked.meeting.status == MeetingStatus.CALLED and locked.meeting.ends_at > timezone.now()
    if is_ahead and {"municipalities", "units"} & set(changed):
        write_to_invited(locked.meeting, INVITATION)
    if changed:
        show_meeting_in_calendar(locked.meeting, actor=actor)
        raise_stamp()
    return locked


@transaction.atomic
def record_dialogue(
    meeting: Meeting, outcome: DialogueOutcome, *, expected_version: int, actor: Actor
) -> DialogueMeeting:
    """Write how many came, what was heard and which step the host says it was. Only of a meeting that was held."""
    locked = _locked(meeting, actor=actor)
    if locked.meeting.status != MeetingStatus.HELD:
        raise DomainError("Mötet är inte hållet än. Skriv det här efteråt.")
    for name in ("users_count", "relatives_count", "staff_count", "politicians_count"):
        count = getattr(outcome, name)
        if count is not None and not 0 <= count <= MOST_PEOPLE:
            raise DomainError(f"Skriv ett antal mellan 0 och {MOST_PEOPLE}.", field=name)
    if outcome.claimed_step is not None and outcome.claimed_step not in ParticipationStep.values:
        raise DomainError("Välj ett av de fem stegen, eller inget.", field="claimed_step")
    tidy = {**outcome.__dict__, "heard": cleaned(outcome.heard, field="heard", longest=6000)}
    changed = write_facts(
        locked,
        DialogueOutcome(**tidy),
        expected_version=expected_version,
        actor=actor,
        verb="record_dialogue",
    )
    if changed:
        raise_stamp()
    return locked


@transaction.atomic
def open_slip(meeting: Meeting, *, actor: Actor) -> Survey:
    """Open the three-question slip for those who came: QR code and paper. Once for each meeting."""
    locked = _locked(meeting, actor=actor)
    present = slip_of(locked)
    if present is not None:
        return present
    if locked.meeting.status not in {MeetingStatus.CALLED, MeetingStatus.HELD}:
        raise DomainError("Skicka kallelsen först. Lappen delas ut på mötet.")
    closes_on = max(locked.meeting.day, today()) + SLIP_LASTS
    survey = create_survey(
        SurveyFacts(
            title=f"Efter dialogmötet {day_text(locked.meeting.day)}",
            purpose="Vi vill veta om du kunde påverka. Svaren jämförs med vad den som höll i mötet säger.",
            information="Svaren räknas ihop när frågorna har stängt. Resultatet visas bara om minst fem har svarat.",
            layout=Survey.Layout.ALL,
            closes_on=closes_on,
        ),
        # Who may ask was decided here; the portal asks in its own name.
        actor=SYSTEM,
        owner_room=ROOM,
        owner_id=locked.meeting_id,
        anonymity=Survey.Anonymity.CHOICES_ONLY,
    )
    for text, options in ((STEP_QUESTION, STEP_OPTIONS), *((one, _YES_NO) for one in _OTHER_QUESTIONS)):
        facts = QuestionFacts(kind=Question.Kind.CHOICE, text=text, options=options)
        add_question(survey, facts, actor=SYSTEM)
    survey.refresh_from_db()
    open_survey(survey, actor=SYSTEM)
    locked.slip_survey_id = str(survey.pk)
    locked.save(update_fields=["slip_survey_id"])
    trail.record("open_slip", locked, actor=actor)
    return survey


@transaction.atomic
def close_slip(meeting: Meeting, *, actor: Actor) -> None:
    """End the slip before its last day, and count. Harmless when it is closed."""
    locked = _locked(meeting, actor=actor)
    survey = slip_of(locked)
    if survey is None:
        raise DomainError("Det finns ingen lapp för mötet.")
    if survey.takes_paper:
        close_survey(survey, actor=SYSTEM)
        trail.record("close_slip", locked, actor=actor)
        raise_stamp()


@transaction.atomic
def resume_council(meeting: Meeting, council: Council, *, actor: Actor) -> None:
    """Record that a dialogue meeting agreed that a paused council begins again (founding document 000).

    By whoever runs the meeting, of councils that they know of (public ones, and those they can open) and that were
    paused when it was held.
    """
    locked = _locked(meeting, actor=actor)
    if locked.meeting.status != MeetingStatus.HELD:
        raise DomainError("Mötet är inte hållet än.")
    if not (council.is_public or actor.has_perm("councils.view_council", council)):
        raise DomainError("Välj ett råd i listan.", field="council")
    if _paused_after(council, locked.meeting.starts_at):
        raise DomainError("Mötet hölls innan rådet blev vilande. Välj ett annat råd.", field="council")
    where = locked.meeting.council.name
    reason = f"Dialogmötet {day_text(locked.meeting.day)} ({where}) enades om att rådet börjar igen."
    resume_after_meeting(council, reason, actor=actor)
    trail.record("resume_council_after_dialogue", locked, actor=actor)


def _paused_after(council: Council, moment: datetime) -> bool:
    return StatusChange.objects.filter(
        object_type=trail.object_type(council),
        object_id=str(council.pk),
        target=CouncilStatus.PAUSED,
        at__gt=moment,
    ).exists()


def slip_of(dialogue: DialogueMeeting) -> Survey | None:
    """Return the meeting's slip, if one was ever opened."""
    if not dialogue.slip_survey_id.isdecimal():
        return None
    return Survey.objects.select_related("results").filter(pk=int(dialogue.slip_survey_id)).first()


@dataclass(frozen=True)
class StepGap:
    """The step the host claims beside what participants say. Counts are ``None`` where they are withheld.

    ``reached`` counts those who experienced the claimed step or a higher one. ``answers`` is ``None`` under five.
    """

    claimed: int | None
    answers: int | None
    counts: list[int] | None
    reached: int | None
    #: The step in the middle of all answers; the lower one of two.
    experienced: int | None

    @property
    def gap(self) -> int | None:
        """How many steps lower participants put it than the host; negative when they put it higher."""
        if self.claimed is None or self.experienced is None:
            return None
        return self.claimed - self.experienced


def step_gap(dialogue: DialogueMeeting, survey: Survey | None) -> StepGap | None:
    """Return the comparison when the slip is closed and judged; ``None`` before that."""
    results: Any = getattr(survey, "results", None)
    if results is None:
        return None
    rows = results.table["questions"]
    base = rows[0]["base"] if rows else None
    shown = rows[0]["counts"] if rows else None
    if base is None or shown is None or any(one is None for one in shown):
        return StepGap(dialogue.claimed_step, base, None, None, None)
    counts = [int(one) for one in shown]
    claimed = dialogue.claimed_step
    reached = None if claimed is None else sum(counts[claimed - 1 :])
    return StepGap(claimed, base, counts, reached, _middle(counts))


def _middle(counts: list[int]) -> int | None:
    half = (sum(counts) + 1) // 2
    seen = 0
    for step, count in enumerate(counts, start=1):
        seen += count
        if half and seen >= half:
            return step
    return None


def _locked(meeting: Meeting, *, actor: Actor) -> DialogueMeeting:
    # The meeting first: who is invited and whether the letter has gone out are decided by one at a time.
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require(actor, "councils.run_meeting", locked)
    found = (
        DialogueMeeting.objects.select_for_update(of=("self",))
        .select_related("meeting__council")
        .filter(meeting=meeting)
        .first()
    )
    if found is None:
        raise DomainError("Det här är inget dialogmöte.")
    return found
