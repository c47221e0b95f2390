"""Reads the trail page by page, newest first, at the same cost on page one and page two thousand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from common.actors import PUBLIC, SYSTEM
from common.models import TrailEntry
from common.swedish import swedish_order
from inflytande.trail.words import field_words, object_words, verb_words

PAGE_SIZE = 50
#: Actors that are no person.
NOBODY = {SYSTEM.actor_id: "Portalen", PUBLIC.actor_id: "Besökare"}
#: An account that is gone: the trail stays, the name doesn't.
GONE = "Borttaget konto"


@dataclass(frozen=True)
class TrailFilter:
    """What to show. ``before`` is where the former page ended: (moment, id)."""

    actor_id: UUID | None = None
    kind: str = ""
    object_type: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None

    def used(self) -> list[str]:
        """Names of the filters in use, never what they hold."""
        return [name for name, value in vars(self).items() if value]


@dataclass(frozen=True)
class TrailRow:
    """One row in words."""

    at: datetime
    who: str
    verb: str
    object: str
    object_id: str
    fields: list[str]
    kind: str


@dataclass(frozen=True)
class TrailPage:
    """Rows, and the mark that the next page starts after; empty on the last one."""

    rows: list[TrailRow]
    next_mark: str


def trail_page(wanted: TrailFilter, mark: str) -> TrailPage:
    """Return the page after ``mark``; the first one for an empty or broken mark."""
    found = list(page_query(wanted, mark)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    last = shown[-1] if len(found) > PAGE_SIZE else None
    names = _names({entry.actor_id for entry in shown})
    return TrailPage(
        rows=[_row(entry, names) for entry in shown],
        next_mark=f"{last.at.isoformat()}_{last.pk}" if last else "",
    )


def page_query(wanted: TrailFilter, mark: str) -> QuerySet[TrailEntry]:
    """Return everything that matches and is older than ``mark``, newest first."""
    entries = _matching(wanted)
    place = _place(mark)
    if place is None:
        return entries
    moment, number = place
    # The plain range lets the index do the work; the second half settles equal moments.
    return entries.filter(Q(at__lt=moment) | Q(at=moment, id__lt=number), at__lte=moment)


def trail_export(wanted: TrailFilter) -> Iterator[list[object]]:
    """Yield the matching rows as plain cells, newest first, without holding them in memory."""
    names = dict(User.objects.values_list("actor_id", "name"))
    for entry in _matching(wanted).iterator(chunk_size=2_000):
        row = _row(entry, names)
        moment = timezone.localtime(row.at)
        yield [
            f"{moment:%Y-%m-%d %H:%M:%S}",
            row.who,
            str(entry.actor_id),
            entry.get_kind_display(),
            entry.verb,
            entry.object_type,
            entry.object_id,
            ", ".join(entry.fields),
        ]


def actors() -> list[tuple[str, str]]:
    """Return everybody who can be chosen, by opaque id: an address must not hold a name."""
    people = User.objects.order_by(swedish_order("name"), "pk").values_list("actor_id", "name")
    return [(str(key), name) for key, name in [*NOBODY.items(), *people]]


def object_types() -> list[tuple[str, str]]:
    """Return the types of objects that the trail holds, in words."""
    return sorted(((name, object_words(name)) for name in _distinct_types()), key=lambda pair: pair[1])


def _distinct_types() -> list[str]:
    # One index look-up per type instead of reading every row ("loose index scan").
    found: list[str] = []
    last = ""
    while True:
        rows = TrailEntry.objects.filter(object_type__gt=last).order_by("object_type")
        following = rows.values_list("object_type", flat=True).first()
        if following is None:
            return found
        found.append(following)
        last = following


def _matching(wanted: TrailFilter) -> QuerySet[TrailEntry]:
    entries = TrailEntry.objects.order_by("-at", "-id")
    if wanted.actor_id is not None:
        entries = entries.filter(actor_id=wanted.actor_id)
    if wanted.kind:
        entries = entries.filter(kind=wanted.kind)
    if wanted.object_type:
        entries = entries.filter(object_type=wanted.object_type)
    if wanted.object_id:
        entries = entries.filter(object_id=wanted.object_id)
    if wanted.since:
        entries = entries.filter(at__gte=_midnight(wanted.since))
    if wanted.until and wanted.until < date.max:
        entries = entries.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return entries


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here


def _place(mark: str) -> tuple[datetime, int] | None:
    moment, _, number = mark.rpartition("_")
    try:
        parsed = parse_datetime(moment)
    except ValueError:
        return None
    if parsed is None or timezone.is_naive(parsed) or not (number.isascii() and number.isdigit()):
        return None
    return parsed, min(int(number[:18]), 2**62)


def _names(actor_ids: set[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(actor_id__in=actor_ids).values_list("actor_id", "name"))


def _row(entry: TrailEntry, names: dict[UUID, str]) -> TrailRow:
    return TrailRow(
        at=entry.at,
        who=NOBODY.get(entry.actor_id) or names.get(entry.actor_id, GONE),
        verb=verb_words(entry.verb),
        object=object_words(entry.object_type),
        object_id=entry.object_id,
        fields=[field_words(entry.object_type, name) for name in entry.fields],
        kind=entry.kind,
    )
