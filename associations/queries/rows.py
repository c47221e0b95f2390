"""The rows a page may start from: always through what the asker may see."""

from typing import Any

from associations.models import (
    Association,
    AssociationNetwork,
    AssociationQuerySet,
    ConfirmationRound,
    ContactPerson,
    EntryVersion,
    ErrorReport,
)
from associations.models.confirmation import ConfirmationRoundQuerySet
from associations.models.entries import EntryVersionQuerySet
from associations.models.networks import NetworkQuerySet
from associations.models.people import ContactPersonQuerySet
from associations.models.reports import ErrorReportQuerySet


def public_associations() -> AssociationQuerySet:
    """Return the entries everybody sees, with everything a page shows of them."""
    return Association.objects.public().with_entry()


def visible_associations(user: Any) -> AssociationQuerySet:
    """Return the associations ``user`` may see, with everything a page shows of them."""
    return Association.objects.visible_to(user).with_entry()


def own_associations(user: Any) -> list[Association]:
    """Return the associations whose entry ``user`` keeps."""
    return list(Association.objects.represented_by(user).in_order())


def public_networks() -> NetworkQuerySet:
    """Return the networks everybody sees, with their public members."""
    return AssociationNetwork.objects.public().with_public_members()


def visible_networks(user: Any) -> NetworkQuerySet:
    """Return the networks ``user`` may see."""
    return AssociationNetwork.objects.visible_to(user)


def members(network: AssociationNetwork) -> AssociationQuerySet:
    """Return every member of a network, listed or not."""
    return Association.objects.filter(memberships__network=network).in_order()


def visible_versions(user: Any) -> EntryVersionQuerySet:
    """Return the versions ``user`` may see."""
    return EntryVersion.objects.visible_to(user)


def visible_contacts(user: Any) -> ContactPersonQuerySet:
    """Return the contact persons whose whole rows ``user`` may see."""
    return ContactPerson.objects.visible_to(user)


def visible_reports(user: Any) -> ErrorReportQuerySet:
    """Return the reports ``user`` may see."""
    return ErrorReport.objects.visible_to(user)


def visible_rounds(user: Any) -> ConfirmationRoundQuerySet:
    """Return the confirmation rounds ``user`` may see, with their associations."""
    return ConfirmationRound.objects.visible_to(user).select_related("association")
