"""What the pages of those who make surveys show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.rules import is_coordinator
from common.bars import Bar, Bars
from common.readability import double_question, readability
from common.swedish import count_text, day_text
from common.transitions import missing_for
from organisations.models import Unit
from organisations.rules import held_unit_ids
from surveys.models import Question, Response, Survey, SurveySeries, SurveyStatus
from surveys.owners import owner_name, owner_names, owner_url
from surveys.queries.results import SMALL_GROUP, UNKNOWN, ResultState, published
from surveys.services.retention import destroy_on
from surveys.withholding import LEAST_BASE

#: Parts of the list by their name in the address.
STATES: Final = {
    "pagar": ("Pågår", (SurveyStatus.OPEN, SurveyStatus.PAUSED)),
    "utkast": ("Utkast", (SurveyStatus.DRAFT,)),
    "stangda": ("Stängda", (SurveyStatus.CLOSED,)),
}
#: More closed surveys than this are reached through their series or owner.
MOST_ROWS: Final = 200
#: In a trend, where a round had too few answers.
TOO_FEW_SHORT: Final = "Färre än fem"
#: The choice that stands for no unit: asked everywhere.
WHOLE_COUNTY: Final = "lanet"
TONES: Final = {"draft": "wait", "open": "going", "paused": "late", "closed": "done"}


class Tab(NamedTuple):
    """One part of the list, as ``components/tabs.html`` takes it."""

    name: str
    url: str
    number: int | None
    current: bool


@dataclass(frozen=True)
class SurveyRow:
    """One survey in a list."""

    survey: Survey
    place: str
    tone: str
    has_quarantine: bool


@dataclass(frozen=True)
class SurveyList:
    """One part of the list."""

    tabs: list[Tab]
    rows: list[SurveyRow]
    may_create: bool


@dataclass(frozen=True)
class QuestionRow:
    """One question as the maker sees it, with hints about its wording."""

    question: Question
    hints: list[str]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class SurveyPage:
    """A survey's own page."""

    survey: Survey
    place: str
    owner_url: str
    tone: str
    questions: list[QuestionRow]
    missing: list[str]
    address: str
    has_quarantine: bool
    quarantined: str
    state: ResultState
    destroy_on: date | None
    may_manage: bool
    may_read_texts: bool


@dataclass(frozen=True)
class Trend:
    """One question through the rounds of a series: a chart for each answer, its rounds the oldest first."""

    text: str
    answers: list[Bars]


@dataclass(frozen=True)
class SeriesPage:
    """A series, its rounds and its trends."""

    series: SurveySeries
    rounds: list[SurveyRow]
    trends: list[Trend]
    may_manage: bool
    has_draft: bool


def survey_of(user: Any, pk: int) -> Survey | None:
    """Return the survey if ``user`` finds it."""
    return Survey.objects.visible_to(user).with_place().filter(pk=pk).first()


def question_of(survey: Survey, pk: UUID) -> Question | None:
    """Return one of the survey's questions."""
    return survey.questions.filter(pk=pk).first()


def series_of(user: Any, pk: int) -> SurveySeries | None:
    """Return the series if ``user`` finds it."""
    return SurveySeries.objects.visible_to(user).select_related("unit").filter(pk=pk).first()


def survey_list(user: Any, wanted: str, base_url: str) -> SurveyList:
    """Return one part of the surveys that ``user`` finds."""
    wanted = wanted if wanted in STATES else "pagar"
    surveys = Survey.objects.visible_to(user)
    counts = dict(surveys.order_by().values_list("status").annotate(number=Count("pk")))
    tabs = [
        Tab(
            name,
            f"{base_url}?visa={key}",
            sum(counts.get(state, 0) for state in states),
            key == wanted,
        )
        for key, (name, states) in STATES.items()
    ]
    found = _with_quarantine(surveys.with_place().filter(status__in=STATES[wanted][1]))[:MOST_ROWS]
    return SurveyList(tabs, _rows(found), user.has_perm("surveys.create_survey"))


def places_to_choose(user: Any) -> list[tuple[str, str]]:
    """Return the units that ``user`` may make a survey for; a coordinator also the whole county."""
    units = Unit.objects.active().in_order()
    if is_coordinator(user):
        return [(WHOLE_COUNTY, "Hela länet"), *((str(unit.pk), unit.name) for unit in units)]
    managed = units.filter(pk__in=held_unit_ids(user, "unit_manager"))
    return [(str(unit.pk), unit.name) for unit in managed]


def survey_page(survey: Survey, user: Any) -> SurveyPage:
    """Return everything a survey's own page shows. Never how many have answered while it is open."""
    closed = survey.status == SurveyStatus.CLOSED
    held = survey.responses.filter(quarantined=True).count()
    waits = held > 0 and not survey.quarantine
    rows = list(survey.questions.all())
    return SurveyPage(
        survey=survey,
        place=place_name(survey),
        owner_url=owner_url(survey.owner_room, survey.owner_id),
        tone=TONES[survey.status],
        questions=[
            QuestionRow(row, _hints(row), place == 0, place == len(rows) - 1)
            for place, row in enumerate(rows)
        ],
        missing=missing_for(survey, SurveyStatus.OPEN) if survey.may_be_edited else [],
        address=f"{settings.PORTAL_ORIGIN}{survey.public_url}",
        has_quarantine=waits,
        quarantined=_held_text(held) if waits and closed else "",
        state=published(survey).state,
        destroy_on=destroy_on(survey),
        may_manage=user.has_perm("surveys.manage_survey", survey),
        may_read_texts=user.has_perm("surveys.read_texts", survey),
    )


