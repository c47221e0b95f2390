"""What other rooms show of the published audits; filled in by ``RevisionsConfig.ready``."""

from collections.abc import Iterator
from typing import Any

from common import registries
from common.registries import NavItem, Panel
from proposals.sources import register_areas
from revisions import search_sources
from revisions.queries.public_areas import improvement_areas
from revisions.queries.public_start import start_panel
from revisions.services.source import ROOM


def register() -> None:
    """Fill in the registries."""
    registries.register_main_nav(NavItem("Brukarrevisioner", "/brukarrevisioner/", order=30))
    for source in search_sources.sources():
        registries.register_search_source(source)
    registries.register_start_page(newest)
    register_areas(ROOM, improvement_areas)


def newest(parameters: Any) -> Iterator[Panel]:
    """The newest report and what goes on. Nothing that anybody may know of is no panel."""
    panel = start_panel()
    if panel is not None:
        yield Panel("revisions/public/_start.html", {"panel": panel}, order=20)
