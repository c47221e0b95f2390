"""What the manager, and the peer, answer at an address of their own: sealed, read by the team, destroyed in time.

One person is no anonymous count. The form says so before anything is typed, and nothing of it is counted, compared or
published.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import sealing, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from common.writing import cleaned
from peersupport.models import Evaluation, EvaluationStatement
from peersupport.questionnaires import words_of

LONGEST: Final = 3000
#: A statement goes so many months after it was given.
KEPT_MONTHS: Final = 6
SAID_BEFORE: Final = (
    "Det finns redan ett svar härifrån. Det du skrev nu har inte skickats. Vill du säga något mer, prata med "
    "utvärderingsteamet."
)
_State = Evaluation.State


@transaction.atomic
def send_statement(statement: EvaluationStatement, words: Mapping[str, str]) -> bool:
    """Keep one person's answers, sealed. Return whether they were new: the same sent twice changes nothing.

    ``words`` are by question name. Raises ``DomainError`` when the time is over, nothing is written, or somebody with the
    same address has sent other words: a unit may have two managers, and nobody is thanked for what is not kept.
    """
    locked = (
        EvaluationStatement.objects.select_for_update(of=("self",))
        .select_related("evaluation")
        .get(pk=statement.pk)
    )
    if locked.said_on is None and not takes_answers(locked):
        raise DomainError("Tiden att svara är slut. Det du skrev har inte skickats.")
    kept = {
        one.name: cleaned(words.get(one.name, ""), field=one.name, longest=LONGEST)
        for one in words_of(locked.asked)
    }
    kept = {name: text for name, text in kept.items() if text}
    if locked.said_on is not None:
        if kept and kept != _said(locked):
            raise DomainError(SAID_BEFORE)
        return False
    if not kept:
        raise DomainError("Du har inte skrivit något än. Svara på minst en fråga.")
    locked.key_id = sealing.new_key()
    sealing.seal_field(locked, "sealed", json.dumps(kept), locked.key_id)
    locked.said_on = today()
    # No trail row: with the day it would tell who of two tabs, machines or people it was.
    locked.save(update_fields=["key_id", "sealed", "said_on"])
    return True


def _said(statement: EvaluationStatement) -> dict[str, str]:
    """Return what was sent, by question; nothing when it has been destroyed. For the comparison alone, never shown."""
    if statement.sealed is None or statement.key_id is None:
        return {}
    ring = sealing.keyring({statement.key_id})
    place = sealing.place_of(statement, "sealed")
    said: dict[str, str] = json.loads(ring.unseal(statement.sealed, statement.key_id, place=place))
    return said


def takes_answers(statement: EvaluationStatement) -> bool:
    """Whether the statement can be given: until the report is made."""
    return statement.evaluation.state in {_State.OPEN, _State.READING} and statement.said_on is None


@transaction.atomic
def read_statements(evaluation: Evaluation, *, actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Open what manager and peer wrote, for the team alone: who, then each question with its answer. On the trail."""
    if not actor.has_perm("peersupport.read_evaluation_text", evaluation):
        raise PermissionDenied
    rows = list(evaluation.statements.filter(sealed__isnull=False))
    if not rows:
        return []
    trail.record_opened(evaluation, actor=actor)
    ring = sealing.keyring({row.key_id for row in rows})
    found = []
    for row in rows:
        assert row.key_id is not None and row.sealed is not None  # noqa: S101, PT018 - the query asked for it
        kept = json.loads(ring.unseal(row.sealed, row.key_id, place=sealing.place_of(row, "sealed")))
        said = [(one.text, kept[one.name]) for one in words_of(row.asked) if one.name in kept]
        found.append((row.get_asked_display(), said))
    return found


def destroy_old(day: date | None = None) -> int:
    """Shred the statements whose time is over; return how many. Each night."""
    limit = (day or today()) - relativedelta(months=KEPT_MONTHS)
    old = EvaluationStatement.objects.filter(sealed__isnull=False, said_on__lt=limit)
    return sum(_destroy(pk) for pk in old.values_list("pk", flat=True))


@transaction.atomic
def _destroy(pk: int) -> int:
    locked = EvaluationStatement.objects.select_for_update().filter(pk=pk, sealed__isnull=False).first()
    if locked is None or locked.key_id is None:
        return 0
    sealing.shred(locked.key_id)
    locked.sealed = locked.key_id = None
    locked.destroyed_on = today()
    locked.save(update_fields=["sealed", "key_id", "destroyed_on"])
    trail.record("destroy_statement", locked, actor=SYSTEM)
    return 1
