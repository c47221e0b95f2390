"""Who may do what with an association's entry."""

from typing import Any

import rules

from accounts.holdings import held, register_holding
from accounts.rules import is_coordinator

register_holding(
    "associations.represented",
    lambda user: user.represents.current(),
    association="association_id",
    name="association__name",
    trusted="association__trusted",
)


def represented_ids(user: Any) -> frozenset[int]:
    """Return the ids of the associations ``user`` represents."""
    return frozenset(row["association"] for row in represented(user))


def represented(user: Any) -> list[dict[str, Any]]:
    """Return the associations ``user`` represents: id, name, and whether it is trusted."""
    return held(user, "associations.represented")


@rules.predicate
def represents(user: Any, association: Any) -> bool:
    return association is not None and association.pk in represented_ids(user)


@rules.predicate
def represents_somebody(user: Any) -> bool:
    return bool(represented_ids(user))


@rules.predicate
def is_trusted(user: Any, association: Any) -> bool:
    return association is not None and bool(association.trusted)


@rules.predicate
def represents_version(user: Any, version: Any) -> bool:
    return version is not None and version.association_id in represented_ids(user)


@rules.predicate
def is_version_of_trusted(user: Any, version: Any) -> bool:
    return version is not None and bool(version.association.trusted)


#: The directory as a whole: approve, list, networks, representatives, reports, confirmation dates.
rules.add_perm("associations.maintain", is_coordinator)
#: Pages for those who keep at least one entry.
rules.add_perm("associations.work", is_coordinator | represents_somebody)
#: Propose changes to the entry, keep its contact persons.
rules.add_perm("associations.edit_entry", is_coordinator | represents)
#: Publish changes to the entry at once, without asking.
rules.add_perm("associations.publish_entry", is_coordinator | (represents & is_trusted))
rules.add_perm("associations.confirm", is_coordinator | represents)
rules.add_perm("associations.edit_version", is_coordinator | represents_version)
rules.add_perm("associations.publish_version", is_coordinator | (represents_version & is_version_of_trusted))
