"""What an activity says and when it is, as plain values: the contract of every service that writes events."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from associations.models import Association, Audience
from calendar_app.models import AccessFact, AttendanceForm, Event, EventKind
from common.errors import DomainError
from common.participation import ParticipationStep
from common.privacy import clean_text, contains_personal_number
from common.swedish import day_text, join_words, parse_phone, phone_text
from organisations.models import Municipality, PriorityGroup, Unit


@dataclass(frozen=True, kw_only=True)
class EventContent:
    """Everything an event says, apart from its times. ``municipality_id`` ``None`` means the whole county."""

    title: str
    kind: str
    association_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    description: str = ""
    attendance: str = "on_site"
    place: str = ""
    street_address: str = ""
    municipality_id: int | None = None
    access_facts: tuple[str, ...] = ()
    access_note: str = ""
    online_link: str = ""
    online_link_public: bool = False
    audiences: tuple[str, ...] = ()
    cost: str = ""
    registration: str = ""
    register_by: date | None = None
    is_full: bool = False
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    participation_step: int | None = None
    interpretation: str = ""
    priority_group_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """A rule. ``until`` is a last day, ``count`` the number of times (skipped days are counted)."""

    frequency: str
    interval: int = 1
    until: date | None = None
    count: int | None = None
    excluded: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TimePlan:
    """When an event takes place. ``start`` and ``end`` are aware; a whole day ends at the next midnight.

    With ``repeat`` they are the first time. ``also`` holds further single times for an event without
    a rule, which an import may need.
    """

    start: datetime
    end: datetime
    all_day: bool = False
    repeat: Repeat | None = None
    also: tuple[tuple[datetime, datetime], ...] = ()


#: Labels as the form and the side-by-side view show them, in the form's order.
LABELS: dict[str, str] = {
    "title": "Rubrik",
    "kind": "Typ",
    "association_ids": "Förening",
    "unit_ids": "Verksamhet",
    "description": "Beskrivning",
    "attendance": "Hur kan man vara med?",
    "place": "Plats",
    "street_address": "Gatuadress",
    "municipality_id": "Kommun",
    "access_facts": "Tillgänglighet",
    "access_note": "Mer om tillgänglighet",
    "online_link": "Länk till mötet",
    "online_link_public": "Länken visas för alla",
    "audiences": "För vem",
    "cost": "Kostnad",
    "registration": "Anmälan",
    "register_by": "Sista anmälningsdag",
    "is_full": "Fullt",
    "contact_name": "Kontakt",
    "contact_email": "E-post för frågor",
    "contact_phone": "Telefon",
    "participation_step": "Steg i trappan",
    "interpretation": "Tolk och lättläst",
    "priority_group_ids": "Prioriterade grupper",
}
#: Kept in tables of their own, not on the event's row.
_RELATIONS = (
    ("associations", "association_ids"),
    ("units", "unit_ids"),
    ("priority_groups", "priority_group_ids"),
)
_RELATED = tuple(name for _, name in _RELATIONS)
_TEXT_LIMITS = {
    "title": 160,
    "description": 4000,
    "place": 160,
    "street_address": 160,
    "access_note": 400,
    "online_link": 500,
    "cost": 120,
    "registration": 400,
    "contact_name": 120,
    "contact_email": 254,
    "contact_phone": 40,
    "interpretation": 400,
}
_PLAIN = tuple(f.name for f in fields(EventContent) if f.name not in _RELATED)
_LISTS = ("access_facts", "audiences")


def tidied(content: EventContent) -> EventContent:
    """Return the content without control and direction signs, one-line fields on one line, phone in E.164."""
    values: dict[str, Any] = {name: getattr(content, name) for name in LABELS}
    for name in _TEXT_LIMITS:
        text = clean_text(values[name] or "")
        values[name] = text if name == "description" else " ".join(text.split())
    for name in (*_RELATED, *_LISTS):
        values[name] = tuple(dict.fromkeys(values[name]))
    if values["contact_phone"]:
        with suppress(ValueError):  # content_problems tells
            values["contact_phone"] = parse_phone(values["contact_phone"])
    return EventContent(**values)


def content_problems(content: EventContent) -> dict[str, str]:
    """Return field → Swedish sentence for everything that can't be stored. Empty when all is well."""
    problems: dict[str, str] = {}
    if not content.title:
        problems["title"] = "Skriv en rubrik."
    for name, limit in _TEXT_LIMITS.items():
        text = getattr(content, name)
        if len(text) > limit:
            problems[name] = f"Texten är {len(text)} tecken lång. Högst {limit} tecken får plats. Korta den."
        elif contains_personal_number(text):
            problems[name] = (
                "Texten ser ut att innehålla ett personnummer. Ta bort det. Portalen sparar aldrig personnummer."
            )
    _check_choices(content, problems)
    _check_formats(content, problems)
    return problems


