"""What an evaluation's report holds, and what it still lacks. Only what may be shown: no word anybody wrote, no one
person's answer."""

from dataclasses import asdict
from typing import Any

from common.swedish import today
from peersupport.models import Evaluation
from peersupport.queries.evaluation_results import GroupResult, of_evaluation
from peersupport.services.shared import ROOM
from peersupport.words import Asked, FindingKind
from surveys.models import Survey, SurveyStatus

Data = dict[str, Any]


def missing_for_report(evaluation: Evaluation) -> list[str]:
    """Return what the report lacks, as sentences to act on."""
    missing = []
    surveys = Survey.objects.of_owner(ROOM, evaluation.pk)
    if surveys.exclude(status=SurveyStatus.CLOSED).exists():
        missing.append("Stäng frågorna först.")
    elif surveys.filter(results=None).exists():
        missing.append("Bedöm svaren i karantän, så att svaren kan räknas ihop.")
    if not evaluation.findings.exists():
        missing.append("Skriv minst en sak som ni vill behålla, ändra eller sluta med.")
    if not evaluation.conclusion.strip():
        missing.append("Skriv slutsatsen.")
    return missing


def report_data(evaluation: Evaluation) -> Data:
    """Return the report as plain data, frozen in its edition."""
    unit = evaluation.placement.unit
    asked = {Asked(one) for one in evaluation.surveys.values_list("asked", flat=True)}
    alone = list(evaluation.statements.values_list("asked", flat=True))
    findings = list(evaluation.findings.all())
    return {
        "unit": unit.name,
        "principal": unit.principal.name,
        "occasion": evaluation.get_occasion_display(),
        "made_on": today().isoformat(),
        "reported_on": evaluation.reported_on.isoformat() if evaluation.reported_on else "",
        "asked": [str(one.label) for one in Asked if one in asked],
        # That they were asked is no secret; whether and what each answered is the team's.
        "alone": [str(Asked(one).label) for one in alone],
        "groups": [_group(one) for one in of_evaluation(evaluation)],
        "findings": [
            {"kind": kind.label, "texts": [one.text for one in findings if one.kind == kind]}
            for kind in FindingKind
        ],
        "conclusion": evaluation.conclusion,
    }


def _group(group: GroupResult) -> Data:
    return {
        "title": group.title,
        "answered": [list(pair) for pair in group.answered],
        "questions": [
            {
                "text": one.text,
                "columns": one.columns,
                "rows": [asdict(row) for row in one.rows],
                "of_what": one.bars.of_what,
                "bars": [[bar.label, bar.count, bar.count_text] for bar in one.bars.bars],
            }
            for one in group.questions
        ],
    }
