"""What anybody may read of the audits: the list, one audit, its editions."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify

from common import trail
from common.models import Edition, StatusChange
from common.swedish import day_text, join_words, local_date, month_text, swedish_order
from organisations.models import Municipality, Principal, PriorityGroup, Theme, Unit
from proposals.queries.choices import Choice, Offered
from proposals.queries.public import Card, TallyRow, of_source, tally
from revisions.models import AuditStatus, Finding, Presentation, UserAudit
from revisions.queries.report_data import REPORT, SUMMARY, addressees, edition_key, time_is_out
from revisions.report_document import Found, document
from revisions.services.source import ROOM
from surveys.queries.results import asked_publicly

PAGE_SIZE = 20
#: A list of fewer than this needs no filter.
FILTERED_FROM = 11

#: The eight phases anybody sees, and the state in which each begins.
PUBLIC_PHASES = (
    ("Uppdrag", "agreed"),
    ("Planering", "preparing"),
    ("Intervjuer", "interviewing"),
    ("Analys", "analysing"),
    ("Rapporten skrivs", "draft"),
    ("Verksamheten läser", "factcheck"),
    ("Svar och åtgärder", "published"),
    ("Uppföljning", "following_up"),
)
_PHASE_OF = {
    "enquiry": 1, "agreed": 1, "preparing": 2, "interviewing": 3, "analysing": 4, "draft": 5, "factcheck": 6,
    "published": 7, "following_up": 8, "closed": 8,
}  # fmt: skip
_CLOSED = "Avslutad"


def _phase_name(status: str) -> str:
    return _CLOSED if status == AuditStatus.CLOSED else PUBLIC_PHASES[_PHASE_OF[status] - 1][0]


#: A phase in addresses → its words, and the states that show it.
_PHASE_WORDS = {slugify(name): name for name, _ in PUBLIC_PHASES} | {slugify(_CLOSED): _CLOSED}
_STATES_OF = {
    slug: [status for status in _PHASE_OF if _phase_name(status) == name]
    for slug, name in _PHASE_WORDS.items()
}
#: Said where an approved report is missing after the time to read: our delay, nobody else's.
OUR_DELAY = "Rapporten är försenad hos oss. De som den gäller har haft sin tid att läsa den."


class PhaseStep(NamedTuple):
    """One of the eight phases; ``state`` is done, now or later."""

    name: str
    state: str
    note: str


class Row(NamedTuple):
    """One audit in the list."""

    url: str
    title: str
    name: str
    whom: str
    phase: str
    number: int
    tone: str
    lead: str


@dataclass(frozen=True)
class AuditFilter(Choice):
    """What can be chosen among the announced audits."""

    route = "audits:list"

    enhet: str = ""
    kommun: str = ""
    tema: str = ""
    grupp: str = ""
    fas: str = ""
    ar: str = ""

    def rows(self) -> Any:
        """Return the announced audits that match."""
        rows: Any = UserAudit.objects.announced()
        if self.enhet:
            kind, _, slug = self.enhet.partition(":")
            rows = rows.filter(units__slug=slug) if kind == "enhet" else rows.filter(principals__slug=slug)
        if self.kommun:
            rows = rows.filter(
                Q(units__municipality__slug=self.kommun) | Q(principals__municipality__slug=self.kommun)
            )
        if self.tema:
            rows = rows.filter(findings__in=Finding.objects.told().filter(theme__slug=self.tema))
        if self.grupp:
            rows = rows.filter(priority_groups__slug=self.grupp)
        if self.fas:
            rows = rows.filter(status__in=_STATES_OF[self.fas])
        if self.ar:
            rows = rows.filter(published_on__year=int(self.ar))
        return rows.distinct()


#: What a row of the list reads.
ROW_PARTS = ("audit_units__unit", "principals")


def options() -> Offered:
    """Return what there is to choose between: only what some announced audit has."""
    audits = UserAudit.objects.announced()
    units = Unit.objects.filter(audits__in=audits).distinct().order_by(swedish_order("name"))
    principals = Principal.objects.filter(audits__in=audits).distinct().in_order()
    places = Municipality.objects.filter(Q(units__in=units) | Q(principal__in=principals)).distinct()
    themes = Theme.objects.filter(findings__in=Finding.objects.told()).distinct().in_order()
    groups = PriorityGroup.objects.filter(audits__in=audits).distinct().in_order()
    years = UserAudit.objects.public().dates("published_on", "year", order="DESC")
    reached = set(audits.order_by().values_list("status", flat=True).distinct())
    return {
        "enhet": [
            *((f"huvudman:{one.slug}", one.name) for one in principals),
            *((f"enhet:{one.slug}", one.name) for one in units),
        ],
        "kommun": [(one.slug, one.name) for one in places.order_by(swedish_order("name"))],
        "tema": [(one.slug, one.name) for one in themes],
        "grupp": [(one.slug, one.name) for one in groups],
        "fas": [(slug, _PHASE_WORDS[slug]) for slug, states in _STATES_OF.items() if reached & {*states}],
        "ar": [(str(day.year), str(day.year)) for day in years],
    }


@dataclass(frozen=True)
class ListPage:
    """One page of the public list."""

    chosen: AuditFilter
    options: Offered
    rows: list[Row]
    page: Page[UserAudit]
    chips: list[tuple[str, str]]
    query: str
    has_filter: bool

    @property
    def total(self) -> int:
        return self.page.paginator.count


def list_page(query: QueryDict) -> ListPage:
    """Return the public list as the address asks for it."""
    offered = options()
    chosen = AuditFilter.read(query, offered)
    found = chosen.rows().order_by("-published_on", "-created_at", "-pk")
    page = Paginator(found.prefetch_related(*ROW_PARTS), PAGE_SIZE).get_page(query.get("sida"))
    return ListPage(
        chosen=chosen,
        options=offered,
        rows=[list_row(one) for one in page],
        page=page,
        chips=chosen.chips(offered),
        query=chosen.query,
        has_filter=bool(chosen.pairs()) or UserAudit.objects.announced().count() >= FILTERED_FROM,
    )


def list_row(audit: UserAudit) -> Row:
    """Return an audit as the lists show it; prefetch ``ROW_PARTS``."""
    units = [row.unit.name for row in audit.audit_units.all()] or [one.name for one in audit.principals.all()]
    number = _PHASE_OF[audit.status]
    return Row(
        reverse("audits:audit", args=[audit.slug]),
        audit.question or audit.title,
        audit.title,
        join_words(units),
        _phase_name(audit.status),
        number,
        "done" if audit.status == AuditStatus.CLOSED else "going",
        audit.lead_text,
    )


# --- one audit ----------------------------------------------------------------------------------


class EditionRow(NamedTuple):
    """A numbered edition with what proves it."""

    number: int
    on: date
    sha256: str
    pages: int
    note: str
    url: str


@dataclass(frozen=True)
class PublicPage:
    """The public page of one audit."""

    audit: UserAudit
    question: str
    whom: list[str]
    groups: list[str]
    phase: str
    phase_number: int
    phases: int
    tone: str
    steps: list[PhaseStep]
    is_public: bool
    delay: str
    strengths: list[Found]
    improvements: list[Found]
    cards: list[Card]
    tally: list[TallyRow]
    source_id: UUID | None
    presentations: list[Presentation]
    editions: list[EditionRow]
    report: Edition | None
    summary: Edition | None
    has_summary: bool
    note: str
    contact: str

    @property
    def echo(self) -> str:
        """ "Fas 7 av 8: Svar och åtgärder"."""
        return f"Fas {self.phase_number} av {self.phases}: {self.phase}"


def announced_audits() -> Any:
    """Where every public page of an audit looks for it."""
    rows = UserAudit.objects.announced().select_related("association")
    return rows.prefetch_related("audit_units__unit", "principals", "reply_windows", "timetable")


def cancelled_on(slug: str) -> date | None:
    """Return the day an announced audit was cancelled; ``None`` for every other audit."""
    audit = UserAudit.objects.once_announced().filter(status=AuditStatus.CANCELLED, slug=slug).first()
    if audit is None:
        return None
    moves = StatusChange.objects.filter(object_type=trail.object_type(audit), object_id=str(audit.pk))
    return local_date(moves.filter(target=AuditStatus.CANCELLED).latest("at").at)


def public_audits() -> Any:
    """Those whose report anybody may read."""
    return UserAudit.objects.public()


def public_page(audit: UserAudit) -> PublicPage:
    """Return the page of an audit from ``announced_audits``. Before publication it tells what and when, no findings."""
    data = latest_data(audit)
    findings = document(data).findings if data else {"strength": [], "improvement": []}
    cards = of_source(ROOM, str(audit.pk)) if audit.is_public else []
    number = _PHASE_OF[audit.status]
    late = audit.status == AuditStatus.FACTCHECK and time_is_out(audit)
    return PublicPage(
        audit=audit,
        question=audit.question or audit.title,
        whom=addressees(audit),
        groups=[one.name for one in audit.priority_groups.in_order()],
        phase=_phase_name(audit.status),
        phase_number=number,
        phases=len(PUBLIC_PHASES),
        tone="done" if audit.status == AuditStatus.CLOSED else "late" if late else "going",
        steps=_steps(audit, number),
        is_public=audit.is_public,
        delay=OUR_DELAY if late else "",
        strengths=findings["strength"],
        improvements=findings["improvement"],
        cards=cards,
        tally=tally(cards),
        source_id=cards[0].proposal.source_id if cards else None,
        presentations=list(audit.presentations.select_related("unit")) if audit.is_public else [],
        editions=_editions(audit) if audit.is_public else [],
        report=ready(audit, REPORT) if audit.is_public else None,
        summary=ready(audit, SUMMARY) if audit.is_public else None,
        has_summary=bool(data and data["plain_summary"]),
        note=data["note"] if data else "",
        contact=settings.PORTAL["coordinator_email"],
    )


def latest_data(audit: UserAudit) -> dict[str, Any] | None:
    """Return what the newest edition says, also while its file is being made; ``None`` before publication."""
    if not audit.is_public:
        return None
    return edition_data(audit)[0]


def edition_data(audit: UserAudit) -> tuple[dict[str, Any] | None, int]:
    """Return the newest edition's data and number."""
    newest = Edition.objects.filter(key=edition_key(audit)).order_by("-number").first()
    return (newest.data, newest.number) if newest else (None, 0)


