"""Associations, their entries, contact persons, representatives, networks and yearly confirmation."""

from associations.models.choices import (
    Activity,
    AgeGroup,
    Audience,
    Focus,
    Level,
    MembershipNeed,
    Premises,
    PremisesFact,
    VerifiedBy,
)
from associations.models.confirmation import ConfirmationRound
from associations.models.entries import Association, AssociationQuerySet, EntryVersion
from associations.models.networks import AssociationNetwork, Membership
from associations.models.people import ContactPerson, Representative
from associations.models.reports import ErrorReport

__all__ = [
    "Activity",
    "AgeGroup",
    "Association",
    "AssociationNetwork",
    "AssociationQuerySet",
    "Audience",
    "ConfirmationRound",
    "ContactPerson",
    "EntryVersion",
    "ErrorReport",
    "Focus",
    "Level",
    "Membership",
    "MembershipNeed",
    "Premises",
    "PremisesFact",
    "Representative",
    "VerifiedBy",
]
