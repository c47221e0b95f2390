"""Reminders before a mandate ends, to whoever appoints next."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.tokens import token_hash
from associations.models import Representative
from common import outbox
from common.swedish import today
from councils.models import Mandate
from councils.words import CouncilStatus

#: Days before the last day when the association and the coordinator are reminded.
REMIND_AT: Final = (90, 30)
#: Neutral: a mail must not say which council or association, or that the person sits in one (domain.md 8).
END_SUBJECT = "Ett uppdrag går snart ut"


def remind_of_ends(day: date | None = None) -> int:
    """Write 90 and 30 days before a mandate ends to who appoints next. Return how many letters.

    Once for each step: a mandate shorter than that gets the nearest. One that is handed over is left alone.
    """
    day = day or today()
    due = Mandate.objects.current(day).filter(
        ends_on__lte=day + timedelta(days=REMIND_AT[0]),
        successor=None,
        erased_at=None,
        council__status=CouncilStatus.ACTIVE,
    )
    return sum(_remind(pk, day) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(mandate_id: int, day: date) -> int:
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate_id)
    left = (mandate.ends_on - day).days if mandate.ends_on else REMIND_AT[0] + 1
    step = sum(left <= days for days in REMIND_AT)
    if step <= mandate.reminded:
        return 0
    mandate.reminded = step
    mandate.save(update_fields=["reminded"])
    addresses = {settings.PORTAL["coordinator_email"]} - {""}
    if mandate.association_id:
        ours = Representative.objects.current().filter(association=mandate.association_id)
        addresses |= set(ours.values_list("user__email", flat=True))
    context = {"path": reverse("councils:ledger"), "ends_on": mandate.ends_on}
    for to in sorted(addresses):
        outbox.queue_mail(
            "councils_mandate_ends",
            to=to,
            subject=END_SUBJECT,
            context=context,
            dedup_key=f"mandate-ends:{mandate.pk}:{mandate.ends_on}:{step}:{token_hash(to)[:16]}",
        )
    return len(addresses)
