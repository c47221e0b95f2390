"""Who may do what in the loop.

``subject`` is a source, or something that belongs to one: a proposal, an addressee, a measure of a proposal.
"""

from dataclasses import dataclass
from typing import Any

import rules
from django.db.models import Q

from accounts.holdings import held, register_holding
from accounts.rules import is_administrator, is_coordinator
from organisations.models import Respondent
from organisations.rules import held_unit_ids
from proposals.sources import is_checker, own_sources

register_holding(
    "proposals.offices",
    # A named respondent is known by the account, or by the address in office when no account was tied to it.
    lambda user: Respondent.objects.filter(Q(user=user) | Q(user=None, email__iexact=user.email)),
    kind="kind",
    unit="unit_id",
    unit_name="unit__name",
    principal="principal_id",
    principal_name="principal__name",
)


@dataclass(frozen=True)
class Bodies:
    """Units and principals by id."""

    units: frozenset[int] = frozenset()
    principals: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.units or self.principals)

    def hold(self, row: Any) -> bool:
        """Whether ``row`` (an addressee, a measure) is one of theirs."""
        return row.unit_id in self.units or getattr(row, "principal_id", None) in self.principals


def answered_bodies(user: Any) -> Bodies:
    """Return those ``user`` answers for: as unit manager, or named as respondent."""
    named = _bodies(user, Respondent.Kind.RESPONDENT)
    return Bodies(named.units | held_unit_ids(user, "unit_manager"), named.principals)


def overseen_bodies(user: Any) -> Bodies:
    """Return those ``user`` is named as superior of."""
    return _bodies(user, Respondent.Kind.SUPERIOR)


def offices(user: Any, kind: str) -> list[dict[str, Any]]:
    """Return where ``user`` is named as ``kind``: id and name of a unit or of a principal."""
    return [row for row in held(user, "proposals.offices") if row["kind"] == kind]


def _bodies(user: Any, kind: str) -> Bodies:
    rows = offices(user, kind)
    return Bodies(
        frozenset(row["unit"] for row in rows if row["unit"]),
        frozenset(row["principal"] for row in rows if row["principal"]),
    )


def _source(subject: Any) -> Any:
    """Return the source of a proposal, of an addressee, or the source itself; a unit's own measure has none."""
    for name in ("addressee", "proposal", "source"):
        subject = getattr(subject, name, subject)
    return subject


@rules.predicate
def in_team(user: Any, subject: Any) -> bool:
    """In the team of the source: writes drafts, sends, publishes."""
    source = _source(subject)
    return source is not None and source.source_id in own_sources(user).get(source.room, frozenset())


@rules.predicate
def checks(user: Any, subject: Any) -> bool:
    """Among those who look whether it happened."""
    source = _source(subject)
    return source is not None and is_checker(user, source.room, source.source_id)


@rules.predicate
def is_own_source(user: Any, subject: Any) -> bool:
    """A source that the coordinator enters, such as a patient forum."""
    source = _source(subject)
    return source is not None and source.room == "proposals"


@rules.predicate
def answers_for(user: Any, subject: Any) -> bool:
    """Answers for the unit or principal that an addressee or a measure names, or for a unit."""
    if subject is None:
        return False
    body = getattr(subject, "addressee", None) or subject
    if hasattr(body, "unit_id"):
        return answered_bodies(user).hold(body)
    return body.pk in answered_bodies(user).units


@rules.predicate
def answers_for_somebody(user: Any) -> bool:
    return bool(answered_bodies(user))


@rules.predicate
def oversees_somebody(user: Any) -> bool:
    return bool(overseen_bodies(user))


@rules.predicate
def is_in_some_team(user: Any) -> bool:
    return any(own_sources(user).values())


rules.add_perm("proposals.oversee", is_coordinator)
rules.add_perm("proposals.list_proposals", is_coordinator | is_in_some_team)
rules.add_perm("proposals.enter_proposal", is_coordinator)
rules.add_perm("proposals.set_rules", is_coordinator | is_administrator)
rules.add_perm("proposals.work_on_source", in_team)
rules.add_perm("proposals.run_source", in_team & is_own_source)
rules.add_perm("proposals.sort_proposal", in_team | is_coordinator)
rules.add_perm("proposals.ask_users", checks | is_coordinator)
rules.add_perm("proposals.check", checks)
rules.add_perm("proposals.plan_follow_up", in_team | is_coordinator)
rules.add_perm("proposals.have_answers", answers_for_somebody)
rules.add_perm("proposals.answer", answers_for)
rules.add_perm("proposals.see_late", oversees_somebody)
