"""Who may do what with surveys. ``survey`` may also be a ``SurveyPlace``: where a new one is to stand."""

from dataclasses import dataclass
from typing import Any

import rules

from accounts.rules import is_administrator, is_coordinator
from organisations.rules import held_unit_ids
from surveys.owners import owner_of


@dataclass(frozen=True)
class SurveyPlace:
    """Where a survey stands: with an owner (room, id), with a unit, or with the county alone."""

    owner_room: str = ""
    owner_id: str = ""
    unit_id: int | None = None


@rules.predicate
def is_own(user: Any, survey: Any) -> bool:
    """A survey without an owner in another room."""
    return survey is None or not survey.owner_room


@rules.predicate
def manages_its_unit(user: Any, survey: Any) -> bool:
    managed = held_unit_ids(user, "unit_manager")
    return bool(managed) if survey is None else survey.unit_id in managed


@rules.predicate
def owner_lets_manage(user: Any, survey: Any) -> bool:
    owner = None if survey is None else owner_of(survey.owner_room)
    return owner is not None and owner.may_manage(user, survey.owner_id)


@rules.predicate
def owner_lets_read_text(user: Any, survey: Any) -> bool:
    owner = None if survey is None else owner_of(survey.owner_room)
    return owner is not None and owner.may_read_text(user, survey.owner_id)


@rules.predicate
def owner_lets_see_counts(user: Any, survey: Any) -> bool:
    owner = None if survey is None else owner_of(survey.owner_room)
    return owner is not None and owner.may_see_counts(user, survey.owner_id)


@rules.predicate
def is_signed_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


may_manage = is_signed_in & ((is_own & (is_coordinator | manages_its_unit)) | owner_lets_manage)

rules.add_perm("surveys.create_survey", may_manage)
rules.add_perm("surveys.manage_survey", may_manage)
# Staff recognise their patients' phrases (domain.md 2): a unit's manager gets counts, never the words.
rules.add_perm("surveys.read_texts", is_signed_in & ((is_own & is_coordinator) | owner_lets_read_text))
rules.add_perm(
    "surveys.see_counts", may_manage | (is_own & is_administrator) | (is_signed_in & owner_lets_see_counts)
)
