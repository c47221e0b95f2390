"""Who may do what with the calendar."""

from typing import Any

import rules

from accounts.rules import is_coordinator
from associations.rules import represented_ids, represents_somebody


@rules.predicate
def organises(user: Any, event: Any) -> bool:
    """The user represents one of the event's associations."""
    mine = represented_ids(user)
    return bool(mine) and event is not None and any(a.pk in mine for a in event.associations.all())


@rules.predicate
def organises_as_trusted(user: Any, event: Any) -> bool:
    """Every association behind the event is trusted, and the user represents one of them."""
    mine = represented_ids(user)
    if not mine or event is None:
        return False
    organisers = list(event.associations.all())
    return any(a.pk in mine for a in organisers) and all(a.trusted for a in organisers)


@rules.predicate
def wrote(user: Any, event: Any) -> bool:
    return event is not None and getattr(user, "actor_id", None) == event.created_by


@rules.predicate
def is_ours(user: Any, event: Any) -> bool:
    """Events of other rooms are changed there, not here."""
    return event is None or not event.owner_room


@rules.predicate
def represents_association(user: Any, association: Any) -> bool:
    return association is not None and association.pk in represented_ids(user)


rules.add_perm("calendar_app.add_event", is_coordinator | represents_somebody)
rules.add_perm("calendar_app.review_events", is_coordinator)
rules.add_perm("calendar_app.organise_for", is_coordinator | represents_association)
rules.add_perm("calendar_app.propose_event", is_ours & (is_coordinator | organises))
rules.add_perm("calendar_app.withdraw_event", is_ours & (is_coordinator | organises))
rules.add_perm("calendar_app.edit_event", is_ours & (is_coordinator | organises))
rules.add_perm("calendar_app.copy_event", is_coordinator | organises)
rules.add_perm("calendar_app.delete_event", is_ours & ((is_coordinator & wrote) | organises))
rules.add_perm("calendar_app.publish_event", is_ours & (is_coordinator | organises_as_trusted))
rules.add_perm("calendar_app.unpublish_event", is_ours & (is_coordinator | organises_as_trusted))
rules.add_perm("calendar_app.cancel_event", is_ours & (is_coordinator | organises))
rules.add_perm("calendar_app.archive_event", is_coordinator)
rules.add_perm("calendar_app.import_events", is_coordinator)
rules.add_perm("calendar_app.publish_edition", is_coordinator)
