"""Who came, by association: names for those who run the meeting, counts for everybody else."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from associations.models import Association
from common import trail
from common.actors import Actor
from common.errors import DomainError
from councils.models import Guests, Invitation, Mandate, Meeting
from councils.services.shared import require
from councils.services.writing import writable_meeting, written
from organisations.models import Principal, Unit

Body = Association | Unit | Principal
BOTH_CAME = (
    "Ledamoten och ersättaren för {body} kan inte båda ha varit med på samma plats. Skriv den ena som gäst."
)
NOT_BEGUN: Final = "Mötet har inte börjat än. Skriv närvaron när det har börjat."


@transaction.atomic
def record_attendance(
    meeting: Meeting,
    *,
    came: Mapping[int, bool],
    guests: Sequence[tuple[Body, int]],
    uncalled: Collection[int] = (),
    actor: Actor,
) -> Meeting:
    """Note who of the called came (by invitation id), and how many others came from each body.

    ``uncalled`` are mandates of those who came without a call: a substitute who stepped in, somebody appointed since.
    Of one seat only one came; the database refuses a second. Only the counts reach the minutes. Never before the meeting
    begins: who came may claim for it.
    """
    locked = writable_meeting(meeting.pk)
    require(actor, "councils.run_meeting", locked)
    if locked.starts_at > timezone.now():
        raise DomainError(NOT_BEGUN)
    there = {**came, **_called_afterwards(locked, uncalled)}
    rows = list(Invitation.objects.select_for_update(of=("self",)).filter(meeting=locked, pk__in=there))
    # Those who did not come first, so that a seat is free for who came instead.
    for row in sorted(rows, key=lambda one: there[one.pk]):
        if row.attended is there[row.pk]:
            continue
        row.attended = there[row.pk]
        row.version += 1
        try:
            with transaction.atomic():
                row.save(update_fields=["attended", "version"])
        except IntegrityError as error:
            raise DomainError(BOTH_CAME.format(body=row.mandate.body)) from error
    _write_guests(locked, guests)
    trail.record("record_attendance", locked, actor=actor, fields=["attended"])
    written(locked, actor=actor)
    return locked


def _called_afterwards(meeting: Meeting, uncalled: Collection[int]) -> dict[int, bool]:
    """Let those who came without a call have one, so that the day is theirs to claim for. Twice is once."""
    held = Mandate.objects.filter(council=meeting.council_id, erased_at=None).current(meeting.day)
    mandates = list(held.filter(pk__in=uncalled))
    if len(mandates) != len(set(uncalled)):
        raise DomainError(
            "Någon av dem satt inte i rådet den dagen. Skriv den personen som gäst.", field="came"
        )
    made = [
        Invitation.objects.get_or_create(meeting=meeting, mandate=one, defaults={"seat_id": one.seat_id})[0]
        for one in mandates
    ]
    return {one.pk: True for one in made}


def _write_guests(meeting: Meeting, guests: Sequence[tuple[Body, int]]) -> None:
    counts: dict[Body, int] = {}
    for body, count in guests:
        if not 0 <= count <= 500:
            raise DomainError("Skriv ett antal mellan 0 och 500.", field="guests")
        counts[body] = counts.get(body, 0) + count
    meeting.guests.all().delete()
    Guests.objects.bulk_create(
        Guests(meeting=meeting, count=count, **_place(body)) for body, count in counts.items() if count
    )


def _place(body: Body) -> dict[str, Any]:
    if isinstance(body, Association):
        return {"association": body}
    return {"unit": body} if isinstance(body, Unit) else {"principal": body}
