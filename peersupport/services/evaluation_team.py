"""Who evaluates a placement. Chosen by the coordinator; never those whose own work is looked at."""

from django.db import transaction

from accounts import holdings
from accounts.models import User
from accounts.services import offer_role
from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from peersupport.models import EvaluationMember, Placement
from peersupport.services.shared import locked_placement

#: What an invitation gives (``accounts.grants``); the scope is the placement.
GRANT = "peer_evaluator"
_CHOOSE = "peersupport.choose_evaluators"


@transaction.atomic
def add_evaluator(placement: Placement, user: User, *, actor: Actor) -> EvaluationMember:
    """Take somebody into the evaluation team. Harmless when the person is in it.

    Raises ``DomainError`` for the unit's manager and supervisor: staff and users are recognised by how they write.
    """
    locked = locked_placement(placement, _CHOOSE, actor=actor, open_only=False)
    if user.unit_roles.current().filter(unit=locked.unit_id).exists():
        raise DomainError(
            "Den som är chef eller handledare där kan inte läsa vad personal och brukare skriver. Välj någon annan.",
            field="email",
        )
    member, created = EvaluationMember.objects.get_or_create(placement=locked, user=user, ended_on=None)
    if created:
        holdings.forget(user)
        trail.record("add_evaluator", locked, actor=actor)
    return member


@transaction.atomic
def offer_evaluator(placement: Placement, email: str, *, actor: Actor) -> None:
    """Give a place in the team to an address, or invite it when nobody has an account there."""
    locked = locked_placement(placement, _CHOOSE, actor=actor, open_only=False)
    offer_role(email, role=GRANT, scope=str(locked.pk), actor=actor)


@transaction.atomic
def end_evaluator(member: EvaluationMember, *, actor: Actor) -> None:
    """End somebody's part in the team from today. Harmless when it has ended."""
    locked = locked_placement(member.placement, _CHOOSE, actor=actor, open_only=False)
    ended = EvaluationMember.objects.filter(pk=member.pk, ended_on=None).update(ended_on=today())
    if ended:
        holdings.forget(member.user)
        trail.record("end_evaluator", locked, actor=actor, fields=["ended_on"])
