"""What a respondent's page shows. Looks at no account, no session, no address."""

from dataclasses import dataclass
from typing import NamedTuple

from django.forms import BoundField

from surveys.forms.answers import AnswersForm
from surveys.models import Question, Survey, SurveyStatus

#: The stair of progress, in drawing units.
_WIDTH, _LOW, _HIGH, _BOTTOM, _GAP = 320, 4, 32, 52, 3


class Step(NamedTuple):
    """One step of the stair of progress."""

    x: float
    y: float
    width: float
    height: float
    shade: str


@dataclass(frozen=True)
class Progress:
    """The stair and the small figure on it."""

    steps: list[Step]
    middle: float
    ground: float


@dataclass(frozen=True)
class Sheet:
    """A page of questions: one of them, or all."""

    survey: Survey
    form: AnswersForm
    token: str
    place: int
    total: int
    fields: list[BoundField]
    carried: list[tuple[str, str]]
    progress: Progress | None

    @property
    def is_one_by_one(self) -> bool:
        return self.progress is not None

    @property
    def is_first(self) -> bool:
        return self.place == 0

    @property
    def is_last(self) -> bool:
        return not self.is_one_by_one or self.place == self.total - 1

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def is_effect(self) -> bool:
        return self.survey.kind == Survey.Kind.EFFECT


def public_survey(code: str) -> Survey | None:
    """Return the survey behind a code; a draft has no public page."""
    return Survey.objects.exclude(status=SurveyStatus.DRAFT).filter(code=code.lower()).first()


def questions_of(survey: Survey) -> list[Question]:
    """Return the questions in order."""
    return list(survey.questions.all())


def sheet(survey: Survey, form: AnswersForm, token: str, place: int) -> Sheet:
    """Return the page at ``place``, or the whole survey when it is laid out on one page."""
    total = len(form.questions)
    place = min(max(place, 0), max(total - 1, 0))
    if survey.layout == Survey.Layout.ALL or total == 1:
        fields = [form.shown(number) for number in range(total)]
        return Sheet(survey, form, token, 0, total, fields, [], None)
    if form.is_bound:
        form.keep_errors_of(place)
    return Sheet(
        survey,
        form,
        token,
        place,
        total,
        [form.shown(place)],
        form.carried(place),
        progress(place, total),
    )


def progress(place: int, total: int) -> Progress:
    """Draw the stair: done steps, the present one with the figure on it, those to come."""
    gap = _GAP if total <= 20 else 1
    width = (_WIDTH - gap * (total - 1)) / total
    steps = []
    for number in range(total):
        height = _LOW + (_HIGH - _LOW) * number / max(total - 1, 1)
        shade = "s4" if number < place else "s-on" if number == place else "s-todo"
        x = number * (width + gap)
        steps.append(Step(round(x, 1), round(_BOTTOM - height, 1), round(width, 1), round(height, 1), shade))
    here = steps[place]
    return Progress(steps, round(min(max(here.x + here.width / 2, 5), _WIDTH - 5), 1), here.y)
