"""Reads for the room's pages."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from calendar_app.edition_periods import month_period
from calendar_app.pdf.formats import FORMATS, edition_key
from calendar_app.periods import Month
from calendar_app.queries import public
from calendar_app.queries.rows import Day
from common.editions import latest_ready
from common.models import CrisisLine, PrivacyWord
from common.participation import ParticipationStep
from common.swedish import swedish_order, today
from organisations.models import Municipality
from pages.services.crisis_lines import CHECK_EVERY

#: So many activities stand on the start page.
UPCOMING = 6


@dataclass(frozen=True)
class CrisisLineRow:
    """One number with the day it must be checked again."""

    line: CrisisLine
    due: date
    late: bool


def crisis_line_rows() -> list[CrisisLineRow]:
    """Return every number in its order, with its next check."""
    return [_row(line) for line in CrisisLine.objects.all()]


def crisis_lines() -> QuerySet[CrisisLine]:
    """Return every number."""
    return CrisisLine.objects.all()


def privacy_words() -> QuerySet[PrivacyWord]:
    """Return the operator's words for the check of free text, in Swedish order."""
    return PrivacyWord.objects.order_by(swedish_order("word"))


def _row(line: CrisisLine) -> CrisisLineRow:
    due = line.verified_on + CHECK_EVERY
    return CrisisLineRow(line, due, late=due <= today())


@dataclass(frozen=True)
class LadderStep:
    """One step of the stair with what happens on it this month."""

    number: int
    name: str
    meaning: str
    url: str
    note: str


@dataclass(frozen=True)
class StartPage:
    """Everything the start page shows of the living portal."""

    steps: list[LadderStep]
    days: list[Day]
    municipalities: list[Municipality]
    chosen: Municipality | None
    updated: datetime | None
    pdf: tuple[str, str] | None


def start_page(wanted_municipality: str) -> StartPage:
    """Return the start page, with what comes next in the municipality that the address names."""
    municipalities = list(Municipality.objects.in_order())
    chosen = next((place for place in municipalities if place.slug == wanted_municipality), None)
    month = Month.of(today())
    return StartPage(
        steps=_ladder(month),
        days=public.upcoming(UPCOMING, chosen.slug if chosen else None),
        municipalities=municipalities,
        chosen=chosen,
        updated=public.last_updated(),
        pdf=_month_pdf(month),
    )


def _ladder(month: Month) -> list[LadderStep]:
    counts = public.step_counts(month)
    return [
        LadderStep(
            number=step.value,
            name=str(step.label),
            meaning=step.meaning,
            url=f"{public.month_url(month)}?steg={step.value}",
            note=f"{_activities(counts[step.value])} i {month.name.lower()}",
        )
        for step in ParticipationStep
    ]


def _activities(number: int) -> str:
    if number == 0:
        return "Inga aktiviteter"
    return f"{number} {'aktivitet' if number == 1 else 'aktiviteter'}"


def _month_pdf(month: Month) -> tuple[str, str] | None:
    """Return (words, address) of the latest edition of the month; nothing when none is made."""
    period = month_period(month)
    edition = latest_ready(edition_key(period, FORMATS["normal"]))
    if edition is None:
        return None
    return (
        f"Skriv ut {month.name.lower()} (pdf, {edition.pages} {'sida' if edition.pages == 1 else 'sidor'})",
        f"/kalender/{period.code}.pdf",
    )
