"""The fixed words of the loop (visual.md 8) and what each of them is called in code."""

from django.db.models import TextChoices

from common.answer_form import Answer

__all__ = ["Answer", "MeasureStatus", "Outcome", "SaidFrom", "SourceKind", "State", "Status", "Verdict"]


class State(TextChoices):
    """Who can see a proposal: its source's team, then its addressees, then anybody."""

    DRAFT = "draft", "Utkast"
    SENT = "sent", "Skickat"
    PUBLIC = "public", "Publicerat"


class Status(TextChoices):
    """Where a proposal stands. The last three are settled; only ``done`` counts as improved."""

    WAITING = "waiting", "Väntar på svar"
    GOING = "going", "Pågår"
    LATE = "late", "Försenad"
    DONE = "done", "Genomförd"
    PARTLY = "partly", "Delvis genomförd"
    DECLINED = "declined", "Görs inte nu"
    NO_LONGER = "no_longer", "Inte längre aktuellt"


#: Status → the look of ``{% status %}``.
TONES = {
    Status.WAITING: "wait",
    Status.GOING: "going",
    Status.LATE: "late",
    Status.DONE: "done",
    Status.PARTLY: "going",
    Status.DECLINED: "no",
    Status.NO_LONGER: "no",
}


class Outcome(TextChoices):
    """What somebody has settled. *Genomfört* and *avböjt* need no decision: they follow from what was said and done."""

    PARTLY = "partly", "Delvis genomfört"
    NO_LONGER = "no_longer", "Inte längre aktuellt"


class MeasureStatus(TextChoices):
    """How far a measure (åtgärd) has come, in the unit's own words."""

    PLANNED = "planned", "Inte börjat"
    GOING = "going", "Pågår"
    DONE = "done", "Klar"
    DROPPED = "dropped", "Görs inte"


class Verdict(TextChoices):
    """What the checkers saw when they looked for what a unit says is done."""

    CONFIRMED = "confirmed", "Ja, det är gjort"
    PARTLY = "partly", "En del är gjort"
    NOT_SEEN = "not_seen", "Vi ser det inte"


class SourceKind(TextChoices):
    """Where proposals come from."""

    AUDIT = "audit", "Brukarrevision"
    PATIENT_FORUM = "patient_forum", "Patientforum"
    STUDY_CIRCLE = "study_circle", "Studiecirkel"
    FOCUS_GROUP = "focus_group", "Fokusgrupp"
    DIALOGUE_MEETING = "dialogue_meeting", "Dialogmöte"
    COUNCIL = "council", "Brukarråd"
    PEER_SUPPORT = "peer_support", "Peer support"


#: Those who sit together again soon, and ask there what came of it: they need no follow-up meeting of its own.
MEETS_AGAIN = frozenset({SourceKind.COUNCIL})


class SaidFrom(TextChoices):
    """Where the words under "Du sa" come from. A quote is verbatim or says that it isn't."""

    INTERVIEW = "interview", "Ur en intervju"
    SURVEY = "survey", "Ur enkäten"
    GATHERING = "gathering", "Sagt vid träffen"
    SUMMARY = "summary", "Sammanfattat av flera"


def checkers_words(kind: str) -> str:
    """Return who looks whether it happened, as they are called in the middle of a sentence."""
    if kind == SourceKind.COUNCIL:
        return "rådet"
    return "brukarrevisorerna" if kind == SourceKind.AUDIT else "de som lämnade förslaget"
