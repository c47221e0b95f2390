"""Networks of associations."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction

from associations.models import Association, AssociationNetwork, Membership
from associations.services.entries import NOT_ALLOWED
from associations.services.readers import tell_readers
from associations.services.slugs import free_address
from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text

NETWORK_LABELS: Final = {
    "name": "Namn",
    "description": "Om nätverket",
    "meetings": "Möten",
    "contact_name": "Kontakt",
    "contact_email": "E-post",
    "contact_phone": "Telefon",
}
NAME_TAKEN = "Det finns redan ett nätverk som heter så. Skriv ett annat namn."


@dataclass(frozen=True, kw_only=True)
class NetworkFacts:
    """What a network tells about itself. ``contact_phone`` is E.164."""

    name: str
    description: str = ""
    meetings: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@transaction.atomic
def create_network(name: str, *, actor: Actor, **facts: Any) -> AssociationNetwork:
    """Add a network, shown to everybody from the start. ``facts`` are those of ``NetworkFacts``."""
    _require(actor)
    network = AssociationNetwork(slug=free_address(AssociationNetwork, clean_text(name), "natverk"))
    _save(network, NetworkFacts(name=name, **facts))
    trail.record("create_network", network, actor=actor)
    tell_readers()
    return network


@transaction.atomic
def edit_network(
    network: AssociationNetwork, facts: NetworkFacts, *, expected_version: int, actor: Actor
) -> AssociationNetwork:
    """Change a network's facts. Raises ``EditConflictError`` when somebody saved in between."""
    locked = _lock(network, actor)
    changed = [name for name in NETWORK_LABELS if getattr(locked, name) != getattr(facts, name)]
    if locked.version != expected_version:
        raise EditConflictError(
            "Nätverket har ändrats sedan du öppnade sidan. Det du har skrivit är kvar. "
            "Spara igen om det är ditt som ska gälla.",
            changed={NETWORK_LABELS[name]: (getattr(locked, name), getattr(facts, name)) for name in changed},
        )
    locked.version += 1
    _save(locked, facts)
    trail.record("edit_network", locked, actor=actor, fields=changed)
    tell_readers()
    return locked


@transaction.atomic
def set_network_listed(network: AssociationNetwork, listed: bool, *, actor: Actor) -> None:
    """Show the network's page to everybody, or take it down."""
    locked = _lock(network, actor)
    locked.is_listed = listed
    locked.save(update_fields=["is_listed"])
    trail.record("list_network" if listed else "unlist_network", locked, actor=actor, fields=["is_listed"])
    network.is_listed = listed
    tell_readers()


@transaction.atomic
def add_member(network: AssociationNetwork, association: Association, *, actor: Actor) -> None:
    """Make the association a member. Harmless when it is one already."""
    locked = _lock(network, actor)
    _, created = Membership.objects.get_or_create(network=locked, association=association)
    if created:
        trail.record("add_member", locked, actor=actor, fields=["members"])
        tell_readers()


@transaction.atomic
def remove_member(network: AssociationNetwork, association: Association, *, actor: Actor) -> None:
    """End the membership."""
    locked = _lock(network, actor)
    removed, _ = Membership.objects.filter(network=locked, association=association).delete()
    if removed:
        trail.record("remove_member", locked, actor=actor, fields=["members"])
        tell_readers()


def _require(actor: Actor) -> None:
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)


def _lock(network: AssociationNetwork, actor: Actor) -> AssociationNetwork:
    _require(actor)
    return AssociationNetwork.objects.select_for_update().get(pk=network.pk)


def _save(network: AssociationNetwork, facts: NetworkFacts) -> None:
    for name in NETWORK_LABELS:
        setattr(network, name, clean_text(getattr(facts, name)))
    if not network.name:
        raise DomainError("Skriv nätverkets namn.", field="name")
    try:
        with transaction.atomic():
            network.save()
    except IntegrityError as error:
        raise DomainError(NAME_TAKEN, field="name") from error
