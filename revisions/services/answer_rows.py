"""The rows behind one save. Fifty auditors write at once, each after every pause of a second.

Most saves are plain: the next text in a field where nobody else has written. One question tells that it is so, and one
statement writes, if it is so still. All others are taken in turn, under the interview's lock.
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
from common.prepared import PreparedRow, planned_cursor
from revisions.models import AnswerSave, Interview, InterviewAnswer, QuoteMark
from revisions.models.interviews import of_team
from revisions.services.interviews import ONE_OPENING, WRITABLE

#: While an interview is one of these, its answers can be written.
OPEN = (Interview.Status.ONGOING, Interview.Status.DONE)
_IS_DOUBLE = ExpressionWrapper(Q(other_text__isnull=False), output_field=BooleanField())


def _written(text_pk: str, actor_id: UUID, since: datetime) -> QuerySet[TrailEntry]:
    """What the trail tells of a person's writing in one interview."""
    return TrailEntry.objects.filter(
        object_type=Interview._meta.label_lower,
        object_id=text_pk,
        at__gt=since,
        actor_id=actor_id,
        kind=TrailEntry.Kind.WRITE,
        verb="write_interview",
    )


def _places(
    interview: UUID, text_pk: str, question: UUID, save: UUID, user: int, actor_id: UUID, since: datetime
) -> QuerySet[InterviewAnswer]:
    # What is asked of other tables stands among the columns: as conditions, PostgreSQL would weigh every order of joins.
    return (
        InterviewAnswer.objects.filter(
            of_team(User(pk=user), "interview__"), interview=interview, question=question
        )
        .only("interview", "revision", "worry")
        .annotate(
            is_double=_IS_DOUBLE,
            key_id=F("interview__key_id"),
            status=F("interview__status"),
            audit_status=F("interview__audit__status"),
            raw_destroyed_on=F("interview__audit__raw_destroyed_on"),
            confidentiality_on=F("interview__audit__members__confidentiality_on"),
            no_care_relation_on=F("interview__audit__members__no_care_relation_on"),
            key_is_shredded=Exists(ShreddedKey.objects.filter(pk=OuterRef("interview__key_id"))),
            wrote_lately=Exists(_written(text_pk, actor_id, since)),
            has_marks=Exists(QuoteMark.objects.filter(answer=OuterRef("pk"))),
            save_is_known=Exists(AnswerSave.objects.filter(pk=save)),
        )
    )


def _interviews(pk: UUID, text_pk: str, user: int, actor_id: UUID, since: datetime) -> QuerySet[Interview]:
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
            wrote_lately=Exists(_written(text_pk, actor_id, since)),
        )
        .filter(pk=pk)
        .order_by()
    )


def _answers(interview: UUID, question: UUID, save: UUID) -> QuerySet[InterviewAnswer]:
    return (
        InterviewAnswer.objects.filter(interview=interview, question=question)
        .only("revision", "text_revision", "other_revision", "worry", "interview")
        .annotate(
            is_double=_IS_DOUBLE,
            scale=F("question__scale"),
            known_revision=Subquery(
                AnswerSave.objects.filter(pk=save, answer=OuterRef("pk")).values("revision")
            ),
            has_marks=Exists(QuoteMark.objects.filter(answer=OuterRef("pk"))),
        )
    )


_PLACE = PreparedRow(
    _places,
    interview=UUID(int=1),
    text_pk="an interview",
    question=UUID(int=2),
    save=UUID(int=3),
    user=-2,
    actor_id=UUID(int=4),
    since=datetime(1970, 1, 1, tzinfo=UTC),
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

#: Nothing is written when interview or answer is no longer as it was read.
_WRITE_PLAIN = """
WITH place AS (
    SELECT id FROM revisions_interview WHERE id = %s AND key_id = %s AND status IN ('ongoing', 'done') FOR UPDATE
), written AS (
    UPDATE revisions_interviewanswer AS answer SET text = %s, state = %s, choice = NULL, text_revision = %s, revision = %s
    FROM place
    WHERE answer.id = %s AND answer.interview_id = place.id AND answer.revision = %s AND answer.other_text IS NULL
    RETURNING answer.id
)
INSERT INTO revisions_answersave (id, answer_id, revision) SELECT %s, id, %s FROM written
"""


def find_plain_answer(interview: UUID, question: UUID, save: UUID, actor: Actor) -> Any:
    """Return the answer when there is nothing to it but to write the next text: the person may write here and is on the
    trail within the hour, no second text, no marks, and the save is new. Nothing is locked.

    With it: the interview's ``key_id``.
    """
    user = getattr(actor, "pk", None)
    if user is None:
        return None
    found: Any = _PLACE.find(
        interview=interview,
        text_pk=str(interview),
        question=question,
        save=save,
        user=user,
        actor_id=actor.actor_id,
        since=timezone.now() - ONE_OPENING,
    )
    return found if found is not None and _is_open(found) and _is_plain(found) else None


def _is_open(found: Any) -> bool:
    return bool(
        found.confidentiality_on
        and found.no_care_relation_on
        and found.key_id
        and not found.key_is_shredded
        and found.raw_destroyed_on is None
        and found.status in OPEN
        and found.audit_status in WRITABLE
    )


def _is_plain(found: Any) -> bool:
    return bool(found.wrote_lately and not (found.is_double or found.has_marks or found.save_is_known))


def write_plain_answer(answer: Any, save: UUID, sealed: bytes | None, state: str) -> bool:
    """Write the next text unless anything was changed since ``find_plain_answer``; tell whether it was written.

    One statement, so all of it happens or nothing.
    """
    base, revision = answer.revision, answer.revision + 1
    values = [sealed, state, revision, revision, answer.pk, base, save, revision]
    with planned_cursor() as cursor:
        cursor.execute(_WRITE_PLAIN, [answer.interview_id, answer.key_id, *values])
        return bool(cursor.rowcount == 1)


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
