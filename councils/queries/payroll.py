"""Payroll lists as those who send and those who receive them meet them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet, Sum

from common.swedish import day_text, local_date, month_text, today
from councils.fees import kronor
from councils.models import PayrollList
from councils.queries.fees import waiting_for_payroll
from councils.services import payroll
from organisations.models import Principal

_PER_PAGE: Final = 50


@dataclass(frozen=True)
class Waiting:
    """What is attested for one principal and on no list, and the months a list may be opened for."""

    principal: Principal
    count: int
    total: str
    months: list[tuple[str, str]]


@dataclass(frozen=True)
class ListRow:
    """One list among others."""

    row: PayrollList
    month: str
    total: str
    count: int
    words: str
    tone: str


@dataclass(frozen=True)
class PayrollPage:
    """Everything that "Löneunderlag" shows."""

    waiting: list[Waiting]
    lists: list[ListRow]
    page: "Page[Any]"
    sends: bool

    @property
    def none_yet(self) -> str:
        """What is said when there is no list: only payroll gets a letter."""
        if self.sends:
            return "När du samlar det som är attesterat blir det en lista."
        return "Du får ett brev när det kommer en."


@dataclass(frozen=True)
class ListPage:
    """One list: its rows, and what the reader may do."""

    row: PayrollList
    title: str
    month: str
    rows: list[dict[str, Any]]
    total: str
    more: int
    may_send: bool
    may_mark_paid: bool
    receivers: int
    is_forgotten: bool


def visible(user: Any) -> "QuerySet[PayrollList]":
    """Return the lists ``user`` may open."""
    return PayrollList.objects.visible_to(user).for_listing()


def payroll_page(user: Any, page: str = "1") -> PayrollPage:
    """Return the lists, the newest first and a page at a time, and for those who send what waits to be gathered."""
    sends = user.has_perm("councils.send_payroll")
    rows = visible(user).annotate(claim_count=Count("claims"), claim_sum=Sum("claims__total_ore"))
    # The rows of sent lists are long, and nothing of them stands here.
    shown = Paginator(rows.defer("rows").order_by("-number"), _PER_PAGE).get_page(page)
    return PayrollPage(
        waiting=_waiting() if sends else [],
        lists=[_list_row(one) for one in shown],
        page=shown,
        sends=sends,
    )


def list_page(found: PayrollList, user: Any) -> ListPage:
    """Return one list: of an open one what it holds now, of a sent one what was sent."""
    is_sent = found.sent_at is not None
    rows = found.rows if is_sent else payroll.rows_of(payroll.claims_of(found))
    total = found.total_ore if is_sent else sum(row["total_ore"] for row in rows)
    sends = user.has_perm("councils.send_payroll", found)
    return ListPage(
        row=found,
        title=f"Löneunderlag {found.number}",
        month=month_text(found.month.year, found.month.month),
        rows=told_rows(rows),
        total=kronor(total),
        more=0 if is_sent or not sends else payroll.attested_for(found.principal, found.month).count(),
        may_send=sends and not is_sent,
        may_mark_paid=user.has_perm("councils.receive_payroll", found) and is_sent and found.paid_on is None,
        receivers=len(payroll.receivers(found.principal)) if sends and not is_sent else 0,
        is_forgotten=is_sent and not rows,
    )


def told_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a list with days and amounts in words, for a page or a PDF."""
    return [
        {
            **row,
            "day": date.fromisoformat(row["day"]),
            "total": kronor(row["total_ore"]),
            "lines": [
                {**line, "each": kronor(line["each_ore"]), "total": kronor(line["total_ore"])}
                for line in row["lines"]
            ],
        }
        for row in rows
    ]


def lists_to_pay(user: Any) -> "QuerySet[PayrollList]":
    """Return the sent lists of the payroll reader's principals that aren't paid, oldest first."""
    return visible(user).filter(paid_on=None, sent_at__isnull=False).order_by("number")


def _waiting() -> list[Waiting]:
    rows = waiting_for_payroll().filter(payroll_list=None).order_by()
    sums = rows.values("principal").annotate(
        count=Count("pk"), total=Sum("total_ore"), first=Min("meeting__day")
    )
    by_principal = {row["principal"]: row for row in sums}
    found = []
    for principal in Principal.objects.filter(pk__in=by_principal).order_by("name"):
        row = by_principal[principal.pk]
        found.append(Waiting(principal, row["count"], kronor(row["total"]), _months(row["first"])))
    return found


def _months(first: date) -> list[tuple[str, str]]:
    """Months to pay in, the present one first, back to the first meeting's; two years at most."""
    day, months = today().replace(day=1), list[tuple[str, str]]()
    while len(months) < 24 and (day >= first.replace(day=1) or not months):
        months.append((f"{day:%Y-%m}", month_text(day.year, day.month)))
        day = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
    return months


def _list_row(one: Any) -> ListRow:
    if one.paid_on is not None:
        words, tone = f"Utbetalt {day_text(one.paid_on)}", "done"
    elif one.sent_at is not None:
        words, tone = f"Skickat {day_text(local_date(one.sent_at))}", "going"
    else:
        words, tone = "Öppen, inte skickad", "wait"
    total = one.total_ore if one.sent_at is not None else one.claim_sum or 0
    return ListRow(
        one, month_text(one.month.year, one.month.month), kronor(total), one.claim_count, words, tone
    )


def principal_of(asked: str) -> Principal | None:
    """Return the principal that a form names by its number."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    return Principal.objects.filter(pk=int(asked)).first()