def series_page(series: SurveySeries, user: Any) -> SeriesPage:
    """Return a series with a trend for each question that was asked more than once."""
    rounds = list(
        _with_quarantine(series.surveys.select_related("unit", "series", "results")).order_by("-pk")
    )
    latest = rounds[0] if rounds else None
    return SeriesPage(
        series=series,
        rounds=_rows(rounds),
        trends=_trends(rounds),
        may_manage=latest is not None and user.has_perm("surveys.manage_survey", latest),
        has_draft=latest is not None and latest.may_be_edited,
    )


def surveys_of_owner(room: str, owner_id: object) -> list[SurveyRow]:
    """Return an object's surveys, for the owning room's own page, newest first."""
    found = Survey.objects.of_owner(room, owner_id).with_place()
    return _rows(_with_quarantine(found.filter(kind=Survey.Kind.SURVEY)))


def closing_soon(user: Any, until: date) -> list[Survey]:
    """Return open surveys that ``user`` manages and that close by ``until``."""
    found = Survey.objects.visible_to(user).filter(
        kind=Survey.Kind.SURVEY,
        status__in=STATES["pagar"][1],
        closes_on__lte=until,
    )
    return [row for row in found.order_by("closes_on") if user.has_perm("surveys.manage_survey", row)]


def missed_opening(user: Any, today: date) -> list[Survey]:
    """Return drafts whose day to open has come, though something is missing or was changed after it was planned."""
    found = Survey.objects.visible_to(user).filter(
        status=SurveyStatus.DRAFT, is_planned=False, opens_on__lte=today
    )
    return [row for row in found if user.has_perm("surveys.manage_survey", row)]


def to_judge(user: Any) -> list[Survey]:
    """Return closed surveys whose quarantine waits for ``user``."""
    waiting = Response.objects.filter(survey=OuterRef("pk"), quarantined=True)
    found = Survey.objects.visible_to(user).filter(Exists(waiting), status=SurveyStatus.CLOSED, quarantine="")
    return [row for row in found if user.has_perm("surveys.manage_survey", row)]


def has_surveys(user: Any) -> bool:
    """Whether there is anything to list for somebody who makes no surveys."""
    return Survey.objects.visible_to(user).exists()


def place_name(survey: Survey) -> str:
    """Return where a survey stands, in words."""
    if survey.owner_room:
        return owner_name(survey.owner_room, survey.owner_id)
    return survey.unit.name if survey.unit else "Hela länet"


def _with_quarantine(surveys: QuerySet[Survey]) -> Any:
    waiting = Response.objects.filter(survey=OuterRef("pk"), quarantined=True)
    return surveys.annotate(quarantine_waits=Exists(waiting) & Q(quarantine=""))


def _rows(surveys: Iterable[Any]) -> list[SurveyRow]:
    kept = list(surveys)
    names = owner_names((row.owner_room, row.owner_id) for row in kept if row.owner_room)
    return [
        SurveyRow(
            row,
            names.get((row.owner_room, row.owner_id), "") if row.owner_room else place_name(row),
            TONES[row.status],
            row.quarantine_waits,
        )
        for row in kept
    ]


def _held_text(held: int) -> str:
    return "färre än fem svar" if held < LEAST_BASE else count_text(held, "svar", "svar")


def _hints(question: Question) -> list[str]:
    """Help for whoever writes the question; never a gate."""
    hints = []
    if double_question(question.text):
        hints.append("Frågan ser ut att fråga om två saker. Dela den i två.")
    read = readability(question.text)
    if read.very_long_words:
        hints.append(f"Långt ord: {read.very_long_words[0]}. Finns det ett kortare?")
    if read.long_sentences:
        hints.append("Meningen är lång. Dela den i två.")
    return hints


def _trends(rounds: list[Survey]) -> list[Trend]:
    """Compare the frozen tables. Each round asked its own people, so nothing can be subtracted between them."""
    found: dict[str, list[tuple[Survey, dict[str, Any]]]] = defaultdict(list)
    for survey in rounds:
        results = getattr(survey, "results", None)
        for row in results.table["questions"] if results else []:
            if row["kind"] in {Question.Kind.SCALE, Question.Kind.CHOICE, Question.Kind.SEVERAL}:
                found[row["thread"]].append((survey, row))
    return [_trend(rows[::-1]) for rows in found.values() if len(rows) > 1]


def _trend(rows: list[tuple[Survey, dict[str, Any]]]) -> Trend:
    """Return the rounds in the order of ``rows``, under the newest one's wording. Bars show shares, words the counts."""
    newest = rows[-1][1]
    answers = [*newest["options"], UNKNOWN]
    counts = [_counts(row, len(answers)) for _, row in rows]
    return Trend(
        newest["text"],
        [
            Bars(
                title=answer,
                base=100,
                bars=[
                    _round_bar(survey, row, told[place])
                    for (survey, row), told in zip(rows, counts, strict=True)
                ],
                of_what=f"Så många svarade ”{answer}”",
                head="Omgången stängde",
            )
            for place, answer in enumerate(answers)
        ],
    )


def _counts(row: dict[str, Any], width: int) -> list[int | None]:
    return [*row["counts"], row["unknown"]] if row["counts"] is not None else [None] * width


def _round_bar(survey: Survey, row: dict[str, Any], count: int | None) -> Bar:
    label = day_text(survey.closed_on) if survey.closed_on else survey.title
    if count is None:
        return Bar(label, None, TOO_FEW_SHORT if row["base"] is None else SMALL_GROUP)
    share = max(1, round(100 * count / row["base"])) if count else 0
    return Bar(label, share, f"{count} av {row['base']}")
