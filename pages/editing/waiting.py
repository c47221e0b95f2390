"""What editors and the coordinator find of this room at ``/oversikt/`` and in the navigation."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail.models import TaskState

from common.registries import NavItem, OverviewRow
from common.swedish import count_text, day_text
from pages.editing.ageing import to_look_after


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Pages handed in for review, pages that age, links that lead nowhere."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return
    if user.has_perm("pages.review_pages"):
        yield from _handed_in()
    found = to_look_after()
    url = reverse("pages_to_look_after")
    if due := [page for page in found.pages if page.is_due]:
        first = min(due, key=lambda page: page.due)
        late = any(page.is_late for page in due)
        laws = " Slå upp lagarna igen också: de kan ha ändrats." if any(page.laws for page in due) else ""
        yield OverviewRow(
            title=f"Se över {count_text(len(due), 'sida', 'sidor')} på webbplatsen",
            url=url,
            consequence=f"En sida läses igenom en gång om året, så att besökare kan lita på den.{laws}",
            label=f"Försenat sedan {day_text(first.due)}" if late else f"Senast {day_text(first.due)}",
            tone="late" if late else "wait",
            due=first.due,
        )
    if found.links:
        number = count_text(len(found.links), "länk", "länkar")
        yield OverviewRow(
            title=f"Laga {number} som inte fungerar",
            url=f"{url}#lankar",
            consequence="Besökare kommer inte fram.",
            label="Väntar på dig",
            tone="wait",
        )


def _handed_in() -> Iterator[OverviewRow]:
    number = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count()
    if number:
        yield OverviewRow(
            title=f"Granska {count_text(number, 'sida', 'sidor')} från redaktörer",
            url=reverse("wagtailadmin_home"),
            consequence="Sidan publiceras när du har godkänt den.",
            label="Väntar på dig",
        )


def work_nav(user: Any) -> Iterator[NavItem]:
    """The way to the editors' rooms."""
    if user.has_perm("wagtailadmin.access_admin"):
        yield NavItem("Redaktion", reverse("wagtailadmin_home"), order=70)
