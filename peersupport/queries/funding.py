"""Who pays for placements and for how long: one placement's page, and the sums and cliffs of all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet

from common.money import kronor
from common.swedish import day_text, today
from organisations.models import Principal
from peersupport.funding_plan import Money, Stretch, gaps, lasts_until, next_after, overlaps, share_of_year
from peersupport.models import FundingPeriod, Placement
from peersupport.queries import cost as cost_queries
from peersupport.words import FundingKind, Phase

#: Phases in which somebody works, or is about to: there money that ends is somebody's post.
PAID_PHASES: Final = (
    Phase.RECRUITMENT,
    Phase.INTRODUCTION,
    Phase.RUNNING,
    Phase.EVALUATION,
    Phase.PERMANENT,
    Phase.PAUSED,
)
#: Warned of this long before the last day.
WARN_MONTHS: Final = 6
#: More can't be told apart; the table has them all.
MOST_BANDS: Final = 12
_WIDTH: Final = 480
_LEFT: Final = 8
_ROW: Final = 46
_TOP: Final = 34


@dataclass(frozen=True)
class Cliff:
    """A placement whose money ends on ``ends_on``. ``next_on`` is when other money begins, after a break."""

    placement: Placement
    ends_on: date
    next_on: date | None

    @property
    def has_ended(self) -> bool:
        return self.ends_on < today()

    @property
    def words(self) -> str:
        """ "Pengarna tar slut 31 mars 2027." and what comes after."""
        verb = "tog slut" if self.has_ended else "tar slut"
        after = f" Nya börjar {day_text(self.next_on)}." if self.next_on else " Inget är klart därefter."
        return f"Pengarna {verb} {day_text(self.ends_on)}.{after}"


@dataclass(frozen=True)
class KindSum:
    """Money of one kind, in öre."""

    kind: str
    label: str
    ore: int

    @property
    def amount(self) -> str:
        return kronor(self.ore)


@dataclass(frozen=True)
class Band:
    """One source in the picture. Numbers as SVG wants them."""

    letter: str
    kind: str
    x: str
    y: int
    width: str
    lasts: bool
    letter_x: str
    letter_y: int
    tip: str


@dataclass(frozen=True)
class Timeline:
    """The sources over time. ``description`` says the same in words."""

    width: int
    height: int
    bands: list[Band]
    years: list[tuple[int, str]]
    holes: list[tuple[str, str]]
    now: str
    description: str
    floor: int
    #: How high the hole where nobody pays is.
    below: int
    left_out: int


@dataclass(frozen=True)
class FundingRow:
    """One source in the table."""

    period: FundingPeriod
    letter: str
    amount: str
    until: str
    is_over: bool


@dataclass(frozen=True)
class YearBalance:
    """A year's money beside its cost, in words. ``missing`` is empty when it covers."""

    year: int
    money: str
    cost: str
    missing: str


@dataclass(frozen=True)
class FundingPage:
    """One placement's money."""

    placement: Placement
    rows: list[FundingRow]
    timeline: Timeline | None
    notices: list[str]
    cliff: Cliff | None
    balance: list[YearBalance]


def funding_page(placement: Placement) -> FundingPage:
    """Return the sources of ``placement`` with what there is to say of them."""
    periods = list(placement.funding.select_related("principal"))
    money = [money_of(one) for one in periods]
    return FundingPage(
        placement=placement,
        rows=[_row(one, letter) for one, letter in zip(periods, _letters(len(periods)), strict=True)],
        timeline=timeline(money) if money else None,
        notices=notices(money),
        cliff=_cliff(placement, money, today() + relativedelta(months=WARN_MONTHS)),
        balance=_balance(placement, money),
    )


def money_of(period: FundingPeriod) -> Money:
    """Return what the pure sums need of a source."""
    return Money(period.kind, period.source, period.amount_ore, period.starts_on, period.ends_on)


def notices(money: list[Money]) -> list[str]:
    """Return calm sentences about gaps and about several who pay at once: told, never refused."""
    said = [f"{_days(one)} betalar ingen." for one in gaps(money)]
    for stretch, first, second in overlaps(money):
        said.append(f"{first.source} och {second.source} betalar samtidigt, {_days(stretch)}.")
    return said


def period_of(placement: Placement, pk: int) -> FundingPeriod | None:
    """Return one source of ``placement``."""
    return placement.funding.select_related("placement").filter(pk=pk).first()


def principals() -> QuerySet[Principal]:
    """Return the principals that may pay."""
    return Principal.objects.order_by("name")


def mix_by_kind(placements: "QuerySet[Placement]", year: int) -> list[KindSum]:
    """Return what each kind of money gives ``year`` at ``placements`` where somebody works or is about to. One query."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    sums: dict[str, int] = defaultdict(int)
    for one in _paid(placements).filter(starts_on__lte=last).exclude(ends_on__lt=first):
        sums[one.kind] += share_of_year(money_of(one), year)
    return [KindSum(kind.value, str(kind.label), sums[kind.value]) for kind in FundingKind]


def cliffs(placements: "QuerySet[Placement]", *, months: int, day: date | None = None) -> list[Cliff]:
    """Return the placements whose money ends within ``months`` of ``day`` with nothing that takes over, soonest first.

    Money that has ended is among them. One query, with the placements' units.
    """
    day = day or today()
    by_placement: dict[int, list[FundingPeriod]] = defaultdict(list)
    for one in _paid(placements).select_related("placement__unit"):
        by_placement[one.placement_id].append(one)
    found = [
        _cliff(rows[0].placement, [money_of(one) for one in rows], day + relativedelta(months=months), day)
        for rows in by_placement.values()
    ]
    return sorted(
        (one for one in found if one is not None), key=lambda one: (one.ends_on, one.placement.unit.name)
    )


def cliffs_to_mend(user: Any) -> list[Cliff]:
    """Return the cliffs of the placements whose money ``user`` answers for: one's own unit's, all for coordinators."""
    if not user.has_perm("peersupport.work"):
        return []
    found = cliffs(Placement.objects.visible_to(user), months=WARN_MONTHS)
    return [one for one in found if user.has_perm("peersupport.manage_placement", one.placement)]


def told(placement: Placement) -> str:
    """One line for the placement's page."""
    money = [money_of(one) for one in placement.funding.all()]
    if not money:
        return "Ingen betalar än"
    until = lasts_until(money, today())
    if until is None:
        return "Utan slutdag"
    return f"Tog slut {day_text(until)}" if until < today() else f"Räcker till {day_text(until)}"


