"""What goes into an edition, and which editions there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from calendar_app.edition_periods import EditionPeriod, periods_to_offer
from calendar_app.models import AccessFact, AttendanceForm, Event, Occurrence
from calendar_app.pdf.changes import changes_between
from calendar_app.pdf.formats import FORMATS, KIND, PaperFormat, edition_key, formats_of
from calendar_app.pdf.frozen import Change, FrozenCalendar, PrintedRow, Since
from calendar_app.queries.rows import organiser_names, place_text
from common import swedish
from common.crisis import crisis_numbers
from common.models import Edition


def freeze(period: EditionPeriod, paper: PaperFormat) -> FrozenCalendar:
    """Return what the next edition would say: what anybody may see now, and what has changed since the last."""
    rows = printed_rows(period)
    return frozen_calendar(period, paper, rows, since=_since(period, paper, rows))


def frozen_calendar(
    period: EditionPeriod, paper: PaperFormat, rows: list[PrintedRow], *, since: Since | None
) -> FrozenCalendar:
    """Put the rows together with date, responsible and numbers to call."""
    portal = settings.PORTAL
    return FrozenCalendar(
        period=period.code,
        paper=paper.code,
        day=swedish.today().isoformat(),
        name=period.name,
        county=portal["county"],
        responsible=portal["coordinator_title"],
        responsible_email=portal["coordinator_email"],
        web_url=period.web_url,
        crisis=[f"Ring {line.number}, {line.label}." for line in crisis_numbers() if line.in_strip],
        rows=rows,
        since=since,
    )


def printed_rows(period: EditionPeriod) -> list[PrintedRow]:
    """Return the period's public occurrences in order; as many queries for one as for a thousand."""
    span = period.span
    found = (
        Occurrence.objects.visible_to(AnonymousUser()).between(span.start, span.end).for_listing().in_order()
    )
    return [_printed(occurrence) for occurrence in found]


def _printed(occurrence: Occurrence) -> PrintedRow:
    event = occurrence.event
    return PrintedRow(
        uid=str(occurrence.uid),
        start=timezone.localtime(occurrence.start).replace(tzinfo=None).isoformat(timespec="minutes"),
        end=timezone.localtime(occurrence.end).replace(tzinfo=None).isoformat(timespec="minutes"),
        all_day=occurrence.all_day,
        title=event.title,
        organisers=organiser_names(event),
        place=place_text(event),
        town=_town(event),
        online=_online(event),
        registration=_registration(event),
        phone=event.contact_phone,
        email=event.contact_email,
        cost=f"Kostnad: {_sentence(event.cost)}" if event.cost else "",
        access=_access(event),
        step=event.participation_step,
        cancelled=occurrence.is_cancelled,
        new_time=occurrence.is_moved,
        full=event.is_full,
    )


def _town(event: Event) -> str:
    if event.attendance == AttendanceForm.ONLINE:
        return "digitalt"
    return event.municipality.name if event.municipality else ""


def _online(event: Event) -> str:
    """Return how to take part from home. The link itself is long, and some are only for the registered."""
    if event.attendance == AttendanceForm.ON_SITE:
        return ""
    words = "Digitalt." if event.attendance == AttendanceForm.ONLINE else "Går också digitalt."
    if event.online_link and event.online_link_public:
        return f"{words} Länken finns på webbplatsen."
    return words


def _registration(event: Event) -> str:
    parts = []
    if event.registration:
        parts.append(f"Anmälan: {_sentence(event.registration)}")
    if event.register_by:
        parts.append(f"Anmäl dig senast {swedish.day_text(event.register_by, year=False)}.")
    return " ".join(parts)


def _access(event: Event) -> str:
    labels = [str(AccessFact(fact).label) for fact in event.access_facts if fact in AccessFact.values]
    words = [labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])] if labels else []
    return f"{swedish.join_words(words)}." if words else ""


def _sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends a sentence already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def _since(period: EditionPeriod, paper: PaperFormat, rows: list[PrintedRow]) -> Since | None:
    before = _latest(edition_key(period, paper))
    if before is None:
        return None
    old = FrozenCalendar.from_json(before.data)
    return Since(number=before.number, day=old.day, changes=_changes(old.rows, rows))


def _latest(key: str) -> Edition | None:
    """Return the newest edition of the key that exists or will exist."""
    return Edition.objects.filter(key=key).exclude(state=Edition.State.FAILED).order_by("-number").first()


def _changes(before: list[PrintedRow], now: list[PrintedRow]) -> list[Change]:
    gone = {row.uid for row in before} - {row.uid for row in now}
    moved = Occurrence.objects.visible_to(AnonymousUser()).filter(uid__in=gone).for_listing() if gone else ()
    return changes_between(before, now, {str(one.uid): _printed(one) for one in moved})


def unchanged_since(period: EditionPeriod, frozen: FrozenCalendar) -> Edition | None:
    """Return the latest edition when a new one would say exactly the same."""
    latest = _latest(edition_key(period, FORMATS[frozen.paper]))
    if latest is None or frozen.since is None or frozen.since.changes:
        return None
    old = FrozenCalendar.from_json(latest.data)
    return latest if _substance(old) == _substance(frozen) else None


def _substance(frozen: FrozenCalendar) -> dict[str, Any]:
    stored = frozen.to_json()
    del stored["day"], stored["since"], stored["contacts_forgotten"]
    return stored


# --- which editions there are -------------------------------------------------------------------


