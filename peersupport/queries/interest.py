"""Units' interests as the coordinator answers them and as the unit follows its own."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from common.swedish import local_date, today
from peersupport.models import Interest
from peersupport.services.interest import CONTACT_KEPT

PER_PAGE = 25


@dataclass(frozen=True)
class InterestRow:
    """One interest in the list. ``days`` is how long it has waited, ``left`` how long contact data is kept."""

    interest: Interest
    name: str
    days: int
    left: int


@dataclass(frozen=True)
class Inbox:
    """The coordinator's list: those that wait, the oldest first, or those that are answered."""

    rows: list[InterestRow]
    page: "Page[Interest]"
    tabs: list[tuple[str, str, int | None, bool]]
    is_waiting: bool
    query: str


def visible_interests(user: Any) -> "QuerySet[Interest]":
    """Those ``user`` can find."""
    return Interest.objects.visible_to(user).select_related("unit", "placement")


def inbox(user: Any, part: str, page: object, url: str) -> Inbox:
    """Return the list of ``part``: ``besvarade``, or those that wait."""
    rows = visible_interests(user)
    waits = part != "besvarade"
    found = (
        rows.filter(state=Interest.State.WAITING).order_by("created_at", "pk")
        if waits
        else rows.exclude(state=Interest.State.WAITING).order_by("-answered_at", "-pk")
    )
    shown = Paginator(found, PER_PAGE).get_page(page)  # type: ignore[arg-type] # as it was asked for
    return Inbox(
        rows=[row_of(one) for one in shown],
        page=shown,
        tabs=[
            ("Väntar", url, None, waits),
            ("Besvarade", f"{url}?del=besvarade", None, not waits),
        ],
        is_waiting=waits,
        query="" if waits else "del=besvarade",
    )


def row_of(interest: Interest) -> InterestRow:
    """Return one interest with what its days tell."""
    came = local_date(interest.created_at)
    ends = local_date((interest.answered_at or interest.created_at) + CONTACT_KEPT)
    return InterestRow(
        interest=interest,
        name=interest.unit.name if interest.unit else interest.unit_text,
        days=max((today() - came).days, 0),
        left=max((ends - today()).days, 0),
    )
