"""Who may do what with an association's entry."""

from typing import Any

import rules

from accounts.rules import is_coordinator


def represented_ids(user: Any) -> frozenset[int]:
    """Return the ids of the associations ``user`` represents; one query per request."""
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    cached = getattr(user, "_represented", None)
    if cached is None:
        cached = frozenset(user.represents.current().values_list("association_id", flat=True))
        user._represented = cached
    return cached


@rules.predicate
def represents(user: Any, association: Any) -> bool:
    return association is not None and association.pk in represented_ids(user)


rules.add_perm("associations.maintain", is_coordinator)
rules.add_perm("associations.edit_entry", is_coordinator | represents)
rules.add_perm("associations.confirm", is_coordinator | represents)