def _check_choices(content: EventContent, problems: dict[str, str]) -> None:
    if content.kind not in EventKind.values:
        problems["kind"] = "Välj vilken typ av aktivitet det är."
    if content.attendance not in AttendanceForm.values:
        problems["attendance"] = "Välj hur man kan vara med."
    if content.participation_step is not None and content.participation_step not in ParticipationStep.values:
        problems["participation_step"] = "Välj ett av de fem stegen, eller inget."
    if not set(content.access_facts) <= set(AccessFact.values):
        problems["access_facts"] = "Välj bland alternativen i listan."
    if not set(content.audiences) <= set(Audience.values):
        problems["audiences"] = "Välj bland alternativen i listan."


def _check_formats(content: EventContent, problems: dict[str, str]) -> None:
    if content.contact_email and "contact_email" not in problems:
        try:
            validate_email(content.contact_email)
        except ValidationError:
            problems["contact_email"] = "Skriv hela adressen med @, till exempel namn@forening.example."
    if content.contact_phone and "contact_phone" not in problems:
        try:
            parse_phone(content.contact_phone)
        except ValueError as error:
            problems["contact_phone"] = str(error)
    if content.online_link and "online_link" not in problems:
        try:
            URLValidator(schemes=["http", "https"])(content.online_link)
        except ValidationError:
            problems["online_link"] = "Skriv hela länken. Den börjar med https://."


def checked(content: EventContent) -> EventContent:
    """Return the tidied content or raise ``DomainError`` at its first problem."""
    content = tidied(content)
    for name, sentence in content_problems(content).items():
        raise DomainError(sentence, field=name)
    if content.municipality_id and not Municipality.objects.filter(pk=content.municipality_id).exists():
        raise DomainError("Välj en kommun i listan.", field="municipality_id")
    if Association.objects.filter(pk__in=content.association_ids).count() != len(content.association_ids):
        raise DomainError("Föreningen finns inte längre. Välj en annan.", field="association_ids")
    if Unit.objects.filter(pk__in=content.unit_ids).count() != len(content.unit_ids):
        raise DomainError("Verksamheten finns inte längre. Välj en annan.", field="unit_ids")
    groups = content.priority_group_ids
    if groups and PriorityGroup.objects.filter(pk__in=groups).count() != len(groups):
        raise DomainError("Gruppen finns inte längre. Välj en annan.", field="priority_group_ids")
    return content


def content_of(event: Event) -> EventContent:
    """Return what ``event`` says now."""
    values: dict[str, Any] = {name: getattr(event, name) for name in _PLAIN}
    for name in _LISTS:
        values[name] = tuple(values[name])
    return EventContent(
        **values,
        association_ids=tuple(sorted(association.pk for association in event.associations.all())),
        unit_ids=tuple(sorted(unit.pk for unit in event.units.all())),
        priority_group_ids=tuple(sorted(group.pk for group in event.priority_groups.all())),
    )


def changed_fields(old: EventContent, new: EventContent) -> list[str]:
    """Return the names of the fields that differ; the order within lists doesn't count."""
    return [name for name in LABELS if _comparable(old, name) != _comparable(new, name)]


def write_content(event: Event, content: EventContent) -> list[str]:
    """Set the plain fields on the unsaved or locked row and return their names; what has tables of its own is not set here."""
    for name in _PLAIN:
        value = getattr(content, name)
        setattr(event, name, list(value) if name in _LISTS else value)
    return list(_PLAIN)


