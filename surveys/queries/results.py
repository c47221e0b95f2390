"""What came out of a survey, for those who may see it. Everything is read from the one frozen table.

Charts: :class:`Bars` is what ``templates/components/bars.html`` draws, and audits may build their own.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import sealing, trail
from common.actors import Actor
from common.bars import Bar, Bars
from common.errors import DomainError
from surveys.models import Answer, Question, Survey, SurveyStatus
from surveys.withholding import LEAST_BASE

TOO_FEW: Final = "Färre än fem har svarat, så svaren visas inte."
SMALL_GROUP: Final = "Visas inte"
#: Under every table in which something is withheld.
WHY: Final = "”Visas inte” betyder att en till fyra personer kan ha svarat så, eller att talet skulle avslöja ett sådant tal."
UNKNOWN: Final = "Vet inte"
SILENT: Final = "Inget svar"


class ResultState(Enum):
    """Why there are counts, or why not."""

    NOT_CLOSED = "not_closed"
    TO_JUDGE = "to_judge"
    TOO_FEW = "too_few"
    SHOWN = "shown"


@dataclass(frozen=True)
class QuestionResult:
    """One question's counts. ``bars`` is ``None`` for free text and where the base is under five."""

    id: str
    thread: str
    kind: str
    text: str
    base: int | None
    silent: int | None
    bars: Bars | None
    why_not: str

    @property
    def is_background(self) -> bool:
        return self.kind == Question.Kind.BACKGROUND

    @property
    def is_open(self) -> bool:
        return self.kind == Question.Kind.OPEN


@dataclass(frozen=True)
class CrossRow:
    """One group: its name, size, and count in each column, as text ("Visas inte" where withheld)."""

    label: str
    base: str
    cells: list[str]


@dataclass(frozen=True)
class CrossResult:
    """A background fact against an opinion. ``rows`` is empty when the whole table is withheld."""

    background: str
    question: str
    columns: list[str]
    rows: list[CrossRow]


@dataclass(frozen=True)
class SurveyResults:
    """Everything that is published of a survey. ``answers`` is ``None`` unless ``state`` is ``SHOWN``."""

    survey: Survey
    state: ResultState
    answers: int | None
    questions: list[QuestionResult]
    crosses: list[CrossResult]

    @property
    def is_shown(self) -> bool:
        return self.state is ResultState.SHOWN


@dataclass(frozen=True)
class TextsOfQuestion:
    """What people wrote to one question, in random order, beside nothing else that they answered."""

    question: Question
    texts: list[str]


def results_for(survey: Survey, user: Any) -> SurveyResults:
    """Return the survey's published counts. Raises ``PermissionDenied`` for those who may not see them.

    While it is open nobody sees any, not even the one who made it.
    """
    if not user.has_perm("surveys.see_counts", survey):
        raise PermissionDenied
    return published(survey)


def published(survey: Survey) -> SurveyResults:
    """Return what is published, for a caller who has settled who may see it (a public report, a chart)."""
    if survey.status != SurveyStatus.CLOSED:
        return SurveyResults(survey, ResultState.NOT_CLOSED, None, [], [])
    frozen = getattr(survey, "results", None)
    if frozen is None:
        return SurveyResults(survey, ResultState.TO_JUDGE, None, [], [])
    table = frozen.table
    if table["answers"] is None:
        return SurveyResults(survey, ResultState.TOO_FEW, None, [], [])
    questions = [_question(row, table["answers"]) for row in table["questions"]]
    crosses = _crosses(table)
    return SurveyResults(survey, ResultState.SHOWN, table["answers"], questions, crosses)


def asked_publicly(room: str, owner_id: object) -> tuple[bool, list[int]]:
    """Return whether people have met a survey of this object, and how many answered each that is counted.

    Counts under five, and those of surveys that are open or not judged, are left out.
    """
    surveys = Survey.objects.of_owner(room, owner_id).filter(kind=Survey.Kind.SURVEY)
    rows = [published(one) for one in surveys.exclude(status=SurveyStatus.DRAFT).select_related("results")]
    return bool(rows), [row.answers for row in rows if row.answers is not None]


