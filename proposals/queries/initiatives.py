"""What units do on their own initiative, without a proposal: as anybody may read it."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from common.swedish import day_text, swedish_order, today
from organisations.models import Municipality, Unit
from proposals.models import LoopRules, Measure
from proposals.queries.choices import Choice, Offered
from proposals.queries.facts import limits_of, measure_facts
from proposals.standing import Limits, day_words, is_late
from proposals.words import MeasureStatus, Status

PAGE_SIZE = 25
#: Status → the look of ``{% status %}``. A unit's own word that it is done is no *Genomförd*.
_TONES = {
    MeasureStatus.PLANNED: "wait",
    MeasureStatus.GOING: "going",
    MeasureStatus.DONE: "done",
    MeasureStatus.DROPPED: "no",
}


@dataclass(frozen=True)
class InitiativeFilter(Choice):
    """What can be chosen among the units' own measures."""

    route = "loop:initiatives"

    enhet: str = ""
    kommun: str = ""

    def rows(self) -> QuerySet[Measure]:
        """Return the measures without a proposal that match."""
        rows = Measure.objects.filter(unit__isnull=False)
        if self.enhet:
            rows = rows.filter(unit__slug=self.enhet)
        if self.kommun:
            rows = rows.filter(unit__municipality__slug=self.kommun)
        return rows


@dataclass(frozen=True)
class Initiative:
    """One measure in words."""

    what: str
    unit: str
    who: str
    status: str
    tone: str
    when: str
    happened: str


@dataclass(frozen=True)
class InitiativesPage:
    """One page of measures, the latest begun first."""

    chosen: InitiativeFilter
    options: Offered
    rows: list[Initiative]
    page: Page[Measure]
    chips: list[tuple[str, str]]
    query: str


def initiatives_page(query: QueryDict) -> InitiativesPage:
    """Return the public page of own measures as the address asks for it."""
    offered = _options()
    chosen = InitiativeFilter.read(query, offered)
    found = chosen.rows().select_related("unit").with_told_at().order_by("-created_at", "pk")  # type: ignore[attr-defined]
    page = Paginator(found, PAGE_SIZE).get_page(query.get("sida"))
    limits = limits_of(LoopRules.current())
    return InitiativesPage(
        chosen=chosen,
        options=offered,
        rows=[_row(one, limits) for one in page],
        page=page,
        chips=chosen.chips(offered),
        query=chosen.query,
    )


def initiatives_there(enhet: str, kommun: str) -> tuple[int, str]:
    """Return how many own measures match the loop's own choice of unit and municipality, and their address."""
    kind, _, slug = enhet.partition(":")
    if kind == "huvudman":
        return 0, ""
    chosen = InitiativeFilter(enhet=slug, kommun=kommun)
    return chosen.rows().count(), chosen.url()


def _options() -> Offered:
    """Return what there is to choose between: only what some own measure has."""
    own: Any = Measure.objects.filter(unit__isnull=False).order_by()
    units = Unit.objects.filter(pk__in=own.values("unit"))
    places = Municipality.objects.filter(units__in=units).distinct()
    return {
        "enhet": [(one.slug, one.name) for one in units.order_by(swedish_order("name"))],
        "kommun": [(one.slug, one.name) for one in places.order_by(swedish_order("name"))],
    }


def _row(measure: Measure, limits: Limits) -> Initiative:
    status, tone = measure.get_status_display(), _TONES[MeasureStatus(measure.status)]
    when = ""
    if measure.is_open:
        when = day_words(measure_facts(measure), limits, today())
        if is_late(measure.due, limits, today()):
            status, tone = str(Status.LATE.label), "late"
    elif measure.done_on:
        status, when = "Klar enligt verksamheten", f"Sedan {day_text(measure.done_on)}"
    return Initiative(measure.what, str(measure.unit), measure.who, status, tone, when, measure.happened)
