"""What the portal shows of introduction, supervision, obstacles and training elsewhere."""

from collections.abc import Iterator
from typing import Any

from common import registries
from common.processings import PUBLIC_TASK_HEALTH, Processing, register_processing, span
from common.registries import OverviewRow
from peersupport import support_tasks
from peersupport.queries import introduction, obstacles, supervision, support_overview, training
from peersupport.sections import Part, register_part
from peersupport.services import loop
from peersupport.services.support_reminders import LOG_KEPT

#: Loaded so that workers know its jobs.
__all__ = ["register", "support_tasks"]

_VIEW = "peersupport.view_placement"


def register() -> None:
    """Fill the registries."""
    loop.register()
    register_part(Part("Introduktion", "peersupport:introduction", _VIEW, 50, introduction.told))
    register_part(
        Part("Handledning", "peersupport:supervision", "peersupport.view_peer", 60, supervision.told)
    )
    register_part(Part("Hinder", "peersupport:obstacles", "peersupport.raise_obstacle", 70, obstacles.told))
    register_part(Part("Utbildning", "peersupport:training", _VIEW, 80, training.told))
    registries.register_overview_rows(overview_rows)
    register_processing(processing)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Supervision to note, obstacles to answer, refreshers to plan."""
    yield from support_overview.rows(user)


def processing() -> Processing:
    """What the privacy page tells of supervision and obstacles."""
    return Processing(
        slug="handledning-peer-support",
        name="Handledning och hinder i peer support",
        purpose="Handledningen ska bli av, och det som är i vägen på arbetsplatsen ska få ett svar.",
        what=(
            "Vilka dagar handledningen är och om den hölls. Aldrig vad som sades: det finns inget fält för det. Hinder "
            "handlar om arbetsplatsen; vem som skrev dem sparas så länge personen har ett konto."
        ),
        basis=PUBLIC_TASK_HEALTH,
        who="Enhetschefen, handledaren och samordnaren. Varje gång någon öppnar sidan noteras det.",
        how_long=f"Dagarna tas bort {span(LOG_KEPT)} efter handledningen. Hinder finns kvar så länge placeringen gör det.",
        order=56,
    )