@dataclass(frozen=True)
class EditionFile:
    """One file of an edition, ready or on its way."""

    pk: UUID
    label: str
    hint: str
    state: str
    state_words: str
    url: str
    pages: int
    size: int


@dataclass(frozen=True)
class EditionRow:
    """One edition of a period: the files that were made together under one number."""

    period: EditionPeriod
    number: int
    made_on: date
    files: list[EditionFile]
    is_latest: bool

    @property
    def is_ready(self) -> bool:
        """Whether every file is there to fetch."""
        return all(one.state == Edition.State.READY for one in self.files)

    @property
    def has_failed(self) -> bool:
        """Whether a file could not be made."""
        return any(one.state == Edition.State.FAILED for one in self.files)

    @property
    def done(self) -> int:
        """How many files are finished."""
        return sum(one.state == Edition.State.READY for one in self.files)


def ready_edition(period: EditionPeriod, paper: PaperFormat, number: int | None = None) -> Edition | None:
    """Return the newest finished edition, or the finished one with ``number``."""
    found = Edition.objects.filter(key=edition_key(period, paper), state=Edition.State.READY).defer("data")
    if number is not None:
        found = found.filter(number=number)
    return found.order_by("-number").first()


def edition_of(period: EditionPeriod, number: int) -> EditionRow | None:
    """Return one edition with its files in whatever state they are."""
    keys = [edition_key(period, paper) for paper in FORMATS.values()]
    found = list(Edition.objects.filter(key__in=keys, number=number).defer("data"))
    latest = Edition.objects.filter(key__in=keys, number__gt=number).exists()
    return _row(period, number, found, is_latest=not latest) if found else None


@dataclass(frozen=True)
class EditionsPage:
    """The public list of one year's editions."""

    year: int
    years: list[int]
    periods: list["PeriodEditions"]


@dataclass(frozen=True)
class PeriodEditions:
    """A period's latest edition and the older ones."""

    name: str
    latest: EditionRow
    older: list[EditionRow]


def editions_page(year: int | None) -> EditionsPage:
    """Return the finished editions of periods in ``year``; of the newest year when none is asked for."""
    ready = Edition.objects.filter(kind=KIND, state=Edition.State.READY)
    codes = {key.split(":")[1] for key in ready.values_list("key", flat=True).distinct()}
    years = sorted({int(code[:4]) for code in codes}, reverse=True)
    shown = year if year in years else (years[0] if years else swedish.today().year)
    rows = _rows(ready.filter(key__startswith=f"calendar:{shown}-").defer("data"))
    periods = [
        PeriodEditions(period.name.capitalize(), editions[0], editions[1:])
        for period, editions in _by_period(rows)
    ]
    return EditionsPage(shown, years, periods)


@dataclass(frozen=True)
class OfferedPeriod:
    """A period a coordinator can print, and how its latest edition stands."""

    period: EditionPeriod
    latest: EditionRow | None


def offered_periods() -> list[OfferedPeriod]:
    """Return the periods worth printing now with their latest editions."""
    offered = periods_to_offer(swedish.today())
    keys = [edition_key(period, paper) for period in offered for paper in formats_of(period)]
    rows = _rows(Edition.objects.filter(key__in=keys).defer("data"))
    latest = {period.code: editions[0] for period, editions in _by_period(rows)}
    return [OfferedPeriod(period, latest.get(period.code)) for period in offered]


@dataclass(frozen=True)
class ChangesSoFar:
    """What a new edition of a period would say has changed."""

    since: Since | None
    since_day: date | None
    rows: int
    nothing_new: bool


def changes_so_far(period: EditionPeriod) -> ChangesSoFar:
    """Return what has changed since the period's latest edition."""
    frozen = freeze(period, FORMATS["normal"])
    day = date.fromisoformat(frozen.since.day) if frozen.since else None
    return ChangesSoFar(frozen.since, day, len(frozen.rows), unchanged_since(period, frozen) is not None)


def _rows(editions: Iterable[Edition]) -> list[EditionRow]:
    def group(edition: Edition) -> tuple[str, int]:
        return edition.key.split(":")[1], -edition.number

    rows: list[EditionRow] = []
    seen: set[str] = set()
    for (code, number), files in groupby(sorted(editions, key=group), key=group):
        period = EditionPeriod(code)
        rows.append(_row(period, -number, list(files), is_latest=code not in seen))
        seen.add(code)
    return rows


def _row(period: EditionPeriod, number: int, editions: list[Edition], *, is_latest: bool) -> EditionRow:
    order = list(FORMATS)
    by_paper = sorted(editions, key=lambda one: order.index(one.key.split(":")[2]))
    made_on = swedish.local_date(min(one.created_at for one in editions))
    return EditionRow(period, number, made_on, [_file(period, one) for one in by_paper], is_latest)


def _file(period: EditionPeriod, edition: Edition) -> EditionFile:
    paper = FORMATS[edition.key.split(":")[2]]
    return EditionFile(
        pk=edition.pk,
        label=paper.label,
        hint=paper.hint,
        state=edition.state,
        state_words=edition.get_state_display(),
        url=f"/kalender/utgavor/{period.code}/{edition.number}/{paper.code}.pdf",
        pages=edition.pages,
        size=edition.size,
    )


def _by_period(rows: list[EditionRow]) -> list[tuple[EditionPeriod, list[EditionRow]]]:
    """Group rows, newest period first; a term stands after the last of its months."""
    ordered = sorted(
        rows, key=lambda row: (row.period.span.after, row.period.is_term, row.number), reverse=True
    )
    return [(period, list(group)) for period, group in groupby(ordered, key=lambda row: row.period)]
