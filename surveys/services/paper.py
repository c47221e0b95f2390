"""Answers on paper, typed in by those who manage the survey. As anonymous as the others: no trail row says who or when."""

from django.db import transaction

from common.actors import Actor
from common.errors import DomainError
from surveys import tokens
from surveys.models import Response, Survey
from surveys.services.answering import Answers, Sent, cleaned, store_answers
from surveys.services.locks import hold
from surveys.services.writing import NO_PERMISSION


@transaction.atomic
def type_in_paper(survey: Survey, answers: Answers, *, token: str, actor: Actor) -> Sent:
    """Enter one paper form. It never goes to quarantine. Sent twice, it counts once; an empty one is refused."""
    locked = hold(survey, alone=False)
    if not actor.has_perm("surveys.manage_survey", locked):
        raise DomainError(NO_PERMISSION)
    if not locked.takes_paper:
        raise DomainError("Enkäten är inte öppen. Pappersformulär kan skrivas in tills den stängs.")
    receipt = tokens.receipt(locked, token)
    kept = cleaned(locked, answers)
    if not kept:
        raise DomainError("Formuläret är tomt. Ett papper utan svar behöver inte skrivas in.")
    response, created = Response.objects.get_or_create(
        survey=locked, receipt=receipt, defaults={"source": Response.Source.PAPER}
    )
    if not created:
        return Sent.ALREADY
    store_answers(response, kept)
    return Sent.NOW


@transaction.atomic
def take_back_paper(survey: Survey, *, token: str, actor: Actor) -> bool:
    """Undo the form just typed in. Return whether there was one. Its key is shredded with the survey's others."""
    locked = hold(survey, alone=False)
    if not actor.has_perm("surveys.manage_survey", locked):
        raise DomainError(NO_PERMISSION)
    if not locked.takes_paper:
        raise DomainError("Enkäten är stängd. Det som är inskrivet går inte att ångra längre.")
    gone, _ = locked.responses.filter(
        receipt=tokens.receipt(locked, token), source=Response.Source.PAPER
    ).delete()
    return gone > 0
