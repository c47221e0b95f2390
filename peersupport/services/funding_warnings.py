"""A word in time when a placement's money is about to end: once for each last day, to the unit's managers and the coordinator."""

from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.tokens import token_hash
from common import outbox
from common.swedish import today
from organisations.models import UnitRole
from peersupport.models import FundingPeriod, Placement
from peersupport.queries.funding import WARN_MONTHS, Cliff, cliffs

#: Neutral: a mail must not say which unit, or what of (domain.md 8).
SUBJECT: Final = "Något behöver ordnas i god tid"


def warn_of_ending_money(day: date | None = None) -> int:
    """Write about the money that ends within six months with nothing that takes over. Return how many letters.

    Whoever manages the unit that day is written to; when nobody does, the coordinator alone. A last day that is changed is
    a new one.
    """
    day = day or today()
    found = cliffs(Placement.objects.all(), months=WARN_MONTHS, day=day)
    return sum(_warn(cliff, day) for cliff in found)


@transaction.atomic
def _warn(cliff: Cliff, day: date) -> int:
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=cliff.placement.pk)
    # Somebody may have added money since: then it is no cliff, and nobody is written to.
    now = cliffs(Placement.objects.filter(pk=placement.pk), months=WARN_MONTHS, day=day)
    if not now:
        return 0
    ends_on = now[0].ends_on
    last = FundingPeriod.objects.filter(placement=placement, ends_on=ends_on)
    if not last.exclude(warned_for=ends_on).exists():
        return 0
    last.update(warned_for=ends_on)
    path = reverse("peersupport:funding", args=[placement.pk])
    for to in _addresses(placement):
        outbox.queue_mail(
            "peersupport_money",
            to=to,
            subject=SUBJECT,
            context={"path": path},
            dedup_key=f"peer-money:{placement.pk}:{ends_on}:{token_hash(to)[:16]}",
        )
    return len(_addresses(placement))


def _addresses(placement: Placement) -> list[str]:
    managers = UnitRole.objects.current().filter(
        unit=placement.unit_id, role=UnitRole.Role.UNIT_MANAGER, user__is_active=True
    )
    found = {settings.PORTAL["coordinator_email"], *managers.values_list("user__email", flat=True)}
    return sorted(found - {""})