def ready(audit: UserAudit, kind: str, number: int | None = None) -> Edition | None:
    """Return the newest finished file, or the one with ``number``; never of an audit that isn't public."""
    if not audit.is_public:
        return None
    rows = Edition.objects.filter(key=edition_key(audit, kind), state=Edition.State.READY)
    return (rows.filter(number=number) if number else rows.order_by("-number")).first()


def _editions(audit: UserAudit) -> list[EditionRow]:
    rows = Edition.objects.filter(key=edition_key(audit), state=Edition.State.READY).order_by("-number")
    return [
        EditionRow(
            one.number,
            local_date(one.created_at),
            one.sha256,
            one.pages,
            one.data.get("note", ""),
            reverse("audits:edition_pdf", args=[audit.slug, one.number]),
        )
        for one in rows
    ]


def _steps(audit: UserAudit, now: int) -> list[PhaseStep]:
    rows = StatusChange.objects.filter(object_type=trail.object_type(audit), object_id=str(audit.pk))
    reached = {target: local_date(at) for target, at in rows.order_by("at").values_list("target", "at")}
    planned = {entry.kind: entry.on for entry in audit.timetable.all()}
    notes = {
        3: _span(planned.get("interviews_from"), planned.get("interviews_to")),
        6: _until([window.ends_on for window in audit.reply_windows.all()]) if now >= 6 else "",
        8: month_text(planned["follow_up"].year, planned["follow_up"].month)
        if "follow_up" in planned
        else "",
    }
    closed = audit.status == AuditStatus.CLOSED
    is_asked, answers = asked_publicly(ROOM, audit.pk)
    if audit.is_public and answers:
        told = f"{sum(answers)} svar på {'enkäten' if len(answers) == 1 else 'enkäterna'}"
        notes[3] = ", ".join(note for note in (notes[3], told) if note)
    steps = []
    for number, (name, state) in enumerate(PUBLIC_PHASES, start=1):
        if number == 3 and is_asked:
            # A survey goes before or beside the interviews: the same phase, with both names.
            name = "Enkät och intervjuer"
        been = number < now or closed
        day = reached.get(state)
        note = notes.get(number, "") or (month_text(day.year, day.month) if day and number <= now else "")
        steps.append(PhaseStep(name, "done" if been else "now" if number == now else "later", note))
    return steps


def _span(first: date | None, last: date | None) -> str:
    """Months only: which days people were interviewed is nobody's business."""
    months = [month_text(day.year, day.month) for day in (first, last) if day]
    return "–".join(dict.fromkeys(months))


def _until(days: list[date]) -> str:
    return f"till och med {day_text(max(days))}" if days else ""
