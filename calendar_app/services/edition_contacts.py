"""Editions are kept for good, telephone numbers and addresses in them are not (docs/decisions/editions-and-contacts.md)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from calendar_app.edition_periods import EditionPeriod
from calendar_app.pdf.formats import KIND
from calendar_app.pdf.frozen import FrozenCalendar, PrintedRow
from common import outbox, stamps, trail
from common.actors import SYSTEM, Actor
from common.models import Edition
from common.swedish import today

#: Nobody asks about an activity so long after the printed month or term.
KEPT_AFTER = timedelta(days=30)


def forget_old_contacts() -> int:
    """Take contacts out of editions whose period is over, and have their files made again. Return how many."""
    waiting = Edition.objects.filter(
        Q(data__contacts_forgotten__isnull=True) | Q(data__contacts_forgotten=False), kind=KIND
    )
    over = [pk for pk, key in waiting.values_list("pk", "key").order_by("pk") if _is_over(key)]
    return sum(_forget(pk, lambda row: True, all_of_them=True, actor=SYSTEM) for pk in over)


def forget_contact_in_editions(email: str, *, actor: Actor) -> int:
    """Take one person's address, and what stands beside it, out of every edition. Return how many held it."""
    wanted = email.casefold()
    held = Edition.objects.filter(kind=KIND, data__rows__icontains=email).values_list("pk", flat=True)
    return sum(
        _forget(pk, lambda row: wanted in _words(row), actor=actor) for pk in list(held.order_by("pk"))
    )


def holds_contact(edition: Edition, email: str) -> bool:
    """Whether a row of the edition holds the address."""
    return any(email.casefold() in _words(row) for row in FrozenCalendar.from_json(edition.data).rows)


@transaction.atomic
def _forget(
    edition_id: UUID, concerns: Callable[[PrintedRow], bool], *, all_of_them: bool = False, actor: Actor
) -> bool:
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    before = FrozenCalendar.from_json(edition.data)
    rows = [without_contact(row) if concerns(row) else row for row in before.rows]
    edition.data = replace(
        before, rows=rows, contacts_forgotten=before.contacts_forgotten or all_of_them
    ).to_json()
    if rows == before.rows:
        edition.save(update_fields=["data"])
        return False
    name, storage = edition.file.name, edition.file.storage
    if edition.state != Edition.State.FAILED:
        # A file that is being made at this moment is thrown away when it comes (``common.editions.store``).
        edition.state, edition.claimed_at = Edition.State.QUEUED, None
        edition.file, edition.sha256 = "", ""
        outbox.queue_job("common.tasks.render_edition", str(edition.pk))
    edition.save(update_fields=["data", "state", "claimed_at", "file", "sha256"])
    trail.record("forget_contact", edition, actor=actor)
    stamps.raise_stamp("calendar")
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    return True


def without_contact(row: PrintedRow) -> PrintedRow:
    """Return the row without what leads to a person."""
    return replace(row, phone="", email="", registration="")


def _words(row: PrintedRow) -> str:
    return f"{row.email} {row.registration}".casefold()


def _is_over(key: str) -> bool:
    return EditionPeriod(key.split(":")[1]).span.after + KEPT_AFTER <= today()
