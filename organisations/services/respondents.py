"""Who answers for a unit or a principal, and who is above them."""

from dataclasses import dataclass, replace

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from organisations.models import Principal, Respondent, Unit
from organisations.services.maintenance import insert, require_maintainer, update

SECOND_SUPERIOR = "Det finns redan en överordnad här. Ändra eller ta bort den först."


@dataclass(frozen=True, kw_only=True)
class RespondentFacts:
    """Name, title and work address of somebody who answers in office."""

    kind: str
    name: str
    title: str
    email: str


@transaction.atomic
def name_respondent(body: Unit | Principal, facts: RespondentFacts, *, actor: Actor) -> Respondent:
    """Name who answers for ``body``, or who is above them. There is at most one superior."""
    require_maintainer(actor)
    # Two people naming a superior at once wait for each other here.
    type(body)._base_manager.select_for_update().get(pk=body.pk)
    unit, principal = (body, None) if isinstance(body, Unit) else (None, body)
    _check(body, facts, but=0)
    respondent = Respondent(
        unit=unit,
        principal=principal,
        kind=facts.kind,
        name=facts.name,
        title=facts.title,
        email=facts.email.lower(),
    )
    insert(respondent, taken=SECOND_SUPERIOR, field="kind")
    trail.record("name_respondent", respondent, actor=actor)
    return respondent


@transaction.atomic
def edit_respondent(
    respondent: Respondent, facts: RespondentFacts, *, expected_version: int, actor: Actor
) -> Respondent:
    """Change who answers."""
    require_maintainer(actor)
    _check(body_of(respondent), facts, but=respondent.pk)
    return update(
        respondent,
        replace(facts, email=facts.email.lower()),
        expected_version=expected_version,
        actor=actor,
        verb="edit_respondent",
        taken=SECOND_SUPERIOR,
    )


@transaction.atomic
def remove_respondent(respondent: Respondent, *, actor: Actor) -> None:
    """Take somebody off the list of those who answer."""
    require_maintainer(actor)
    locked = Respondent.objects.select_for_update().filter(pk=respondent.pk).first()
    if locked is None:
        return  # already removed
    trail.record("remove_respondent", locked, actor=actor)
    locked.delete()


def body_of(respondent: Respondent) -> Unit | Principal:
    """Return the unit or principal that the respondent answers for."""
    body = respondent.unit or respondent.principal
    if body is None:
        raise ValueError("a respondent answers for a unit or a principal")
    return body


def _check(body: Unit | Principal, facts: RespondentFacts, *, but: int) -> None:
    others = body.respondents.exclude(pk=but)
    is_superior = facts.kind == Respondent.Kind.SUPERIOR
    if is_superior and others.filter(kind=Respondent.Kind.SUPERIOR).exists():
        raise DomainError(SECOND_SUPERIOR, field="kind")
    if others.filter(kind=facts.kind, email__iexact=facts.email).exists():
        raise DomainError("Personen med den e-postadressen finns redan i listan.", field="email")
