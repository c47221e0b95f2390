"""Which placements a person can find. What they may do there is in ``peersupport.rules``."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.rules import is_administrator, is_coordinator
from organisations.rules import held_unit_ids
from peersupport.rules import evaluated_placement_ids
from peersupport.words import IN_WORK


class PlacementQuerySet(models.QuerySet[Any]):
    def public(self) -> "PlacementQuerySet":
        """Where somebody works, at units that have ticked that it may be shown."""
        return self.filter(is_public=True, status__in=IN_WORK)

    def visible_to(self, user: Any) -> "PlacementQuerySet":
        """In the workspace: of one's unit, those one supervises or evaluates, all for coordinators."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if is_coordinator(user) or is_administrator(user):
            return self
        units = held_unit_ids(user, "unit_manager") | held_unit_ids(user, "supervisor")
        return self.filter(Q(unit_id__in=units) | Q(pk__in=evaluated_placement_ids(user)))

    def for_listing(self) -> "PlacementQuerySet":
        return self.select_related("unit__municipality", "unit__principal", "employer_association")


class InterestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "InterestQuerySet":
        """All for coordinators, one's own unit's for its manager."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if is_coordinator(user):
            return self
        return self.filter(unit_id__in=held_unit_ids(user, "unit_manager"))

    def waiting(self) -> "InterestQuerySet":
        return self.filter(state="waiting")
