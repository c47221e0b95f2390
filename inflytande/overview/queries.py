"""What the overview shows, gathered from every room's registration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from common import registries
from common.registries import HeldRole, NavItem, OverviewRow, OverviewSection
from common.swedish import day_text, today, week_text

#: Portal-wide roles name the workspace by themselves; others name what they are tied to.
PORTAL_WIDE = ("administrator", "coordinator", "editor")


@dataclass(frozen=True)
class Overview:
    """One person's overview. ``quiet`` says in kind words why nothing waits."""

    day: date
    day_text: str
    rows: list[OverviewRow]
    main: list[OverviewSection]
    aside: list[OverviewSection]
    quiet: tuple[str, str]
    has_role: bool
    new_event_url: str


def overview(user: Any) -> Overview:
    """Return what waits for ``user`` and what the rooms show beside it."""
    sections = registries.overview_sections(user)
    roles = registries.held_roles(user)
    day = today()
    return Overview(
        day=day,
        # "Onsdag 7 oktober 2026, vecka 41"
        day_text=f"{day_text(day, weekday=True).capitalize()}, {week_text(day)}",
        rows=registries.overview_rows(user),
        main=[section for section in sections if not section.aside],
        aside=[section for section in sections if section.aside],
        quiet=_quiet(roles),
        has_role=bool(roles),
        new_event_url=_new_event_url(user),
    )


def work_nav(user: Any) -> Iterator[NavItem]:
    """The overview comes first in the navigation of everybody who is signed in."""
    if user.is_authenticated:
        yield NavItem("Översikt", reverse("overview:overview"), order=0)


def workspace_label(user: Any) -> str:
    """Return whose workspace this is: "Arbetsyta för samordnare", "Egna Ord Hälsingland"."""
    roles = registries.held_roles(user)
    by_code = {role.code: role for role in reversed(roles)}
    for code in PORTAL_WIDE:
        if code in by_code:
            return f"Arbetsyta för {by_code[code].name.lower()}"
    scopes = sorted({role.scope for role in roles})
    return scopes[0] if len(scopes) == 1 else "Din arbetsyta"


def _quiet(roles: list[HeldRole]) -> tuple[str, str]:
    if not roles:
        return (
            "Du har ett konto men ingen roll än",
            "En roll avgör vad du ser och kan göra här. Hör av dig till samordnaren och berätta vilken "
            "förening eller verksamhet du hör till, så får du rätt roll. Under tiden når du allt som är "
            "öppet för alla, till exempel kalendern.",
        )
    return (
        "Inget väntar på dig just nu",
        "När något behöver dig står det här, det viktigaste först.",
    )


def _new_event_url(user: Any) -> str:
    if not user.has_perm("calendar_app.add_event"):
        return ""
    try:
        return reverse("calendar_app:event_new")
    except NoReverseMatch:
        return ""
