"""Reads for the workspace: one's own page, the coordinator's list, old beside new."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from accounts.models import User
from associations.facts import FACT_LABELS, EntryFacts, fact_text, facts_of
from associations.models import (
    Association,
    AssociationNetwork,
    ConfirmationRound,
    EntryVersion,
    ErrorReport,
    Representative,
)
from associations.queries.entry import PublicEntry, age_text, public_entry
from associations.services.confirmation import INTERVAL
from common.registries import Tone
from common.swedish import local_date, today
from organisations.models import Municipality


@dataclass(frozen=True)
class DiffRow:
    """One fact, as it is public and as it is proposed. ``later`` tells that both sides changed it."""

    label: str
    old: str
    new: str
    changed: bool
    later: bool = False


@dataclass(frozen=True)
class WorkRow:
    """One association in the coordinator's list."""

    association: Association
    state: str
    tone: Tone
    verified_on: date | None
    age: str
    is_waiting: bool
    reports: int
    next_question: date | None


@dataclass(frozen=True)
class VersionRow:
    """One line of the history."""

    version: EntryVersion
    who: str
    facts: list[str]
    tone: Tone


@dataclass(frozen=True)
class OwnPage:
    """Everything the page "Vår sida" shows."""

    association: Association
    entry: PublicEntry
    state: str
    tone: Tone
    waiting: EntryVersion | None
    waiting_rows: list[DiffRow]
    rejected: EntryVersion | None
    round: ConfirmationRound | None
    open_reports: int


_TONES: dict[str, Tone] = {"draft": "wait", "listed": "done", "unconfirmed": "late", "unlisted": "no"}
_VERSION_TONES: dict[str, Tone] = {
    "approved": "done",
    "proposed": "wait",
    "rejected": "no",
    "superseded": "no",
}


def starting_facts(association: Association, user: Any) -> EntryFacts:
    """Return what the form starts from: one's own waiting proposal on top of what is public."""
    facts = facts_of(association)
    waiting = association.versions.waiting().first()
    if waiting is None or user.has_perm("associations.maintain"):
        return facts
    return facts.with_facts_of(EntryFacts.from_json(waiting.facts), waiting.changed)


def own_page(association: Association) -> OwnPage:
    """Return the page of one association for those who keep it."""
    waiting = association.versions.waiting().first()
    latest = association.versions.order_by("-number").first()
    rejected = latest if latest and latest.state == EntryVersion.State.REJECTED else None
    return OwnPage(
        association=association,
        entry=public_entry(association),
        state=str(association.get_status_display()),
        tone=_TONES[association.status],
        waiting=waiting,
        waiting_rows=diff_rows(association, waiting) if waiting else [],
        rejected=rejected,
        round=association.confirmation_rounds.open().first(),
        open_reports=association.error_reports.open().count(),
    )


def diff_rows(association: Association, version: EntryVersion) -> list[DiffRow]:
    """Return every fact: what is public now beside what approving ``version`` would make of it."""
    places = dict(Municipality.objects.values_list("pk", "name"))
    now = facts_of(association)
    proposed = now.with_facts_of(EntryFacts.from_json(version.facts), version.changed)
    base = (
        association.versions.filter(number__lt=version.number)
        .exclude(state__in=[EntryVersion.State.REJECTED, EntryVersion.State.PROPOSED])
        .order_by("-number")
        .first()
    )
    since = now.changed_from(EntryFacts.from_json(base.facts)) if base else []
    return [
        DiffRow(
            label=label,
            old=fact_text(name, getattr(now, name), places),
            new=fact_text(name, getattr(proposed, name), places),
            changed=getattr(now, name) != getattr(proposed, name),
            later=name in since and name in version.changed,
        )
        for name, label in FACT_LABELS.items()
    ]


def compared(old: EntryFacts, new: EntryFacts) -> list[DiffRow]:
    """Return two versions' facts side by side, those that differ."""
    places = dict(Municipality.objects.values_list("pk", "name"))
    return [
        DiffRow(
            label=FACT_LABELS[name],
            old=fact_text(name, getattr(old, name), places),
            new=fact_text(name, getattr(new, name), places),
            changed=True,
        )
        for name in new.changed_from(old)
    ]