def table_rows(results: SurveyResults) -> list[list[object]]:
    """Return the published counts as rows of a file: question, answer, count, of how many."""
    rows: list[list[object]] = []
    for question in results.questions:
        base = SMALL_GROUP if question.base is None else question.base
        if question.bars is None:
            rows.append([question.text, question.why_not or "Egna ord", "", base])
            continue
        rows += [[question.text, bar.label, bar.count_text, base] for bar in question.bars.bars]
        if not question.is_background:
            rows.append([question.text, SILENT, _text(question.silent), ""])
    for cross in results.crosses:
        name = f"{cross.question} / {cross.background}"
        if not cross.rows:
            rows.append([name, SMALL_GROUP, "", ""])
        for row in cross.rows:
            rows += [
                [name, f"{row.label}: {column}", cell, row.base]
                for column, cell in zip(cross.columns, row.cells, strict=True)
            ]
    return rows


@transaction.atomic
def read_texts(survey: Survey, *, actor: Actor) -> list[TextsOfQuestion]:
    """Open what people wrote, once the survey is closed and judged. Each opening is on the trail.

    Raises ``PermissionDenied``, or ``DomainError`` with a sentence: too early, too few, destroyed, or no key store.
    """
    if not actor.has_perm("surveys.read_texts", survey):
        raise PermissionDenied
    results = published(survey)
    if survey.destroyed_on is not None:
        raise DomainError("Svaren är förstörda. Det som räknades ihop finns kvar.")
    if results.state is ResultState.TOO_FEW:
        raise DomainError(TOO_FEW)
    if not results.is_shown:
        raise DomainError("Svaren går att läsa när enkäten är stängd och karantänen bedömd.")
    trail.record_opened(survey, actor=actor)
    rows = list(
        Answer.objects.filter(response__survey=survey, response__quarantined=False, text__isnull=False)
        .select_related("response")
        .order_by("pk")
    )
    ring = sealing.keyring({row.response.key_id for row in rows if row.response.key_id})
    opened: dict[Any, list[str]] = {}
    for row in rows:
        if row.response.key_id and row.text:
            text = ring.unseal(row.text, row.response.key_id, place=sealing.place_of(row, "text"))
            opened.setdefault(row.question_id, []).append(text)
    found = []
    for question in survey.questions.filter(kind=Question.Kind.OPEN):
        texts = opened.get(question.pk, [])
        # Fewer than five writers are not told apart from none: somebody would know whose words they are.
        texts = texts if len(texts) >= LEAST_BASE else []
        random.SystemRandom().shuffle(texts)
        found.append(TextsOfQuestion(question, texts))
    return found


def _question(row: dict[str, Any], answers: int) -> QuestionResult:
    bars = None
    why_not = ""
    if row["counts"] is not None:
        bars = _bars(row, answers)
    elif row["base"] is None:
        why_not = TOO_FEW
    return QuestionResult(
        id=row["id"],
        thread=row["thread"],
        kind=row["kind"],
        text=row["text"],
        base=row["base"],
        silent=row["silent"],
        bars=bars,
        why_not=why_not,
    )


def _bars(row: dict[str, Any], answers: int) -> Bars:
    labels = [*row["options"]]
    counts = [*row["counts"]]
    if row["kind"] == Question.Kind.BACKGROUND:
        labels.append(SILENT)
        counts.append(row["silent"])
    else:
        labels.append(UNKNOWN)
        counts.append(row["unknown"])
    return bars_of(row["text"], labels, counts, row["base"])


def bars_of(title: str, labels: Sequence[str], counts: Sequence[int | None], base: int) -> Bars:
    """Return a bar chart of counts, where ``None`` is withheld and says so."""
    note = WHY if None in counts else ""
    return Bars(
        title=title,
        base=base,
        bars=[Bar(label, count, _text(count)) for label, count in zip(labels, counts, strict=True)],
        note=note,
    )


def _crosses(table: dict[str, Any]) -> list[CrossResult]:
    questions = {row["id"]: row for row in table["questions"]}
    found = []
    for cross in table["crosses"]:
        background, question = questions[cross["background"]], questions[cross["question"]]
        rows = []
        if cross["cells"] is not None:
            groups = [*background["options"], SILENT]
            rows = [
                CrossRow(label, _text(size), [_text(cell) for cell in cells])
                for label, size, cells in zip(groups, cross["rows"], cross["cells"], strict=True)
                if size != 0
            ]
        columns = [*question["options"], UNKNOWN, SILENT]
        found.append(CrossResult(background["text"], question["text"], columns, rows))
    return found


def _text(count: int | None) -> str:
    return SMALL_GROUP if count is None else str(count)
