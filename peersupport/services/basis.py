"""The basis for a decision, frozen as an edition and made by the worker."""

from typing import Any

from django.db import transaction

from common.actors import Actor
from common.editions import request_edition, retry_edition
from common.errors import DomainError
from common.models import Edition
from peersupport.models import Placement
from peersupport.queries.basis import BASIS, BasisWords, basis_data, edition_key, editions_of
from peersupport.services.shared import cleaned, locked_placement, require

_MANAGE = "peersupport.manage_placement"


@transaction.atomic
def request_basis(placement: Placement, words: BasisWords, *, actor: Actor) -> Edition:
    """Freeze what stands now as the next edition, and queue its file.

    When nothing has changed since the latest edition, as when the button is pressed twice, that one is returned.
    """
    locked = locked_placement(placement, _MANAGE, actor=actor)
    words = BasisWords(
        cleaned(words.body, field="body", longest=160, required="Skriv vem underlaget är till."),
        cleaned(words.proposal, field="proposal", longest=3000, required="Skriv vad som föreslås."),
    )
    data = basis_data(locked, words)
    latest = editions_of(locked).first()
    if latest is not None and _says_the_same(latest, data):
        return latest
    return request_edition(
        kind=BASIS,
        key=edition_key(locked),
        title=f"Beslutsunderlag, {locked.unit}"[:200],
        data=data,
        actor=actor,
    )


def _says_the_same(latest: Edition, data: dict[str, Any]) -> bool:
    """Whether an edition would be the latest once more. One that is being made is, on whichever side of midnight."""
    if latest.state == Edition.State.FAILED:
        return False
    if latest.state == Edition.State.READY:
        return bool(latest.data == data)
    return bool(latest.data | {"made_on": ""} == data | {"made_on": ""})


def retry_basis(placement: Placement, edition: Edition, *, actor: Actor) -> None:
    """Try once more to make a file that failed."""
    require(actor, _MANAGE, placement)
    if edition.key != edition_key(placement):
        raise DomainError("Utgåvan hör till en annan placering.")
    retry_edition(edition, actor=actor)
