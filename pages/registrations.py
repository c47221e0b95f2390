"""What other rooms show of this one; filled in by ``PagesConfig.ready``."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from common import registries
from common.registries import NavItem, OverviewRow, PersonalData
from common.swedish import day_text, today
from pages import own_pages, queries, search_sources
from pages.checklist import registrations as checklists
from pages.editing import people, waiting
from pages.enquiries import registrations as enquiries

#: How long before the day a check shows up among what waits.
SHOWN_AHEAD = timedelta(days=14)


def register() -> None:
    """Fill in the registries."""
    registries.register_main_nav(NavItem("Så påverkar du", "/sa-paverkar-du/", order=80))
    registries.register_main_nav(NavItem("Om oss", "/om-oss/", order=90))
    # Visitors have the search box on every page.
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_overview_rows(waiting.overview_rows)
    registries.register_work_nav(waiting.work_nav)
    registries.register_personal_data(
        PersonalData("pages_editing", people.held_of_person, people.forget_person)
    )
    for source in [*search_sources.sources(), own_pages.source()]:
        registries.register_search_source(source)
    checklists.register()
    enquiries.register()


def work_nav(user: Any) -> Iterator[NavItem]:
    """The search: it finds what one may open, also at work."""
    if user.is_authenticated:
        yield NavItem("Sök", reverse("pages:search"), order=95)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Numbers that must be rung and checked again, six months after the last time."""
    if not user.has_perm("pages.maintain_crisis_lines"):
        return
    for row in queries.crisis_line_rows():
        if row.due > today() + SHOWN_AHEAD:
            continue
        yield OverviewRow(
            title=f"Kontrollera hjälpnumret {row.line.number}",
            url=reverse("pages:crisis_lines"),
            consequence=f"Senast kontrollerat {day_text(row.line.verified_on)}. Ansvarig: {row.line.owner}.",
            label=f"Försenat sedan {day_text(row.due)}" if row.late else f"Senast {day_text(row.due)}",
            tone="late" if row.late else "wait",
            due=row.due,
        )
