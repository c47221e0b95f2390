"""What the team makes of an evaluation: what to keep, change and stop, the conclusion, the report, the public tick."""

from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from common import trail
from common.actors import Actor
from common.editions import request_edition, retry_edition
from common.errors import DomainError, EditConflictError
from common.models import Edition
from common.swedish import today
from common.writing import CONFLICT, cleaned
from peersupport.models import Evaluation, EvaluationFinding
from peersupport.queries.evaluation_report import missing_for_report, report_data
from peersupport.services.evaluations import locked_evaluation
from peersupport.services.shared import raise_stamp
from peersupport.words import FindingKind

#: The kind of edition (``common.editions``), and the beginning of its key.
REPORT: Final = "peersupport.evaluation"
MOST_FINDINGS: Final = 60
NOT_READ: Final = "Frågorna är inte stängda än. Skriv när svaren är räknade."
_RUN = "peersupport.run_evaluation"
_State = Evaluation.State


@transaction.atomic
def add_finding(
    evaluation: Evaluation, kind: str, text: str, *, form_key: UUID, actor: Actor
) -> EvaluationFinding:
    """Write down one thing to keep, change or stop. The same form sent twice gives one."""
    locked = _to_write_in(evaluation, actor)
    there = EvaluationFinding.objects.filter(form_key=form_key, evaluation=locked).first()
    if there is not None:
        return there
    if kind not in FindingKind.values:
        raise DomainError("Välj om det ska behållas, ändras eller sluta.", field="kind")
    if locked.findings.count() >= MOST_FINDINGS:
        raise DomainError(f"Högst {MOST_FINDINGS} punkter får plats. Ta bort någon först.")
    text = cleaned(text, field="text", longest=500, required="Skriv vad ni har kommit fram till.")
    position = locked.findings.filter(kind=kind).count()
    try:
        with transaction.atomic():
            finding = EvaluationFinding.objects.create(
                evaluation=locked, kind=kind, text=text, position=position, form_key=form_key
            )
    except IntegrityError as error:
        raise DomainError("Formuläret är redan skickat. Ladda om sidan.") from error
    trail.record("add_finding", locked, actor=actor, fields=["findings"])
    return finding


@transaction.atomic
def remove_finding(finding: EvaluationFinding, *, actor: Actor) -> None:
    """Take a point away. Harmless when it is gone."""
    locked = _to_write_in(finding.evaluation, actor)
    if locked.findings.filter(pk=finding.pk).delete()[0]:
        trail.record("remove_finding", locked, actor=actor, fields=["findings"])


@transaction.atomic
def write_conclusion(
    evaluation: Evaluation, conclusion: str, *, expected_version: int, actor: Actor
) -> Evaluation:
    """Write the conclusion in the team's own words."""
    locked = _to_write_in(evaluation, actor)
    conclusion = cleaned(conclusion, field="conclusion", longest=3000)
    if conclusion == locked.conclusion:
        return locked
    if locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed={"Slutsats": (locked.conclusion, conclusion)})
    locked.conclusion = conclusion
    locked.version += 1
    locked.save(update_fields=["conclusion", "version"])
    trail.record("write_conclusion", locked, actor=actor, fields=["conclusion"])
    return locked


@transaction.atomic
def make_report(evaluation: Evaluation, *, actor: Actor) -> Edition:
    """Freeze what stands now as the report's next edition. When nothing has changed, it is the one that is there."""
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.state not in {_State.READING, _State.REPORTED}:
        raise DomainError(NOT_READ)
    if sentences := missing_for_report(locked):
        raise DomainError(" ".join(sentences))
    locked.reported_on = locked.reported_on or today()
    data = report_data(locked)
    there = locked.edition
    if there is not None and {**there.data, "made_on": ""} == {**data, "made_on": ""}:
        return there
    edition = request_edition(
        kind=REPORT,
        key=f"{REPORT}:{locked.pk}",
        title=f"Utvärdering av peer support, {locked.placement.unit.name}"[:200],
        data=data,
        actor=actor,
    )
    locked.state, locked.edition = _State.REPORTED, edition
    locked.version += 1
    locked.save(update_fields=["state", "edition", "reported_on", "version"])
    trail.record("make_evaluation_report", locked, actor=actor, fields=["state"])
    raise_stamp()
    return edition


@transaction.atomic
def retry_report(evaluation: Evaluation, *, actor: Actor) -> None:
    """Queue the file once more when it failed."""
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.edition is not None:
        retry_edition(locked.edition, actor=actor)


@transaction.atomic
def show_result(evaluation: Evaluation, *, publicly: bool, actor: Actor) -> Evaluation:
    """Show the report and its counts on the public page, or take them away. Needs the unit's own tick as well."""
    locked = locked_evaluation(evaluation, "peersupport.publish_evaluation", actor=actor)
    if locked.is_public == publicly:
        return locked
    if publicly and locked.state != _State.REPORTED:
        raise DomainError("Gör klart rapporten först.")
    if publicly and locked.unit_id not in {None, locked.placement.unit_id}:
        raise DomainError(
            "Frågorna ställdes när tjänsten fanns på en annan verksamhet. Det resultatet visas inte här."
        )
    if publicly and not locked.placement.is_public:
        raise DomainError(
            "Verksamheten har inte valt att synas på de öppna sidorna. Be chefen om det först, under placeringens uppgifter."
        )
    locked.is_public = publicly
    locked.version += 1
    locked.save(update_fields=["is_public", "version"])
    trail.record("publish_evaluation" if publicly else "unpublish_evaluation", locked, actor=actor)
    raise_stamp()
    return locked


def _to_write_in(evaluation: Evaluation, actor: Actor) -> Evaluation:
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.state not in {_State.READING, _State.REPORTED}:
        raise DomainError(NOT_READ)
    return locked
