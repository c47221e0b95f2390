"""Keys for sealed answers, made in advance and taken at random.

A key's file in the key store has a date. Were it made when somebody answers, the date would tell when. So a survey makes
a number of keys when it opens, and more at night, and an answer takes any of them.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from common import sealing
from surveys.models import Question, SpareKey, Survey

#: Ready when a survey opens, and filled up to each night.
READY: Final = 20
#: Made at once when all are taken in one day. A survey with fixed answers needs keys only for what is put away.
MORE: Final = 5


def fill_up(survey: Survey) -> None:
    """Make keys until enough are ready."""
    wanted = READY if survey.questions.filter(kind=Question.Kind.OPEN).exists() else MORE
    missing = wanted - survey.spare_keys.count()
    if missing > 0:
        _make(survey, missing)


def take_key(survey: Survey) -> UUID:
    """Take one of the survey's spare keys, any one, inside the caller's transaction."""
    spare = _any_free(survey)
    if spare is None:
        _make(survey, MORE)
        spare = _any_free(survey)
    if spare is None:  # another request took them all in between
        return sealing.new_key()
    key_id = spare.key_id
    spare.delete()
    return key_id


def shred_all(key_ids: Iterable[UUID | None]) -> None:
    """Queue the destruction of keys. Only ever called for a whole survey, never because of one respondent."""
    for key_id in key_ids:
        if key_id is not None:
            sealing.shred(key_id)


def _make(survey: Survey, number: int) -> None:
    SpareKey.objects.bulk_create(SpareKey(key_id=sealing.new_key(), survey=survey) for _ in range(number))


def _any_free(survey: Survey) -> SpareKey | None:
    return survey.spare_keys.select_for_update(skip_locked=True).order_by("?").first()