def history(association: Association) -> list[VersionRow]:
    """Return the versions, newest first, with who made them where the account still exists."""
    versions = list(association.versions.order_by("-number"))
    names = actor_names({version.actor_id for version in versions})
    return [
        VersionRow(
            version=version,
            who=names.get(version.actor_id, "Portalen" if version.actor_id.int == 0 else "Borttaget konto"),
            facts=[FACT_LABELS[name] for name in version.changed if name in FACT_LABELS],
            tone=_VERSION_TONES[version.state],
        )
        for version in versions
    ]


def actor_names(ids: set[UUID]) -> dict[UUID, str]:
    """Return the names behind opaque actor ids; erased accounts are missing."""
    return dict(User.objects.filter(actor_id__in=ids).values_list("actor_id", "name"))


def work_rows(words: str = "", part: str = "") -> list[WorkRow]:
    """Return the coordinator's list: every association, what waits and how old its facts are.

    ``part`` picks ``vantar`` (proposals), ``anmalda`` (reports), ``gamla`` (not confirmed) or ``dolda``.
    """
    rows = Association.objects.annotate(
        is_waiting=Exists(EntryVersion.objects.waiting().filter(association=OuterRef("pk"))),
        reports=Count("error_reports", filter=Q(error_reports__handled_at=None), distinct=True),
        next_question=Subquery(
            ConfirmationRound.objects.open().filter(association=OuterRef("pk")).values("next_on")[:1]
        ),
    )
    parts = {
        "vantar": Q(is_waiting=True),
        "anmalda": Q(reports__gt=0),
        "gamla": Q(status=Association.Status.UNCONFIRMED) | Q(verified_on__lt=today() - INTERVAL),
        "dolda": Q(status__in=[Association.Status.DRAFT, Association.Status.UNLISTED]),
    }
    rows = rows.filter(parts.get(part, Q()))
    found = rows.matching(words) if words else rows.in_order()
    return [_work_row(one) for one in found]


def part_counts() -> dict[str, int]:
    """Return how many associations each part of the coordinator's list holds."""
    old = today() - INTERVAL
    waiting = EntryVersion.objects.waiting().filter(association=OuterRef("pk"))
    reported = ErrorReport.objects.open().filter(association=OuterRef("pk"))
    return Association.objects.aggregate(
        alla=Count("pk"),
        vantar=Count("pk", filter=Exists(waiting)),
        anmalda=Count("pk", filter=Exists(reported)),
        gamla=Count("pk", filter=Q(status=Association.Status.UNCONFIRMED) | Q(verified_on__lt=old)),
        dolda=Count("pk", filter=Q(status__in=[Association.Status.DRAFT, Association.Status.UNLISTED])),
    )


def current_representatives(association: Association) -> list[Representative]:
    """Return those who keep the entry."""
    return list(association.representatives.current().select_related("user").order_by("since"))


def open_rounds() -> list[ConfirmationRound]:
    """Return the open confirmation rounds, soonest next step first."""
    return list(
        ConfirmationRound.objects.open()
        .select_related("association")
        .order_by("next_on", "association__name")
    )


def open_reports() -> list[ErrorReport]:
    """Return the reports nobody has taken care of, oldest first."""
    return list(ErrorReport.objects.open().select_related("association").order_by("created_at"))


def networks() -> list[AssociationNetwork]:
    """Return every network with how many members it has, as ``member_count``."""
    return list(AssociationNetwork.objects.annotate(member_count=Count("members")).in_order())


def _work_row(association: Any) -> WorkRow:
    verified: date | None = association.verified_on
    known = verified or (local_date(association.published_at) if association.published_at else None)
    expected = known + INTERVAL if known and association.is_public else None
    return WorkRow(
        association=association,
        state=str(association.get_status_display()),
        tone=_TONES[association.status],
        verified_on=verified,
        age=age_text(verified, today()) if verified else "",
        is_waiting=association.is_waiting,
        reports=association.reports,
        next_question=association.next_question or expected,
    )
