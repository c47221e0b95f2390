"""What the portal shows of evaluations elsewhere: waiting rows, the part of a placement, roles, invitations, renderer."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from accounts.grants import register_grant
from accounts.models import User
from common import registries
from common.actors import Actor
from common.editions import register_renderer
from common.errors import DomainError
from common.processings import PUBLIC_TASK_HEALTH, Processing, register_processing
from common.registries import HeldRole, OverviewRow, Tone
from common.sealing import register_key_column
from common.swedish import number_text, today
from peersupport import evaluation_surveys, evaluation_tasks
from peersupport.models import Evaluation, EvaluationStatement, Placement
from peersupport.pdf.evaluation import render_report
from peersupport.queries import evaluations as queries
from peersupport.queries.few_rows import few_rows
from peersupport.sections import Part, register_part
from peersupport.services.evaluation_report import REPORT
from peersupport.services.evaluation_team import GRANT, add_evaluator
from peersupport.services.evaluations import DUE_IN, EVALUATED
from peersupport.services.shared import STAMP
from peersupport.services.statements import KEPT_MONTHS
from peersupport.words import Asked

#: Workers know the tasks because this module is read at start.
__all__ = ["evaluation_tasks", "register"]
_State = Evaluation.State
_CAN = (
    "Skicka ut frågorna till brukare, personal, chef och peer supportern.",
    "Läsa det som skrivs med egna ord, när frågorna har stängt.",
    "Skriva vad som ska behållas, ändras och sluta, och göra rapporten.",
    "Du ser inte vem som har tjänsten.",
)


def register() -> None:
    """Fill the registries."""
    evaluation_surveys.register()
    register_part(
        Part("Utvärdering", "peersupport:evaluations", "peersupport.view_placement", 80, queries.told)
    )
    register_renderer(REPORT, render_report, stamps=(STAMP,))
    register_key_column(EvaluationStatement, "key_id")
    registries.register_overview_rows(overview_rows)
    registries.register_roles(held_roles)
    register_grant(GRANT, "Utvärderar peer support på en verksamhet", choices, give)
    register_processing(processing)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Evaluations to staff, to begin and to write, and the manager's own questions."""
    rows = [row for one in queries.waiting_evaluations(user) for row in _rows(user, one)]
    yield from few_rows(rows, "har en utvärdering som väntar")


def _rows(user: Any, one: Any) -> Iterator[OverviewRow]:
    url = reverse("peersupport:evaluation", args=[one.placement_id, one.pk])
    unit = one.placement.unit.name
    # The coordinator may run it, and is told when there is nobody else.
    reads = user.has_perm("peersupport.read_evaluation_text", one)
    may_run = user.has_perm("peersupport.run_evaluation", one)
    is_closed = one.placement.unit.closed_on is not None
    if one.state == _State.PLANNED and one.placement.status in DUE_IN:
        late = one.due_on < today()
        label = "Skulle ha börjat" if late else "Snart dags"
        tone: Tone = "late" if late else "wait"
        if not one.placement.team and user.has_perm("peersupport.choose_evaluators", one):
            yield OverviewRow(
                title=f"Välj vilka som utvärderar peer support: {unit}",
                url=reverse("peersupport:evaluations", args=[one.placement_id]),
                consequence="Utan ett team kan frågorna inte skickas ut.",
                label=label,
                tone=tone,
                due=one.due_on,
            )
        elif reads or (may_run and is_closed) or user.has_perm("peersupport.answer_statement", one):
            yield OverviewRow(
                title=f"{'Börja utvärderingen' if may_run else 'Utvärderingen börjar snart'}: {unit}",
                url=url,
                consequence="Brukare, personal, chef och peer supportern får korta frågor."
                if not is_closed
                else "Verksamheten är nedlagd. Bestäm om den ändå ska utvärderas.",
                label=label,
                tone=tone,
                due=one.due_on,
            )
    elif one.state == _State.READING and (reads or (may_run and not one.placement.team)):
        yield OverviewRow(
            title=f"Skriv rapporten från utvärderingen: {unit}",
            url=url,
            consequence="Frågorna har stängt. Skriv vad som ska behållas, ändras och sluta.",
            label="Väntar på teamet",
            tone="wait",
        )
    yield from _own_questions(user, one)


def _own_questions(user: Any, one: Any) -> Iterator[OverviewRow]:
    asked = next((each for each in one.unsaid if each.asked == Asked.MANAGER), None)
    manages = user.has_perm("peersupport.answer_statement", one)
    if asked is not None and manages and one.state in {_State.OPEN, _State.READING}:
        yield OverviewRow(
            title=f"Svara på frågorna till chefen om peer support: {one.placement.unit.name}",
            url=reverse("peersupport_answers:statement", args=[asked.code]),
            consequence="Tre frågor. Bara utvärderingsteamet läser svaret.",
            label="Väntar på ditt svar",
            tone="wait",
        )


def held_roles(user: Any) -> Iterator[HeldRole]:
    """The placements ``user`` evaluates."""
    for _, unit in queries.evaluator_places(user):
        yield HeldRole(
            code=GRANT,
            name="Utvärderar peer support",
            scope=unit,
            can=_CAN,
            because="Samordnaren har valt dig. De andra i teamet och samordnaren ser att du är med.",
        )


def choices(user: Any) -> Iterable[tuple[str, str]]:
    """The placements that can be evaluated, for those who choose who does it."""
    if not user.has_perm("peersupport.oversee") or not user.has_perm("peersupport.record_decision"):
        return []
    rows = Placement.objects.filter(status__in=EVALUATED).select_related("unit").order_by("unit__name", "pk")
    return [(str(one.pk), one.unit.name) for one in rows]


def give(user: User, scope_id: str, actor: Actor) -> None:
    """Take in whoever accepted an invitation."""
    placement = Placement.objects.filter(pk=scope_id).first()
    if placement is None:
        raise DomainError("Placeringen finns inte längre. Be om en ny inbjudan.")
    add_evaluator(placement, user, actor=actor)


def processing() -> Processing:
    """What the privacy page tells of those who answer alone."""
    months = number_text(KEPT_MONTHS)
    return Processing(
        slug="utvardering-av-peer-support",
        name="Utvärdering av peer support",
        purpose="Alla ska kunna lära av hur peer support fungerar i en verksamhet.",
        what=(
            "Brukare och personal svarar anonymt. Chefen och peer supportern svarar var för sig med egna ord. De är en person "
            "var, så det går att veta vem som har svarat. Det står i formuläret innan man skriver. Texten är krypterad. För "
            "den som är med i utvärderingsteamet sparas att personen är det, och från när till när."
        ),
        basis=PUBLIC_TASK_HEALTH,
        who="Bara utvärderingsteamet läser det som skrivs med egna ord. Samordnaren ser vilka som är med i teamet.",
        how_long=f"Chefens och peer supporterns svar förstörs {months} månader efter att de skickades.",
        order=48,
    )
