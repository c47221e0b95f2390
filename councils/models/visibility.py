"""Which councils, meetings, items, minutes and claims a person can find. What they may do there is in ``councils.rules``."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.rules import is_administrator, is_coordinator
from associations.rules import represented_ids
from common.swedish import swedish_order
from councils.rules import (
    answered_municipality_ids,
    answered_unit_ids,
    member_council_ids,
    office_council_ids,
    read_principal_ids,
    secretary_council_ids,
)
from organisations.rules import held_unit_ids

#: Known to others than those who sit in the council or run it.
_CALLED = ("called", "held", "cancelled")


def _is_signed_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


class CouncilQuerySet(models.QuerySet[Any]):
    def public(self) -> "CouncilQuerySet":
        """Those with a public page; ended ones keep theirs."""
        return self.filter(is_public=True)

    def visible_to(self, user: Any) -> "CouncilQuerySet":
        """In the workspace: those one sits in or runs, those one's unit takes part in, all for coordinators."""
        if not _is_signed_in(user):
            return self.none()
        if is_coordinator(user) or is_administrator(user):
            return self
        mine = member_council_ids(user) | secretary_council_ids(user)
        managed = held_unit_ids(user, "unit_manager")
        return self.filter(Q(pk__in=mine) | Q(pk__in=_taking_part(self.model, managed)))

    def open_for_items_of(self, user: Any) -> "CouncilQuerySet":
        """Those ``user`` may propose an agenda item to: one's own, and those of one's association's networks."""
        if not _is_signed_in(user):
            return self.none()
        active = self.filter(status="active")
        if is_coordinator(user):
            return active
        mine = member_council_ids(user) | secretary_council_ids(user)
        represented = represented_ids(user)
        return active.filter(
            Q(pk__in=mine)
            | Q(network__memberships__association__in=represented)
            | Q(seats__association__in=represented, seats__withdrawn_on=None)
        ).distinct()

    def in_order(self) -> "CouncilQuerySet":
        """Active before paused before ended, then Swedish order."""
        is_over = models.Case(models.When(status="ended", then=True), default=False)
        return self.order_by(is_over, "status", swedish_order("name"))


def _taking_part(model: Any, units: frozenset[int]) -> Any:
    return model.units.through.objects.filter(unit_id__in=units).values("council_id")


class MeetingQuerySet(models.QuerySet[Any]):
    def public(self) -> "MeetingQuerySet":
        """Those with a public page: of a council that has one, called, held or cancelled, or shown in the calendar."""
        return self.filter(council__is_public=True).exclude(status="planned", in_calendar=False)

    def visible_to(self, user: Any) -> "MeetingQuerySet":
        """In the workspace: those of the councils one sits in or runs; once called, those of units one manages.

        Dialogue meetings, too, that a unit or municipality one answers for is invited to.
        """
        if not _is_signed_in(user):
            return self.none()
        if is_coordinator(user) or is_administrator(user):
            return self
        mine = member_council_ids(user) | secretary_council_ids(user)
        found = Q(council_id__in=mine)
        if managed := held_unit_ids(user, "unit_manager"):
            council = self.model._meta.get_field("council").related_model
            found |= Q(council_id__in=_taking_part(council, managed), status__in=_CALLED)
        units, towns = answered_unit_ids(user), answered_municipality_ids(user)
        if units or towns:
            dialogue = self.model._meta.get_field("dialogue").related_model
            invited = dialogue.objects.filter(Q(units__in=units) | Q(municipalities__in=towns))
            found |= Q(pk__in=invited.values("meeting"), status__in=_CALLED)
        return self.filter(found)

    def upcoming(self) -> "MeetingQuerySet":
        return self.filter(ends_at__gte=timezone.now()).exclude(status="cancelled").order_by("starts_at")

    def between(self, first: date, last: date) -> "MeetingQuerySet":
        """Those on the days ``first`` to ``last``, both among them."""
        return self.filter(day__gte=first, day__lte=last).order_by("starts_at")

    def for_listing(self) -> "MeetingQuerySet":
        return self.select_related("council", "council__area", "municipality", "dialogue__host", "minutes")


class AgendaItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "AgendaItemQuerySet":
        """Those of one's councils; a proposer follows their own, an association those it has proposed."""
        if not _is_signed_in(user):
            return self.none()
        if user.has_perm("councils.oversee"):
            return self
        mine = member_council_ids(user) | secretary_council_ids(user)
        return self.filter(
            Q(council_id__in=mine, state__in=["placed", "postponed", "treated"])
            | Q(council_id__in=office_council_ids(user))
            | Q(proposed_by=user)
            | Q(proposed_for__in=represented_ids(user))
        )


class MinutesQuerySet(models.QuerySet[Any]):
    def published(self) -> "MinutesQuerySet":
        """Those with an edition that anybody may read: also while a correction of it is written."""
        return self.filter(published_at__isnull=False, meeting__council__is_public=True)

    def visible_to(self, user: Any) -> "MinutesQuerySet":
        """Drafts: those who write them. Sent and approved: everyone in the council.

        Published, also while a correction is written: they, and managers of units that take part; all when the council is
        public. What they read then is the edition (``minutes_page``), never the draft.
        """
        if not _is_signed_in(user):
            return self.none()
        if user.has_perm("councils.oversee"):
            return self
        out = Q(published_at__isnull=False)
        found = Q(meeting__council_id__in=office_council_ids(user)) | Q(
            out | Q(status__in=["sent", "approved"]), meeting__council_id__in=member_council_ids(user)
        )
        if managed := held_unit_ids(user, "unit_manager"):
            meeting = self.model._meta.get_field("meeting").related_model
            council = meeting._meta.get_field("council").related_model
            found |= out & Q(meeting__council_id__in=_taking_part(council, managed))
        return self.published() | self.filter(found)


class ClaimQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ClaimQuerySet":
        """One's own, and for coordinators all but drafts of those who write for themselves.

        A correction that a coordinator began, or took back, is the coordinators' to go on with.
        """
        if not _is_signed_in(user):
            return self.none()
        own = Q(claimant=user)
        if user.has_perm("councils.attest"):
            begun = Q(corrects__isnull=False) & ~Q(written_by=models.F("claimant__actor_id"))
            return self.filter(own | ~Q(status="draft") | Q(claimant=None) | begun)
        return self.filter(own)

    def for_listing(self) -> "ClaimQuerySet":
        return self.select_related("meeting__council", "mandate", "association", "principal", "payroll_list")


class PayrollListQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "PayrollListQuerySet":
        """All for coordinators; for a payroll reader those sent to their principal."""
        if not _is_signed_in(user):
            return self.none()
        if user.has_perm("councils.send_payroll"):
            return self
        return self.filter(principal_id__in=read_principal_ids(user), sent_at__isnull=False)

    def for_listing(self) -> "PayrollListQuerySet":
        return self.select_related("principal")