def write_related(event: Event, content: EventContent, *, changed: Collection[str] | None = None) -> None:
    """Set the organisers and the priority groups of a saved event; of an old one only the ``changed``."""
    for relation, name in _RELATIONS:
        ids = getattr(content, name)
        if changed is None and ids:
            getattr(event, relation).add(*ids)
        elif changed is not None and name in changed:
            getattr(event, relation).set(ids)
    # What a caller prefetched before is no longer true.
    event._prefetched_objects_cache = {}  # type: ignore[attr-defined]


def described(content: EventContent) -> dict[str, str]:
    """Return label → the value in words, for the side-by-side view and for conflicts."""
    names = dict(Association.objects.filter(pk__in=content.association_ids).values_list("pk", "name"))
    units = dict(Unit.objects.filter(pk__in=content.unit_ids).values_list("pk", "name"))
    municipality = _municipality_name(content.municipality_id)
    groups = _group_names(content.priority_group_ids)
    step = content.participation_step
    words: Mapping[str, str] = {
        "kind": _label(EventKind, content.kind),
        "association_ids": join_words([names[pk] for pk in content.association_ids if pk in names]),
        "unit_ids": join_words([units[pk] for pk in content.unit_ids if pk in units]),
        "attendance": _label(AttendanceForm, content.attendance),
        "municipality_id": municipality or "Hela länet",
        "access_facts": join_words([_label(AccessFact, fact) for fact in content.access_facts]),
        "audiences": join_words([_label(Audience, audience) for audience in content.audiences]),
        "contact_phone": phone_text(content.contact_phone),
        "priority_group_ids": join_words(groups),
        "register_by": day_text(content.register_by) if content.register_by else "",
        "online_link_public": "Ja" if content.online_link_public else "Nej",
        "is_full": "Ja" if content.is_full else "Nej",
        "participation_step": ParticipationStep(step).long_name if step else "Inget steg",
    }
    return {label: words.get(name, getattr(content, name)) for name, label in LABELS.items()}


def _municipality_name(municipality_id: int | None) -> str:
    if municipality_id is None:
        return ""
    return Municipality.objects.filter(pk=municipality_id).values_list("name", flat=True).first() or ""


def _group_names(ids: tuple[int, ...]) -> list[str]:
    return [group.name for group in PriorityGroup.objects.filter(pk__in=ids).in_order()] if ids else []


def content_to_json(content: EventContent) -> dict[str, Any]:
    """Return the content as plain JSON values."""
    values = asdict(content)
    values["register_by"] = content.register_by.isoformat() if content.register_by else None
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def content_from_json(values: Mapping[str, Any]) -> EventContent:
    """Return the content that ``content_to_json`` wrote."""
    known = {name: values[name] for name in LABELS if name in values}
    for name in (*_RELATED, *_LISTS):
        known[name] = tuple(known.get(name) or ())
    day = known.get("register_by")
    known["register_by"] = date.fromisoformat(day) if day else None
    return EventContent(**known)


def plan_to_json(plan: TimePlan) -> dict[str, Any]:
    """Return the plan as plain JSON values."""
    repeat = plan.repeat
    return {
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "all_day": plan.all_day,
        "also": [[start.isoformat(), end.isoformat()] for start, end in plan.also],
        "repeat": None
        if repeat is None
        else {
            "frequency": repeat.frequency,
            "interval": repeat.interval,
            "until": repeat.until.isoformat() if repeat.until else None,
            "count": repeat.count,
            "excluded": [day.isoformat() for day in repeat.excluded],
        },
    }


def plan_from_json(values: Mapping[str, Any]) -> TimePlan:
    """Return the plan that ``plan_to_json`` wrote."""
    repeat = values.get("repeat")
    return TimePlan(
        start=datetime.fromisoformat(values["start"]),
        end=datetime.fromisoformat(values["end"]),
        all_day=values["all_day"],
        also=tuple(
            (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in values["also"]
        ),
        repeat=None
        if repeat is None
        else Repeat(
            frequency=repeat["frequency"],
            interval=repeat["interval"],
            until=date.fromisoformat(repeat["until"]) if repeat["until"] else None,
            count=repeat["count"],
            excluded=tuple(date.fromisoformat(day) for day in repeat["excluded"]),
        ),
    )


def _comparable(content: EventContent, name: str) -> Any:
    value = getattr(content, name)
    return frozenset(value) if isinstance(value, tuple) else value


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value
