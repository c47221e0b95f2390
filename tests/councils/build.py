"""Councils, seats, mandates and meetings straight in the database, for tests of what happens with them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from associations.models import Association
from common.slugs import free_slug
from common.swedish import today
from councils.models import Council, CouncilOffice, Invitation, Mandate, Meeting, PayrollReader, Seat
from organisations.models import Principal, Unit

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def make_council(name: str = "Brukarrådet i länet", **fields: Any) -> Council:
    """A council with a public page; ``fields`` are the model's own."""
    fields.setdefault("kind", "council")
    fields.setdefault("is_public", True)
    fields.setdefault("slug", free_slug(Council, name, fallback="rad", longest=100))
    return Council.objects.create(name=name, **fields)


def make_seat(council: Council, body: Any = None, **fields: Any) -> Seat:
    """The next seat for an association, a unit or a principal; an open one without a body."""
    if isinstance(body, Association):
        fields |= {"kind": "association", "association": body}
    elif isinstance(body, Unit):
        fields |= {"kind": "unit", "unit": body}
    elif isinstance(body, Principal):
        fields |= {"kind": "principal", "principal": body}
    else:
        fields |= {"kind": "open"}
    same = Seat.objects.filter(
        council=council,
        **{k: v for k, v in fields.items() if k in {"kind", "association", "unit", "principal"}},
    )
    fields.setdefault("number", same.count() + 1)
    fields.setdefault("voice", "users" if fields["kind"] in {"association", "open"} else "authority")
    return Seat.objects.create(council=council, **fields)


def make_mandate(seat: Seat, user: Any = None, role: str = "member", **fields: Any) -> Mandate:
    """Somebody in a seat since a month, for a year, without account unless ``user`` is told.

    An open seat needs the body that appointed: ``association=`` or another.
    """
    day = today()
    fields.setdefault("starts_on", day - timedelta(days=30))
    fields.setdefault("ends_on", day + timedelta(days=335))
    fields.setdefault("appointed_on", fields["starts_on"])
    fields.setdefault("appointed_how", "board" if seat.kind in {"association", "open"} else "employer")
    if not {"association", "principal", "unit"} & fields.keys():
        fields |= {"association": seat.association, "principal": seat.principal, "unit": seat.unit}
    if user is not None:
        fields.setdefault("name", user.name)
        fields.setdefault("email", user.email)
    number = Mandate.objects.count() + 1
    fields.setdefault("name", f"Lo Ledamot {number}")
    fields.setdefault("email", f"ledamot{number}@example.org")
    return Mandate.objects.create(council=seat.council, seat=seat, role=role, user=user, **fields)


def make_co_opted(council: Council, user: Any = None, **fields: Any) -> Mandate:
    """Somebody co-opted, without a seat; ``association=`` or another body appointed."""
    day = today()
    fields.setdefault("name", user.name if user else "Ada Adjungerad")
    fields.setdefault("email", user.email if user else "ada@example.org")
    fields.setdefault("starts_on", day - timedelta(days=30))
    fields.setdefault("appointed_on", fields["starts_on"])
    fields.setdefault("appointed_how", "board")
    return Mandate.objects.create(council=council, role="co_opted", user=user, **fields)


def make_secretary(council: Council, user: Any) -> CouncilOffice:
    return CouncilOffice.objects.create(council=council, user=user)


def make_payroll_reader(principal: Principal, user: Any) -> PayrollReader:
    return PayrollReader.objects.create(principal=principal, user=user)


def make_meeting(council: Council, day: date | None = None, **fields: Any) -> Meeting:
    """A meeting at 13 to 15, in three weeks unless ``day`` is told. Called, unless ``status`` says otherwise."""
    day = day or today() + timedelta(days=21)
    starts_at = datetime.combine(day, time(13), tzinfo=STOCKHOLM)
    fields.setdefault("starts_at", starts_at)
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=2))
    fields.setdefault("papers_due", day - timedelta(days=council.papers_days))
    fields.setdefault("status", "called")
    fields.setdefault("place", "Folkets hus i Gävle")
    if fields["status"] == "called":
        fields.setdefault("called_at", datetime.now(UTC))
    if fields["status"] == "held":
        fields.setdefault("held_at", fields["ends_at"])
    if fields["status"] == "cancelled":
        fields.setdefault("cancelled_because", "För få kan komma.")
    fields.setdefault("number", Meeting.objects.filter(council=council, day=day).count() + 1)
    return Meeting.objects.create(council=council, day=day, **fields)


def make_invitation(meeting: Meeting, mandate: Mandate, reply: str = "waiting", **fields: Any) -> Invitation:
    if reply != "waiting":
        fields.setdefault("replied_at", datetime.now(UTC))
    return Invitation.objects.create(
        meeting=meeting, mandate=mandate, seat=mandate.seat, reply=reply, **fields
    )
