"""A letter when an evaluation is about to begin: to the team, the unit's managers and, where nobody can act, the coordinator."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import PortalRole
from accounts.tokens import token_hash
from common import outbox
from common.swedish import today
from peersupport.models import Evaluation
from peersupport.queries.evaluations import AHEAD
from peersupport.services.evaluations import DUE_IN, SUBJECT, manager_addresses

_State = Evaluation.State


def remind_of_evaluations(day: date | None = None) -> int:
    """Write once about each evaluation that begins within two weeks, or should have; return how many."""
    day = day or today()
    due = Evaluation.objects.filter(state=_State.PLANNED, due_on__lte=day + AHEAD, reminded_at=None)
    return sum(_remind(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int) -> int:
    rows = Evaluation.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "placement__unit"
    )
    evaluation = rows.filter(pk=pk, state=_State.PLANNED, reminded_at=None).first()
    # A placement that rests, or waits for somebody new, is not evaluated while it does.
    if evaluation is None or evaluation.placement.status not in DUE_IN:
        return 0
    evaluation.reminded_at = timezone.now()
    evaluation.save(update_fields=["reminded_at"])
    placement = evaluation.placement
    team = placement.evaluation_team.filter(ended_on=None, user__is_active=True)
    addresses = set(team.values_list("user__email", flat=True))
    # Without a team, or at a unit that has closed, it is the coordinator's.
    if not addresses or placement.unit.closed_on is not None:
        coordinators = PortalRole.objects.filter(role="coordinator", user__is_active=True)
        addresses |= set(coordinators.values_list("user__email", flat=True))
    for address in sorted(addresses | set(manager_addresses(placement))):
        outbox.queue_mail(
            "peersupport_evaluation",
            to=address,
            subject=SUBJECT,
            context={
                "url": settings.PORTAL_ORIGIN
                + reverse("peersupport:evaluation", args=[placement.pk, evaluation.pk])
            },
            dedup_key=f"peer-evaluation:{evaluation.pk}:{evaluation.due_on}:{token_hash(address)[:16]}",
        )
    return 1
