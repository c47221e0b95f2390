"""What anybody may read of peer support: where it is, sums that point nobody out, results with their base."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Prefetch, QuerySet, Sum
from django.http import Http404
from django.urls import reverse

from common.models import Edition
from common.swedish import count_text, sort_key
from peersupport.models import Evaluation, EvaluationSurvey, Placement
from peersupport.queries.evaluation_results import table_of
from peersupport.questionnaires import COUNTED, SETS, STAY
from peersupport.services.evaluations import EVALUATED
from peersupport.words import IN_WORK, Asked
from surveys.queries.results import SMALL_GROUP, TOO_FEW, UNKNOWN
from surveys.withholding import LEAST_BASE

#: Told where the sums would be about a handful of people.
FEW_POSTS: Final = "Tjänsterna är färre än fem. Då visar vi inte hur stora de är tillsammans."


@dataclass(frozen=True)
class UnitRow:
    """A unit where somebody works, and that has chosen to be seen."""

    name: str
    slug: str
    place: str
    phase: str


@dataclass(frozen=True)
class ResultRow:
    """One question's answers at one evaluation, as text; the last column is "vet inte"."""

    text: str
    base: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class ResultGroup:
    """One group at one evaluation."""

    title: str
    answered: str
    rows: list[ResultRow]


@dataclass(frozen=True)
class PublicResult:
    """One published evaluation."""

    key: str
    unit: str
    occasion: str
    groups: list[ResultGroup]
    #: The one sentence that tells most, where it may be shown.
    headline: str
    report_url: str

    @property
    def title(self) -> str:
        return f"{self.unit}, {self.occasion.lower()}"


@dataclass(frozen=True)
class PublicPage:
    """Everything the public page tells that changes."""

    units: list[UnitRow]
    sums: str
    results: list[PublicResult]


def public_page() -> PublicPage:
    """Return what changes on ``/peer-support/``: four queries."""
    return PublicPage(units=_units(), sums=_sums(), results=public_results())


def public_placements() -> "QuerySet[Placement]":
    """Return the placements shown by name: ticked, from *i gång* on, at units that are open."""
    rows: QuerySet[Placement] = Placement.objects.public().filter(unit__closed_on=None)
    return rows.select_related("unit__municipality", "unit__principal")


def public_results() -> list[PublicResult]:
    """Return the evaluations that team and unit have chosen to show, by unit and in the order of time."""
    surveys = (
        EvaluationSurvey.objects.filter(asked__in=COUNTED).select_related("survey__results").order_by("pk")
    )
    rows = (
        _published()
        .select_related("placement__unit", "edition")
        .prefetch_related(Prefetch("surveys", surveys))
    )
    found = sorted(rows, key=lambda one: (sort_key(one.placement.unit.name), one.due_on, one.pk))
    return [_result(one) for one in found]


def public_report(pk: int) -> Edition:
    """Return the file of a published evaluation's report, or raise ``Http404``."""
    found = _published().select_related("edition").filter(pk=pk).first()
    if found is None or found.edition is None or found.edition.state != Edition.State.READY:
        raise Http404
    return found.edition


def _published() -> "QuerySet[Evaluation]":
    return Evaluation.objects.filter(
        is_public=True,
        state=Evaluation.State.REPORTED,
        placement__is_public=True,
        placement__status__in=EVALUATED,
    )


def _units() -> list[UnitRow]:
    """Each unit once, also where there are several posts."""
    first: dict[int, Placement] = {}
    for one in sorted(public_placements(), key=lambda one: (sort_key(one.unit.name), one.pk)):
        first.setdefault(one.unit_id, one)
    return [
        UnitRow(
            name=one.unit.name,
            slug=one.unit.slug,
            place=one.unit.municipality.name if one.unit.municipality else one.unit.principal.name,
            phase=str(one.get_status_display()),
        )
        for one in first.values()
    ]


def _sums() -> str:
    """Say how many posts there are in all, and about how many full-time ones they make, from five posts on."""
    told = Placement.objects.filter(status__in=IN_WORK).aggregate(posts=Count("pk"), share=Sum("share"))
    if not told["posts"]:
        return ""
    if told["posts"] < LEAST_BASE:
        return FEW_POSTS
    # Whole posts: when one comes or goes, the difference tells nobody's share.
    whole = max(1, round(told["share"] / 100))
    posts = count_text(told["posts"], "tjänst", "tjänster")
    return f"{posts[:1].upper()}{posts[1:]} i länet. Tillsammans är de ungefär {count_text(whole, 'heltid', 'heltider')}."


def _result(one: Evaluation) -> PublicResult:
    surveys = {row.asked: row for row in one.surveys.all()}
    groups = [
        _group(surveys[asked], asked) for asked in COUNTED if asked in surveys and table_of(surveys[asked])
    ]
    has_file = one.edition is not None and one.edition.state == Edition.State.READY
    return PublicResult(
        key=f"u{one.pk}",
        unit=one.placement.unit.name,
        occasion=str(one.get_occasion_display()),
        groups=groups,
        headline=_headline(surveys.get(Asked.USERS)),
        report_url=reverse("peersupport_public:report", args=[one.pk]) if has_file else "",
    )


def _group(row: EvaluationSurvey, asked: Asked) -> ResultGroup:
    table = table_of(row) or {"answers": None, "questions": []}
    answered = TOO_FEW if table["answers"] is None else f"{table['answers']} svarade."
    rows = [_row(one) for one in table["questions"] if one["options"]]
    return ResultGroup(str(asked.label), answered, rows)


def _row(row: dict[str, Any]) -> ResultRow:
    columns = [*row["options"], UNKNOWN]
    counts = [*row["counts"], row["unknown"]] if row["counts"] is not None else [None] * len(columns)
    return ResultRow(
        row["text"],
        "Färre än fem" if row["base"] is None else str(row["base"]),
        [
            (name, SMALL_GROUP if count is None else str(count))
            for name, count in zip(columns, counts, strict=True)
        ],
    )


def _headline(users: EvaluationSurvey | None) -> str:
    table = table_of(users) if users else None
    thread = next(str(one.thread) for one in SETS[Asked.USERS].questions if one.code == STAY[Asked.USERS])
    row = next((one for one in (table or {"questions": []})["questions"] if one["thread"] == thread), None)
    if row is None or row["counts"] is None or row["counts"][0] is None:
        return ""
    return f"{row['counts'][0]} av {row['base']} brukare och patienter vill att det ska finnas en peer supporter där."
