"""Payroll lists: gathered for a principal and a month, numbered without gaps, locked when sent, marked as paid."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import local_date, sort_key, today
from common.transitions import change_status
from councils.fees import number_words
from councils.models import Claim, PayrollList
from councils.services.shared import require
from councils.words import ClaimStatus
from organisations.models import Principal

NOBODY_RECEIVES: Final = (
    "Ingen på löneenheten kan ta emot listan än. Lägg först till en mottagare för huvudmannen."
)
_LOCK: Final = "councils:payroll-number"


@transaction.atomic
def open_payroll_list(principal: Principal, month: date, *, actor: Actor) -> PayrollList:
    """Open the list of a month, or the one that is open, and gather what is attested.

    The number is the next: lists are opened one at a time, none is empty and none is removed, so no number is missing.
    """
    require(actor, "councils.send_payroll", principal)
    month = month.replace(day=1)
    if month > today():
        raise DomainError("Månaden har inte börjat än.", field="month")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])
    found = PayrollList.objects.filter(principal=principal, month=month, sent_at=None).first()
    if found is None:
        if not attested_for(principal, month).exists():
            raise DomainError("Det finns inget attesterat att skicka för den månaden.")
        latest = PayrollList.objects.aggregate(latest=Max("number"))["latest"] or 0
        found = PayrollList.objects.create(number=latest + 1, principal=principal, month=month)
        trail.record("open_payroll_list", found, actor=actor)
    return gather_payroll_list(found, actor=actor)


@transaction.atomic
def gather_payroll_list(payroll_list: PayrollList, *, actor: Actor) -> PayrollList:
    """Put what has been attested since on an open list."""
    require(actor, "councils.send_payroll", payroll_list)
    locked = locked_list(payroll_list)
    if locked.sent_at is not None:
        raise DomainError("Listan är skickad och låst. Det som har kommit till tas med på nästa.")
    waiting = attested_for(locked.principal, locked.month).select_for_update(of=("self",))
    added = list(waiting)
    if added:
        Claim.objects.filter(pk__in=[one.pk for one in added]).update(payroll_list=locked)
        locked.version += 1
        locked.save(update_fields=["version"])
        trail.record("gather_payroll_list", locked, actor=actor)
    return locked


@transaction.atomic
def send_payroll_list(payroll_list: PayrollList, *, expected_version: int, actor: Actor) -> PayrollList:
    """Lock a list with its rows, sum and fingerprint, and tell payroll that it is there. Twice is once."""
    require(actor, "councils.send_payroll", payroll_list)
    locked = locked_list(payroll_list)
    if locked.sent_at is not None:
        return locked
    if locked.version != expected_version:
        raise DomainError("Listan har ändrats sedan du öppnade sidan. Läs igenom den igen innan du skickar.")
    readers = receivers(locked.principal)
    if not readers:
        raise DomainError(NOBODY_RECEIVES)
    claims = list(claims_of(locked).select_for_update(of=("self",)))
    if not claims:
        raise DomainError("Listan är tom. Det finns inget att skicka.")
    locked.rows = rows_of(claims)
    locked.total_ore = sum(claim.total_ore for claim in claims)
    locked.sha256 = fingerprint(locked)
    locked.sent_at = timezone.now()
    locked.version += 1
    locked.save()
    for claim in claims:
        change_status(claim, ClaimStatus.SENT, actor=actor, verb="send_claim")
    trail.record("send_payroll_list", locked, actor=actor, fields=["sent_at"])
    for reader in readers:
        outbox.queue_mail(
            "councils_payroll_sent",
            to=reader.email,
            subject="Något att hämta i portalen",
            context={},
            dedup_key=f"payroll-list:{locked.pk}:{reader.pk}",
        )
    return locked


@transaction.atomic
def mark_list_paid(payroll_list: PayrollList, paid_on: date, *, actor: Actor) -> PayrollList:
    """Say which day a list was paid: by whoever received it. Twice with one day is once."""
    require(actor, "councils.receive_payroll", payroll_list)
    locked = locked_list(payroll_list)
    if locked.sent_at is None:
        raise DomainError("Listan är inte skickad än.")
    if locked.paid_on == paid_on:
        return locked
    if locked.paid_on is not None:
        raise DomainError("Listan är redan märkt som utbetald.")
    if not local_date(locked.sent_at) <= paid_on <= today():
        raise DomainError(
            "Skriv dagen då det betalades ut: från dagen listan skickades till och med i dag.",
            field="paid_on",
        )
    locked.paid_on = paid_on
    locked.version += 1
    locked.save(update_fields=["paid_on", "version"])
    for claim in claims_of(locked).select_for_update(of=("self",)):
        change_status(claim, ClaimStatus.PAID, actor=actor, verb="mark_claim_paid")
    trail.record("mark_list_paid", locked, actor=actor, fields=["paid_on"])
    return locked


def attested_for(principal: Principal, month: date) -> "QuerySet[Claim]":
    """Return what is attested, on no list, of meetings until the end of ``month``, and has something to tell payroll."""
    rows = Claim.objects.filter(
        status=ClaimStatus.ATTESTED,
        principal=principal,
        payroll_list=None,
        meeting__day__lt=_next_month(month),
    )
    return rows.filter(~Q(total_ore=0) | Q(lost_earnings=True) | Q(corrects__isnull=False))


def claims_of(payroll_list: PayrollList) -> "QuerySet[Claim]":
    """Return the claims on a list."""
    rows = Claim.objects.filter(payroll_list=payroll_list).select_related("meeting__council")
    return rows.prefetch_related("lines").order_by("meeting__day", "created_at", "pk")


def rows_of(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return what payroll needs and nothing more: name, council, day, lines, sums, cost centre, lost earnings yes or no.

    In order of council, name and day. Amounts in öre.
    """
    return sorted(
        (_row(claim) for claim in claims),
        key=lambda row: (sort_key(row["council"]), sort_key(row["name"]), row["day"], row["is_correction"]),
    )


def fingerprint(payroll_list: PayrollList) -> str:
    """Return the SHA-256 of what is sent: number, principal, month, rows and sum."""
    sealed = {
        "number": payroll_list.number,
        "principal": payroll_list.principal_id,
        "month": payroll_list.month.isoformat(),
        "rows": payroll_list.rows,
        "total_ore": payroll_list.total_ore,
    }
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def receivers(principal: Principal) -> list[User]:
    """Return who receives the principal's lists."""
    readings = principal.payroll_readers.filter(ended_on=None, user__is_active=True).select_related("user")
    return [reading.user for reading in readings]


def locked_list(payroll_list: PayrollList) -> PayrollList:
    """Lock a list: one at a time gathers, sends or marks it."""
    rows = PayrollList.objects.select_for_update(of=("self",)).select_related("principal")
    found: PayrollList = rows.get(pk=payroll_list.pk)
    return found


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "name": claim.claimant_name,
        "council": claim.meeting.council.name,
        "day": claim.meeting.day.isoformat(),
        "cost_centre": claim.cost_centre,
        "lost_earnings": claim.lost_earnings,
        "is_correction": claim.corrects_id is not None,
        "lines": [
            {
                "what": line.get_what_display(),
                "quantity": number_words(line.quantity),
                "each_ore": line.each_ore,
                "total_ore": line.total_ore,
            }
            for line in claim.lines.all()
        ],
        "total_ore": claim.total_ore,
    }


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
