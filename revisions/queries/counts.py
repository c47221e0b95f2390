"""Scale questions of an audit, as they may be shown: counted live while it goes on, frozen at publication.

Everything that is shown, to the team too, goes through ``surveys.withholding``: all outputs are one system.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from common.bars import Bars
from revisions.models import GuideQuestion, Interview, InterviewAnswer, ScaleCount, UserAudit
from surveys.queries.results import WHY, bars_of
from surveys.withholding import LEAST_BASE, OPEN_BASE, Row, protected

UNKNOWN: Final = "Vet inte"
DECLINED: Final = "Ville inte svara"
#: Skipped, or never asked. Frozen last, and no opinion: it isn't in the chart.
SILENT: Final = "Inget svar"
#: Told for a base under five, and where counts of five to nine would give somebody away: which of them is told to nobody.
TOO_FEW: Final = "För få har svarat. Då visas inga siffror, för att ingen ska kunna pekas ut."


@dataclass
class Scale:
    """One question with its counts, which belong to ``labels``; the last is always ``SILENT``.

    Every finished interview whose guide holds the question stands in exactly one cell. Focus groups aren't counted.
    """

    thread: UUID
    text: str
    labels: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """The base: how many chose something, "vet inte" and "ville inte svara" included."""
        return sum(self.counts[:-1])


@dataclass(frozen=True)
class ShownScale:
    """A question as it may be shown. ``base`` and ``bars`` are ``None`` when nothing may; ``note`` says why."""

    text: str
    base: int | None
    labels: list[str]
    #: ``None`` stands for a withheld count.
    counts: Row
    note: str

    @property
    def bars(self) -> Bars | None:
        """The chart with its table (``components/bars.html``, ``components/bars_pdf.html``)."""
        if self.base is None:
            return None
        return bars_of(self.text, self.labels, self.counts, self.base)


def shown_scales(audit: UserAudit) -> list[ShownScale]:
    """Return every scale question as it may be shown: the frozen counts once there are any, else the present ones."""
    return [shown_scale(scale) for scale in frozen_scales(audit) or live_scales(audit)]


def live_scales(audit: UserAudit) -> list[Scale]:
    """Count what has been answered, in the order of the newest guide. Two queries and one of interviews.

    A scale whose labels were changed between two versions of the guide is counted as two questions.
    """
    rows = GuideQuestion.objects.filter(
        area__guide__audit=audit, kind=GuideQuestion.Kind.SCALE, area__guide__locked_at__isnull=False
    ).order_by("area__guide__number", "area__order", "area__pk", "order", "pk")
    newest: dict[tuple[UUID, tuple[str, ...]], GuideQuestion] = {}
    key_of: dict[UUID, tuple[UUID, tuple[str, ...]]] = {}
    guides: defaultdict[tuple[UUID, tuple[str, ...]], set[int]] = defaultdict(set)
    for question in rows.select_related("area"):
        key = (question.thread, tuple(question.scale))
        key_of[question.pk] = key
        guides[key].add(question.area.guide_id)
        newest.pop(key, None)
        newest[key] = question
    done = Interview.objects.filter(audit=audit, status=Interview.Status.DONE, kind=Interview.Kind.INTERVIEW)
    by_guide = Counter(done.values_list("guide_id", flat=True))
    cells: Counter[tuple[Any, str, int | None]] = Counter()
    answers = InterviewAnswer.objects.filter(question__in=list(key_of), interview__in=done)
    for question_id, state, choice in answers.values_list("question_id", "state", "choice"):
        cells[key_of[question_id], state, choice] += 1
    scales = [
        _counted(question, cells, key, sum(by_guide[guide] for guide in guides[key]))
        for key, question in newest.items()
    ]
    return [scale for scale in scales if sum(scale.counts)]


def frozen_scales(audit: UserAudit) -> list[Scale]:
    """Return what was frozen at publication, in the order of the guide then."""
    scales: dict[tuple[UUID, str], Scale] = {}
    for row in ScaleCount.objects.filter(audit=audit).order_by("pk"):
        scale = scales.get((row.thread, row.question_text))
        if scale is None:
            scale = scales[row.thread, row.question_text] = Scale(row.thread, row.question_text)
        scale.labels.append(row.label)
        scale.counts.append(row.count)
    return list(scales.values())


def shown_scale(scale: Scale) -> ShownScale:
    """From ten answers on everything is shown; from five to nine small cells are withheld, those without an answer too."""
    nothing = ShownScale(scale.text, None, [], [], TOO_FEW)
    if scale.answered < LEAST_BASE:
        return nothing
    if scale.answered >= OPEN_BASE:
        return ShownScale(scale.text, scale.answered, scale.labels[:-1], list(scale.counts[:-1]), "")
    # How many interviews there were is told elsewhere, and with the base also how many gave no answer.
    kept = protected(scale.counts)
    if kept[-1] is None or all(count is None for count in kept[:-1]):
        return nothing
    return ShownScale(scale.text, scale.answered, scale.labels[:-1], kept[:-1], WHY if None in kept else "")


def _counted(
    question: GuideQuestion, cells: Counter[tuple[Any, str, int | None]], key: Any, interviews: int
) -> Scale:
    states = InterviewAnswer.State
    counts = [cells[key, states.ANSWERED, place] for place in range(len(question.scale))]
    counts += [cells[key, states.UNKNOWN, None], cells[key, states.DECLINED, None]]
    return Scale(
        question.thread,
        question.text,
        [*question.scale, UNKNOWN, DECLINED, SILENT],
        [*counts, interviews - sum(counts)],
    )
