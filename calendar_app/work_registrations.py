"""What the overview, the navigation and "my data" show of calendar work; filled in by ``CalendarConfig.ready``."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from calendar_app.queries.work.own import next_own_rows, own_draft_count
from calendar_app.queries.work.reach import work_links
from calendar_app.queries.work.waiting import oldest_wait, waiting_page
from calendar_app.services.privacy import forget_person, held_of_person
from common import registries
from common.registries import NavItem, OverviewRow, OverviewSection, PersonalData
from common.swedish import count_text

#: The overview is no list: so many rows, and a way to the rest.
MOST_IN_OVERVIEW = 5


def register() -> None:
    """Fill in the registries."""
    registries.register_overview_rows(overview_rows)
    registries.register_overview_sections(overview_sections)
    registries.register_work_nav(work_nav)
    registries.register_personal_data(PersonalData("calendar_work", held_of_person, forget_person))


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Proposals and changes wait for the coordinator; drafts and returned ones for the association."""
    if user.has_perm("calendar_app.review_events"):
        yield from _coordinator_rows(user)
    elif user.has_perm("calendar_app.add_event"):
        drafts = own_draft_count(user)
        if drafts:
            yield OverviewRow(
                title=f"Skriv klart {count_text(drafts, 'utkast', 'utkast', neuter=True)}",
                url=reverse("calendar_app:own_events"),
                consequence="Ett utkast syns inte i kalendern förrän ni har skickat det.",
                label="Inte skickat",
                tone="wait",
            )


def _coordinator_rows(user: Any) -> Iterator[OverviewRow]:
    page = waiting_page(user)
    if page.proposals:
        number = count_text(len(page.proposals), "aktivitet", "aktiviteter")
        yield OverviewRow(
            title=f"Granska {number} från föreningar",
            url=reverse("calendar_app:work_waiting"),
            consequence=oldest_wait(page.proposals),
            label="Väntar på dig",
        )
    if page.changes:
        yield OverviewRow(
            title=f"Granska {count_text(len(page.changes), 'ändring', 'ändringar')} av publicerade aktiviteter",
            url=reverse("calendar_app:work_waiting"),
            consequence="Det som är publicerat ligger kvar så länge.",
            label="Väntar på dig",
        )


def overview_sections(user: Any) -> Iterator[OverviewSection]:
    """The publication queue for the coordinator; the next activities for an association."""
    if user.has_perm("calendar_app.review_events"):
        rows = waiting_page(user).proposals
        if rows:
            context = {"rows": rows[:MOST_IN_OVERVIEW], "url": reverse("calendar_app:work_waiting")}
            yield OverviewSection("calendar_app/work/_overview_queue.html", context, order=20)
    elif user.has_perm("calendar_app.add_event"):
        rows = next_own_rows(user, MOST_IN_OVERVIEW)
        if rows:
            context = {"rows": rows, "url": reverse("calendar_app:own_events")}
            yield OverviewSection("calendar_app/work/_overview_next.html", context, order=20, aside=True)


def work_nav(user: Any) -> Iterator[NavItem]:
    """The working list; for associations also a way to write something new (the coordinator's list has it)."""
    if not user.has_perm("calendar_app.add_event"):
        return
    label, url = work_links(user)
    yield NavItem(label, url, order=20)
    if not user.has_perm("calendar_app.review_events"):
        yield NavItem("Ny aktivitet", reverse("calendar_app:event_new"), order=21)
