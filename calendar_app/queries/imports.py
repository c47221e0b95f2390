"""What the pages about an import show."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count

from calendar_app.models import ImportBatch, ImportRow

_ROWS_ON_A_PAGE = 100
_V = ImportRow.Verdict
#: The word for a verdict before and after the writing.
_BEFORE = {
    _V.CREATE: "Nya",
    _V.UPDATE: "Ändras",
    _V.DUPLICATE: "Finns redan",
    _V.SKIP: "Hoppas över",
    _V.WRONG: "Behöver rättas",
}
_AFTER = {**_BEFORE, _V.CREATE: "Inlagda", _V.UPDATE: "Ändrade", _V.WRONG: "Gick inte att lägga in"}
_TONES = {_V.CREATE: "done", _V.UPDATE: "going", _V.DUPLICATE: "no", _V.SKIP: "no", _V.WRONG: "late"}


@dataclass(frozen=True)
class VerdictTab:
    """One kind of verdict with its number of rows."""

    code: str
    words: str
    count: int
    current: bool


@dataclass(frozen=True)
class PreviewRow:
    """A row with its verdict in words."""

    number: int
    title: str
    when: str
    words: str
    tone: str
    reasons: list[str]
    event_id: int | None


@dataclass(frozen=True)
class ImportPage:
    """A preview or a result."""

    total: int
    to_write: int
    wrong: int
    tabs: list[VerdictTab]
    rows: list[PreviewRow]
    page: Page[ImportRow]
    query: str


def import_page(batch: ImportBatch, *, verdict: str, number: str) -> ImportPage:
    """Return a page of the rows, of one verdict or all; three queries however many rows."""
    words = _AFTER if batch.status == ImportBatch.Status.DONE else _BEFORE
    counts = dict(batch.rows.values_list("verdict").annotate(Count("pk")).order_by())
    shown = verdict if verdict in counts else ""
    rows = batch.rows.filter(verdict=shown) if shown else batch.rows.all()
    paginator = Paginator(rows.order_by("number").defer("data"), _ROWS_ON_A_PAGE)
    # The number is known already: no reason to count again.
    paginator.__dict__["count"] = counts[shown] if shown else sum(counts.values())
    page = paginator.get_page(number)
    tabs = [VerdictTab("", "Alla", sum(counts.values()), not shown)]
    tabs += [VerdictTab(code, words[code], counts[code], code == shown) for code in _V if code in counts]
    return ImportPage(
        total=sum(counts.values()),
        to_write=counts.get("create", 0) + counts.get("update", 0),
        wrong=counts.get("wrong", 0),
        tabs=tabs,
        rows=[_preview(row, words) for row in page.object_list],
        page=page,
        query=f"visa={shown}" if shown else "",
    )


_ONE = {"Nya": "Ny", "Inlagda": "Inlagd", "Ändrade": "Ändrad"}


def _preview(row: ImportRow, words: dict[ImportRow.Verdict, str]) -> PreviewRow:
    verdict = _V(row.verdict)
    plural = words[verdict]
    return PreviewRow(
        row.number, row.title, row.when, _ONE.get(plural, plural), _TONES[verdict], row.reasons, row.event_id
    )


def recent_imports(user: object) -> list[ImportBatch]:
    """Return the latest imports that ``user`` may see."""
    return list(ImportBatch.objects.visible_to(user).order_by("-created_at")[:10])


def visible_import(pk: UUID, user: object) -> ImportBatch | None:
    """Return the import if ``user`` may see it."""
    return ImportBatch.objects.visible_to(user).filter(pk=pk).first()
