"""What users and staff answered, compared over time and across units. Everything is read from surveys' frozen tables.

Each survey asked its own people and was withheld for itself (``surveys.withholding``), so nothing can be subtracted
between two occasions or two units. The manager's and the peer's answers are never here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from common.bars import Bar, Bars
from peersupport.models import Evaluation, EvaluationSurvey, Placement
from peersupport.questionnaires import COUNTED
from peersupport.words import Asked, Occasion
from surveys.models import Question
from surveys.queries.results import SMALL_GROUP, TOO_FEW, UNKNOWN

TOO_FEW_SHORT: Final = "Färre än fem"
#: Occasions in the order of time.
ORDER: Final = {one.value: place for place, one in enumerate(Occasion)}


@dataclass(frozen=True)
class Row:
    """One occasion, or one unit: how many answered the question, and each answer's count as text."""

    label: str
    base: str
    cells: list[str]


@dataclass(frozen=True)
class Compared:
    """One question. Bars show the share of the first answer, words its count; the table has every answer."""

    text: str
    columns: list[str]
    rows: list[Row]
    bars: Bars


@dataclass(frozen=True)
class GroupResult:
    """One group's questions, and how many answered at each occasion or unit."""

    asked: str
    title: str
    answered: list[tuple[str, str]]
    questions: list[Compared]


def over_time(placement: Placement) -> list[GroupResult]:
    """Return each group's answers at the occasions so far, the earliest first. One query."""
    rows = _counted(EvaluationSurvey.objects.filter(evaluation__placement=placement))
    rows.sort(key=lambda one: ORDER[one.evaluation.occasion])
    return _groups(rows, lambda one: one.evaluation.get_occasion_display())


def of_evaluation(evaluation: Evaluation) -> list[GroupResult]:
    """Return each group's answers at this occasion and those before it: what its report shows."""
    upto = [name for name, place in ORDER.items() if place <= ORDER[evaluation.occasion]]
    found = EvaluationSurvey.objects.filter(
        evaluation__placement=evaluation.placement_id, evaluation__occasion__in=upto
    )
    rows = sorted(_counted(found), key=lambda one: ORDER[one.evaluation.occasion])
    return _groups(rows, lambda one: one.evaluation.get_occasion_display())


def across_units(occasion: str) -> list[GroupResult]:
    """Return each group's answers at one occasion, unit by unit in the order of names. One query."""
    rows = _counted(EvaluationSurvey.objects.filter(evaluation__occasion=occasion))
    rows.sort(key=lambda one: (_unit_name(one), one.pk))
    return _groups(rows, _unit_name)


def _unit_name(row: EvaluationSurvey) -> str:
    """Where the questions were out, also when the post has moved since."""
    return (row.evaluation.unit or row.evaluation.placement.unit).name


def occasions_with_results() -> set[str]:
    """Return the occasions at which any unit's questions are closed and counted."""
    counted = EvaluationSurvey.objects.filter(survey__results__isnull=False, asked__in=COUNTED)
    return set(counted.values_list("evaluation__occasion", flat=True).distinct())


def table_of(row: EvaluationSurvey) -> dict[str, Any] | None:
    """Return what is published of one survey, or ``None`` before it is counted."""
    results = getattr(row.survey, "results", None)
    return results.table if results is not None else None


def _counted(rows: Any) -> list[EvaluationSurvey]:
    found = rows.filter(asked__in=COUNTED, survey__results__isnull=False)
    return list(
        found.select_related("survey__results", "evaluation__unit", "evaluation__placement__unit").order_by(
            "pk"
        )
    )


def _groups(rows: list[EvaluationSurvey], label: Any) -> list[GroupResult]:
    found = []
    for asked in COUNTED:
        mine = [one for one in rows if one.asked == asked]
        if mine:
            answered = [(label(one), _answered(table_of(one))) for one in mine]
            found.append(GroupResult(asked.value, str(Asked(asked).label), answered, _questions(mine, label)))
    return found


def _answered(table: dict[str, Any] | None) -> str:
    answers = table["answers"] if table else None
    return TOO_FEW if answers is None else f"{answers} svarade."


def _questions(rows: Iterable[EvaluationSurvey], label: Any) -> list[Compared]:
    """Put rows of one thread together, under the newest wording, in the newest one's order."""
    threads: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for one in rows:
        for row in (table_of(one) or {"questions": []})["questions"]:
            if row["kind"] in {Question.Kind.CHOICE, Question.Kind.SCALE}:
                threads.setdefault(row["thread"], []).append((label(one), row))
    return [_compared(found) for found in threads.values()]


def _compared(found: list[tuple[str, dict[str, Any]]]) -> Compared:
    newest = found[-1][1]
    width = len(newest["options"])
    rows = [
        Row(
            name,
            TOO_FEW_SHORT if row["base"] is None else str(row["base"]),
            [_text(one) for one in _counts(row, width)],
        )
        for name, row in found
    ]
    first = newest["options"][0]
    return Compared(
        text=newest["text"],
        columns=[*newest["options"], UNKNOWN],
        rows=rows,
        bars=Bars(
            title=newest["text"],
            base=100,
            bars=[_bar(name, row, width) for name, row in found],
            of_what=f"Så många svarade ”{first}”",
            head="När",
        ),
    )


def _counts(row: dict[str, Any], width: int) -> list[int | None]:
    if row["counts"] is None or len(row["counts"]) != width:
        return [None] * (width + 1)
    return [*row["counts"], row["unknown"]]


def _bar(name: str, row: dict[str, Any], width: int) -> Bar:
    count = _counts(row, width)[0]
    if count is None:
        return Bar(name, None, TOO_FEW_SHORT if row["base"] is None else SMALL_GROUP)
    share = max(1, round(100 * count / row["base"])) if count else 0
    return Bar(name, share, f"{count} av {row['base']}")


def _text(count: int | None) -> str:
    return SMALL_GROUP if count is None else str(count)
