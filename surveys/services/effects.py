"""The users' voice on one proposal: "did it get better?", asked at a poster's QR code.

A room opens a question for one of its objects and reads ``effect_state``. Counts come when the question has closed, as
for every survey: from a running count, each new answer could be told by comparing yesterday's with today's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from organisations.models import Unit
from surveys.models import Question, Survey, SurveyStatus
from surveys.services.flow import open_survey
from surveys.services.writing import QuestionFacts, SurveyFacts, add_question, create_survey
from surveys.withholding import base_is_shown

OPTIONS: Final = ("Ja", "Delvis", "Nej")
PURPOSE: Final = "Verksamheten säger att något har ändrats. Vi frågar dem som märker det, så att alla kan se om det blev bättre."
INFORMATION: Final = (
    "Svaren räknas ihop när frågan har stängt. Resultatet visas bara om minst fem har svarat."
)
#: A question on a poster stands this long unless another day is chosen.
LASTS: Final = timedelta(days=90)


@dataclass(frozen=True)
class EffectCounts:
    """What people answered, as it may be shown: ``None`` is withheld. ``reached`` is the thresholds' verdict.

    ``answers`` counts all who answered, "vet inte" too, and is ``None`` under five; ``base`` those who said yes, partly
    or no, and is ``None`` where it can't be told.
    """

    answers: int | None
    base: int | None
    yes: int | None
    partly: int | None
    no: int | None
    unknown: int | None
    reached: bool


@dataclass(frozen=True)
class EffectState:
    """Where a question stands. ``counts`` is there only when the question has closed and is judged."""

    survey: Survey
    is_open: bool
    public_address: str
    closes_on: date | None
    counts: EffectCounts | None


@transaction.atomic
def open_effect_survey(
    owner_room: str,
    owner_id: object,
    question: str,
    *,
    actor: Actor,
    unit: Unit | None = None,
    closes_on: date | None = None,
    least_answers: int = 5,
    least_yes_percent: int = 60,
) -> Survey:
    """Ask one question with yes, partly, no and "vet inte", open from now on.

    ``owner_room`` must be registered with ``surveys.owners.register_owner``, and ``actor`` may manage there. One
    question at a time is open for one object; a new round is asked when the last has closed. Thresholds are kept with
    the round, so that a later change of the rules doesn't change what was decided.
    """
    if (
        Survey.objects.of_owner(owner_room, owner_id)
        .filter(kind=Survey.Kind.EFFECT, status__in=[SurveyStatus.OPEN, SurveyStatus.PAUSED])
        .exists()
    ):
        raise DomainError("Frågan är redan öppen. Stäng den innan du frågar igen.")
    facts = SurveyFacts(
        title=question[:160],
        purpose=PURPOSE,
        information=INFORMATION,
        layout=Survey.Layout.ALL,
        closes_on=closes_on or today() + LASTS,
    )
    survey = create_survey(
        facts,
        actor=actor,
        owner_room=owner_room,
        owner_id=owner_id,
        unit=unit,
        anonymity=Survey.Anonymity.CHOICES_ONLY,
        kind=Survey.Kind.EFFECT,
    )
    survey.least_answers, survey.least_yes_percent = least_answers, least_yes_percent
    survey.save(update_fields=["least_answers", "least_yes_percent"])
    asked = QuestionFacts(kind=Question.Kind.CHOICE, text=question, options=OPTIONS)
    add_question(survey, asked, actor=actor)
    survey.refresh_from_db()
    open_survey(survey, actor=actor)
    return survey


def effect_state(owner_room: str, owner_id: object) -> EffectState | None:
    """Return the latest question about an object, or ``None`` when nothing was ever asked."""
    asked = Survey.objects.of_owner(owner_room, owner_id).filter(kind=Survey.Kind.EFFECT)
    survey = asked.select_related("results").order_by("-pk").first()
    if survey is None:
        return None
    return EffectState(
        survey=survey,
        is_open=survey.takes_answers,
        public_address=f"{settings.PORTAL_ORIGIN}{survey.public_url}",
        closes_on=survey.closes_on,
        counts=_counts(survey),
    )


def _counts(survey: Survey) -> EffectCounts | None:
    results = getattr(survey, "results", None)
    if results is None:
        return None
    rows = results.table["questions"]
    if not rows or rows[0]["counts"] is None:
        return EffectCounts(None, None, None, None, None, None, reached=False)
    row = rows[0]
    yes, partly, no = row["counts"]
    unknown = row["unknown"]
    stands = None if unknown is None else row["base"] - unknown
    base = stands if stands is not None and base_is_shown(stands) else None
    return EffectCounts(
        row["base"], base, yes, partly, no, unknown, reached=results.table.get("reached", False)
    )
