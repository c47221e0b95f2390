"""A small portal with a canary word in every text that somebody may not see.

A canary's word stands in exactly one object; ``may_see`` names the personas to whom that object is open.
Objects are made straight in the database, without raising cache stamps, so that a page which shows them
anyway can't hide behind the cache.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access.matrix import EVERYBODY


@dataclass
class World:
    """Objects by name, personas, and canaries: word → who may see it."""

    personas: dict[str, Any]
    objects: dict[str, Any] = field(default_factory=dict)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.objects[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def canary(self, *may_see: str) -> str:
        """Return a new word that only ``may_see`` may meet."""
        word = f"kanarie{uuid.uuid4().hex[:10]}"
        self.canaries[word] = frozenset(may_see)
        return word

    def forbidden(self, persona: str) -> list[str]:
        """Return the words ``persona`` must never meet."""
        return [word for word, may_see in self.canaries.items() if persona not in may_see]


#: Fills the world with one room's objects.
Planter = Any


def plant_calendar(world: World) -> None:
    """One event in each state for each of two associations."""
    from calendar_app.models import Event, Occurrence

    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    own = {"association": "representative", "other_association": "other_representative"}
    for holder, persona in own.items():
        association = world.objects[holder]
        for status in Event.Status:
            if status in Event.PUBLIC_STATUSES:
                may_see = EVERYBODY
            elif status == Event.Status.PROPOSED:
                may_see = frozenset({persona, "coordinator"})
            else:
                may_see = frozenset({persona})
            event = Event.objects.create(
                title=f"Träff {world.canary(*may_see)}",
                description=f"Välkommen {world.canary(*may_see)}",
                place=f"Lokalen {world.canary(*may_see)}",
                # The link is sent to those who have registered: on no public page, whatever the state.
                online_link=f"https://mote.example.org/{world.canary(persona, 'coordinator')}",
                attendance="both",
                contact_email=f"{world.canary(*may_see)}@example.org",
                status=status,
                kind="open_house",
                municipality=world.municipality,
                created_by=world.personas[persona].actor_id,
            )
            event.associations.add(association)
            occurrence = Occurrence.objects.create(event=event, start=start, end=start + timedelta(hours=2))
            world.objects[f"{holder}_{status}"] = event
            world.objects[f"{holder}_{status}_occurrence"] = occurrence
