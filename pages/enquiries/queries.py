"""Reads for the inbox and for what the sender sees afterwards."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from pages.enquiries.ways import WAYS, Way
from pages.models.enquiries import Enquiry, Kind
from pages.services.enquiries import answer_days, promised_day

PER_PAGE = 20
#: Part of the list in the address → its state.
PARTS = {
    "": Enquiry.Status.NEW,
    "besvarade": Enquiry.Status.ANSWERED,
    "stangda": Enquiry.Status.CLOSED,
}


@dataclass(frozen=True)
class EnquiryRow:
    """One message in the inbox, and who answered it."""

    enquiry: Enquiry
    settled_by: str


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox. ``tabs`` are (name, address, count, whether current)."""

    rows: list[EnquiryRow]
    page: Page[Enquiry]
    tabs: list[tuple[str, str, int | None, bool]]
    kinds: list[tuple[str, str, bool]]
    query: str
    part: str
    is_waiting: bool


def inbox(user: Any, part: str, kind: str, number: str | None) -> Inbox:
    """Return what ``user`` may see of one part: the oldest first among those that wait, else the newest."""
    status = PARTS.get(part, Enquiry.Status.NEW)
    part = part if part in PARTS else ""
    wanted = kind if kind in Kind.values else ""
    seen = Enquiry.objects.visible_to(user)
    counts = seen.aggregate(
        **{f"n_{one}": Count("pk", filter=Q(status=one)) for one in Enquiry.Status.values}
    )
    order = ("created_at", "pk") if status == Enquiry.Status.NEW else ("-created_at", "-pk")
    found = seen.filter(status=status, **({"kind": wanted} if wanted else {})).for_listing().order_by(*order)
    page = Paginator(found, PER_PAGE).get_page(number)
    shown = list(page.object_list)
    names = dict(
        User.objects.filter(actor_id__in={one.settled_by for one in shown if one.settled_by}).values_list(
            "actor_id", "name"
        )
    )
    return Inbox(
        rows=[EnquiryRow(one, _name(one, names)) for one in shown],
        page=page,
        tabs=[
            (name, _address(code, wanted), counts[f"n_{state}"], code == part)
            for (code, state), name in zip(PARTS.items(), ("Väntar", "Besvarade", "Stängda"), strict=True)
        ],
        kinds=[(value, str(label), value == wanted) for value, label in Kind.choices],
        query=_query(part, wanted),
        part=part,
        is_waiting=status == Enquiry.Status.NEW,
    )


def _name(enquiry: Enquiry, names: dict[UUID, str]) -> str:
    return names.get(enquiry.settled_by, "Borttaget konto") if enquiry.settled_by else ""


def enquiries_of(user: Any) -> QuerySet[Enquiry]:
    """Return the messages that ``user`` may see."""
    return Enquiry.objects.visible_to(user)


@dataclass(frozen=True)
class Waiting:
    """How many wait for an answer, and the earliest promised day."""

    number: int
    due: date | None


def waiting_for(user: Any) -> Waiting:
    """Return what waits for ``user``."""
    rows = Enquiry.objects.visible_to(user).waiting()
    dues = list(rows.order_by("answer_by").values_list("answer_by", flat=True))
    return Waiting(len(dues), next((due for due in dues if due), None))


@dataclass(frozen=True)
class Receipt:
    """What the sender is told: the promised day, or none. Nothing of what was written."""

    kind: Kind
    answer_by: date | None
    days: int
    way: Way | None


def receipt(sending: UUID) -> Receipt | None:
    """Return the receipt of a message; nothing when it is deleted."""
    found = Enquiry.objects.filter(sending=sending).values_list("kind", "answer_by").first()
    if found is None:
        return None
    kind = Kind(found[0])
    return Receipt(kind, found[1], answer_days(), next((way for way in WAYS if way.kind == kind), None))


@dataclass(frozen=True)
class Promise:
    """The promise beside a form: so many working days, which today means this day."""

    days: int
    day: date


def promise() -> Promise:
    """Return what is promised to whoever writes today."""
    return Promise(answer_days(), promised_day())


def _query(part: str, kind: str) -> str:
    return urlencode([(name, value) for name, value in (("del", part), ("typ", kind)) if value])


def _address(part: str, kind: str) -> str:
    query = _query(part, kind)
    return reverse("pages:enquiries") + (f"?{query}" if query else "")
