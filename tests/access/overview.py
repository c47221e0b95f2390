"""What waits for me, my roles, and the trail."""

import uuid

from tests.access.matrix import SIGNED_IN, Route
from tests.access.world import World

ADMINISTRATOR = frozenset({"administrator"})

ROUTES = [
    Route("overview:overview", SIGNED_IN),
    Route("roles:mine", SIGNED_IN),
    Route("trail:entries", ADMINISTRATOR),
    Route("trail:entries", ADMINISTRATOR, query="?objekttyp=associations.association", label="filtered"),
    Route("trail:export", ADMINISTRATOR),
]


def plant(world: World) -> None:
    """Trail rows with words of their own in everything an administrator reads."""
    from common.models import TrailEntry

    for persona in ("coordinator", "bystander"):
        actor = world.personas.get(persona) or world.bystander
        TrailEntry.objects.create(
            actor_id=actor.actor_id,
            kind="write",
            room="associations",
            verb=world.canary(f"verb in the trail of the {persona}", ADMINISTRATOR),
            object_type="associations.association",
            object_id=world.canary(f"object in the trail of the {persona}", ADMINISTRATOR),
            fields=[world.canary(f"field in the trail of the {persona}", ADMINISTRATOR)],
        )
    # Somebody whose account is gone.
    TrailEntry.objects.create(
        actor_id=uuid.uuid4(),
        kind="opened",
        room="organisations",
        verb="open",
        object_type="organisations.unit",
        object_id=world.canary("object that a forgotten person opened", ADMINISTRATOR),
    )
