"""The rows behind one save: two questions tell all that a save must know, and one statement writes.

Fifty auditors write at once, each after every pause of a second: here building queries would cost the most.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from common.actors import Actor
from common.models import ShreddedKey, TrailEntry
from common.prepared import PreparedRow
from revisions.models import AnswerSave, Interview, InterviewAnswer, QuoteMark
from revisions.services.interviews import ONE_OPENING


def _interviews(pk: UUID, text_pk: str, user: int, actor_id: UUID, since: datetime) -> QuerySet[Interview]:
    written = TrailEntry.objects.filter(
        object_type=Interview._meta.label_lower,
        object_id=text_pk,
        at__gt=since,
        actor_id=actor_id,
        kind=TrailEntry.Kind.WRITE,
        verb="write_interview",
    )
    return (
        Interview.objects.visible_to(User(pk=user))
        .select_for_update(of=("self",))
        .only("guide", "status", "worry_flagged", "key_id")
        .annotate(
            audit_status=F("audit__status"),
            raw_destroyed_on=F("audit__raw_destroyed_on"),
            confidentiality_on=F("audit__members__confidentiality_on"),
            no_care_relation_on=F("audit__members__no_care_relation_on"),
            key_is_shredded=Exists(ShreddedKey.objects.filter(pk=OuterRef("key_id"))),
            wrote_lately=Exists(written),
        )
        .filter(pk=pk)
        .order_by()
    )


def _answers(interview: UUID, question: UUID, save: UUID) -> QuerySet[InterviewAnswer]:
    is_double = ExpressionWrapper(Q(other_text__isnull=False), output_field=BooleanField())
    return (
        InterviewAnswer.objects.filter(interview=interview, question=question)
        .only("revision", "text_revision", "other_revision", "worry", "interview")
        .annotate(
            is_double=is_double,
            scale=F("question__scale"),
            known_revision=Subquery(
                AnswerSave.objects.filter(pk=save, answer=OuterRef("pk")).values("revision")
            ),
            has_marks=Exists(QuoteMark.objects.filter(answer=OuterRef("pk"))),
        )
    )


_INTERVIEW = PreparedRow(
    _interviews,
    pk=UUID(int=1),
    text_pk="an interview",
    user=-1,
    actor_id=UUID(int=2),
    since=datetime(1970, 1, 1, tzinfo=UTC),
)
_ANSWER = PreparedRow(_answers, interview=UUID(int=1), question=UUID(int=2), save=UUID(int=3))

_WRITE_TEXT = """
WITH written AS (
    UPDATE revisions_interviewanswer
    SET text = %s, state = %s, choice = %s, text_revision = %s, revision = %s, worry = %s WHERE id = %s RETURNING id
)
INSERT INTO revisions_answersave (id, answer_id, revision) SELECT %s, id, %s FROM written
"""
_WRITE_OTHER = """
WITH written AS (
    UPDATE revisions_interviewanswer
    SET other_text = %s, other_state = %s, other_choice = %s, other_revision = %s, revision = %s, worry = %s
    WHERE id = %s RETURNING id
)
INSERT INTO revisions_answersave (id, answer_id, revision) SELECT %s, id, %s FROM written
"""


def lock_interview(pk: UUID, actor: Actor) -> Any:
    """Lock and return the interview, if it is of an audit in whose team ``actor`` is.

    With it: ``audit_status``, ``raw_destroyed_on``, the person's own ``confidentiality_on`` and ``no_care_relation_on``,
    ``key_is_shredded``, and ``wrote_lately``, whether the trail tells of the person's writing here within the hour.
    """
    user = getattr(actor, "pk", None)
    if user is None:
        return None
    return _INTERVIEW.find(
        pk=pk, text_pk=str(pk), user=user, actor_id=actor.actor_id, since=timezone.now() - ONE_OPENING
    )


def find_answer(interview: Interview, question: UUID, save: UUID) -> Any:
    """Return the interview's answer to one question without its texts, or ``None``.

    With it: ``is_double`` (two texts stand side by side), the question's ``scale``, ``known_revision`` (what this save was
    given when it came before) and ``has_marks``.
    """
    return _ANSWER.find(interview=interview.pk, question=question, save=save)


def write_answer(
    answer: InterviewAnswer,
    save: UUID,
    sealed: bytes | None,
    state: str,
    choice: int | None,
    *,
    into_other: bool,
) -> None:
    """Write the text of one side, and that this save gave the answer its revision. Raises ``IntegrityError``.

    The caller holds the interview's lock.
    """
    revision = answer.revision
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE_OTHER if into_other else _WRITE_TEXT,
            [sealed, state, choice, revision, revision, answer.worry, answer.pk, save, revision],
        )