def timeline(money: list[Money], day: date | None = None) -> Timeline:
    """Return the picture of the sources over time as of ``day``; drawn by ``peersupport/_funding_timeline.html``."""
    day = day or today()
    holes, drawn = gaps(money), money[:MOST_BANDS]
    begins = date(min(one.starts_on for one in money).year, 1, 1)
    known = [one.ends_on or one.starts_on for one in money]
    ends = date(max(*known, day).year + 1, 1, 1)
    days = (ends - begins).days

    def x(at: date) -> float:
        return _LEFT + (_WIDTH - 2 * _LEFT) * (min(max(at, begins), ends) - begins).days / days

    floor = _TOP + _ROW * len(drawn)
    return Timeline(
        width=_WIDTH,
        height=floor + 10,
        bands=[
            _band(one, letter, number, x, ends)
            for number, (one, letter) in enumerate(zip(drawn, _letters(len(drawn)), strict=True))
        ],
        years=[(year, _n(x(date(year, 1, 1)))) for year in _labelled_years(begins.year, ends.year)],
        holes=[
            (_n(x(one.starts_on)), _n(x(one.ends_on + timedelta(days=1)) - x(one.starts_on))) for one in holes
        ],
        left_out=len(money) - len(drawn),
        now=_n(x(day)) if begins <= day <= ends else "",
        description=" ".join(
            f"{letter}: {one.source}, {day_text(one.starts_on)}–{day_text(one.ends_on) if one.ends_on else 'utan slutdag'}."
            for one, letter in zip(money, _letters(len(money)), strict=True)
        ),
        floor=floor,
        below=floor - 30,
    )


def _paid(placements: "QuerySet[Placement]") -> "QuerySet[FundingPeriod]":
    return FundingPeriod.objects.filter(
        placement__in=placements.order_by().values("pk"), placement__status__in=PAID_PHASES
    ).order_by("starts_on", "pk")


def _cliff(placement: Placement, money: list[Money], before: date, day: date | None = None) -> Cliff | None:
    if placement.status not in PAID_PHASES:
        return None
    until = lasts_until(money, day or today())
    if until is None or until > before:
        return None
    following = next_after(money, until)
    return Cliff(placement, until, following.starts_on if following else None)


def _balance(placement: Placement, money: list[Money]) -> list[YearBalance]:
    """Each year of the calculation beside the money that falls on it; nothing without a saved calculation."""
    calculation = cost_queries.calculation_of(placement)
    if calculation.pk is None:
        return []
    found = []
    for cost in cost_queries.years_of(cost_queries.facts_of(calculation), placement.share):
        given = sum(share_of_year(one, cost.year) for one in money)
        missing = kronor(cost.total - given) if given < cost.total else ""
        found.append(YearBalance(cost.year, kronor(given), kronor(cost.total), missing))
    return found


def _days(stretch: Stretch) -> str:
    if stretch.ends_on == date.max:
        return f"från {day_text(stretch.starts_on)}"
    if stretch.starts_on == stretch.ends_on:
        return day_text(stretch.starts_on)
    return f"{day_text(stretch.starts_on)}–{day_text(stretch.ends_on)}"


def _row(period: FundingPeriod, letter: str) -> FundingRow:
    return FundingRow(
        period=period,
        letter=letter,
        amount=kronor(period.amount_ore) + ("" if period.ends_on else " per år"),
        until=day_text(period.ends_on) if period.ends_on else "utan slutdag",
        is_over=period.ends_on is not None and period.ends_on < today(),
    )


def _band(money: Money, letter: str, number: int, x: Any, ends: date) -> Band:
    left = x(money.starts_on)
    right = x(money.ends_on + timedelta(days=1)) if money.ends_on else x(ends)
    # A short period is still seen, and its letter stands beside it.
    width = max(4.0, right - left)
    inside = width >= 30
    return Band(
        letter=letter,
        kind=money.kind,
        x=_n(left),
        y=_TOP + _ROW * number + 6,
        width=_n(width),
        lasts=money.ends_on is None,
        letter_x=_n(left + 10 if inside else min(left + width + 6, _WIDTH - 18)),
        letter_y=_TOP + _ROW * number + 30,
        tip="inside" if inside else "beside",
    )


def _labelled_years(first: int, end: int) -> list[int]:
    step = max(1, (end - first + 6) // 7)
    return list(range(first, end, step))


def _letters(count: int) -> list[str]:
    """A, B … Z, AA, AB …"""
    found = []
    for number in range(count):
        first, second = divmod(number, 26)
        found.append((chr(64 + first) if first else "") + chr(65 + second))
    return found


def _n(value: float) -> str:
    """A number as SVG wants it, whatever the locale."""
    return f"{value:.1f}"
