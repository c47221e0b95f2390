"""What other rooms show of this one; filled in by ``ProposalsConfig.ready``."""

from collections.abc import Iterable
from typing import Any

from accounts.rules import is_coordinator
from proposals.models import ProposalSource
from proposals.sources import register_source

#: The room's own sources: patient forums, study circles, focus groups and dialogue meetings.
ROOM = "proposals"


def register() -> None:
    """Fill in the registries."""
    register_source(ROOM, checkers=lambda user, source_id: is_coordinator(user), sources_of=entered_sources)


def entered_sources(user: Any) -> Iterable[str]:
    """The coordinator is the team of what the coordinator enters."""
    if not is_coordinator(user):
        return ()
    return ProposalSource.objects.filter(room=ROOM).values_list("source_id", flat=True)
