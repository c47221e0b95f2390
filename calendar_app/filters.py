"""The calendar's filters: one vocabulary for pages, feeds, personal feeds and digests.

Values in addresses are Swedish words and slugs, promised to outsiders; ``CalendarFilter`` holds
them as they stand there, so an address, a saved choice and a mail all mean the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from associations.models import Activity, Association, Audience, Focus
from calendar_app.models import AttendanceForm, Event, EventKind, Occurrence
from common.participation import ParticipationStep
from common.privacy import clean_text
from common.search import search_text

#: Query parameters in the order of the form; pages that are cached know these and no others.
PARAMS = (
    "q",
    "kommun",
    "forening",
    "natverk",
    "typ",
    "steg",
    "malgrupp",
    "inriktning",
    "verksamhet",
    "grupp",
    "form",
)
#: What an anonymous reader may pick more of than this is no filter any more.
MOST_VALUES = 30
LONGEST_WORDS = 80

KINDS: dict[str, EventKind] = {
    "mote": EventKind.MEETING,
    "oppet-hus": EventKind.OPEN_HOUSE,
    "samtalsgrupp": EventKind.TALK_GROUP,
    "studiecirkel": EventKind.STUDY_CIRCLE,
    "forelasning": EventKind.LECTURE,
    "utbildning": EventKind.TRAINING,
    "workshop": EventKind.WORKSHOP,
    "dialogmote": EventKind.DIALOGUE_MEETING,
    "patientforum": EventKind.PATIENT_FORUM,
    "annat": EventKind.OTHER,
}
AUDIENCES: dict[str, Audience] = {audience.slug: audience for audience in Audience}
FOCUS_AREAS: dict[str, Focus] = {focus.slug: focus for focus in Focus}
ACTIVITIES: dict[str, Activity] = {activity.slug: activity for activity in Activity}
FORMS: dict[str, tuple[str, tuple[AttendanceForm, ...]]] = {
    "plats": ("På plats", (AttendanceForm.ON_SITE, AttendanceForm.BOTH)),
    "digitalt": ("Digitalt", (AttendanceForm.ONLINE, AttendanceForm.BOTH)),
}

_FIXED: dict[str, dict[str, str]] = {
    "typ": {word: str(kind.label) for word, kind in KINDS.items()},
    "steg": {str(step.value): f"{step.value}. {step.long_name}" for step in ParticipationStep},
    "malgrupp": {word: str(audience.label) for word, audience in AUDIENCES.items()},
    "inriktning": {word: str(focus.label) for word, focus in FOCUS_AREAS.items()},
    "verksamhet": {word: str(activity.label) for word, activity in ACTIVITIES.items()},
    "form": {word: label for word, (label, _) in FORMS.items()},
}


@dataclass(frozen=True)
class Options:
    """What can be picked now: per parameter, the value in the address and its name."""

    by_param: Mapping[str, Mapping[str, str]]

    def choices(self, param: str) -> list[tuple[str, str]]:
        """Return (value, name) in the order they are shown."""
        return list(self.by_param.get(param, {}).items())

    def label(self, param: str, value: str) -> str:
        """Return the name of a value, for chips and mails."""
        if param == "q":
            return f"”{value}”"
        return self.by_param.get(param, {}).get(value, value)


@dataclass(frozen=True)
class CalendarFilter:
    """What a reader wants to see. Values of one parameter widen, different parameters narrow."""

    q: str = ""
    kommun: tuple[str, ...] = ()
    forening: tuple[str, ...] = ()
    natverk: tuple[str, ...] = ()
    typ: tuple[str, ...] = ()
    steg: tuple[str, ...] = ()
    malgrupp: tuple[str, ...] = ()
    inriktning: tuple[str, ...] = ()
    verksamhet: tuple[str, ...] = ()
    grupp: tuple[str, ...] = ()
    form: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def values(self, param: str) -> tuple[str, ...]:
        """Return what is picked for ``param``."""
        if param == "q":
            return (self.q,) if self.q else ()
        found: tuple[str, ...] = getattr(self, param)
        return found

    def pairs(self) -> list[tuple[str, str]]:
        """Return (parameter, value) in the form's order."""
        return [(param, value) for param in PARAMS for value in self.values(param)]

    def query(self, **more: str) -> str:
        """Return the filter as "?kommun=gavle&typ=mote", or nothing; ``more`` is put last."""
        pairs = [*self.pairs(), *((name, value) for name, value in more.items() if value)]
        return f"?{urlencode(pairs)}" if pairs else ""

    def without(self, param: str, value: str) -> "CalendarFilter":
        """Return the filter with one choice taken away."""
        if param == "q":
            return replace(self, q="")
        kept = tuple(other for other in self.values(param) if other != value)
        changed: dict[str, Any] = {param: kept}
        return replace(self, **changed)

    def saved(self) -> dict[str, list[str]]:
        """Return what a personal feed or a digest keeps."""
        return {param: list(self.values(param)) for param in PARAMS if self.values(param)}

    def within(self, rows: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        """Return the occurrences that match. Limit ``rows`` in time first: words are read row by row."""
        condition = self._condition()
        if condition:
            rows = rows.filter(condition)
        if self.q:
            named = search_text(Association.objects.public(), self.q, fields=("name",))
            worded = search_text(
                rows, self.q, fields=("event__title", "event__description", "event__place")
            ).order_by()
            rows = rows.filter(
                Q(pk__in=worded.values("pk")) | Q(event__in=_organised(association__in=named.values("pk")))
            )
        return rows

    def _condition(self) -> Q:
        condition = Q()
        if self.kommun:
            condition &= Q(event__municipality__slug__in=self.kommun)
        if self.forening:
            condition &= Q(event__in=_organised(association__slug__in=self.forening))
        if self.natverk:
            condition &= Q(event__in=_organised(association__memberships__network__slug__in=self.natverk))
        if self.typ:
            condition &= Q(event__kind__in=[KINDS[word] for word in self.typ])
        if self.steg:
            condition &= Q(event__participation_step__in=[int(step) for step in self.steg])
        if self.malgrupp:
            # What is for everybody is for me as well.
            wanted = {*(AUDIENCES[word] for word in self.malgrupp), Audience.EVERYONE}
            condition &= Q(event__audiences__overlap=sorted(wanted))
        if self.inriktning:
            areas = [FOCUS_AREAS[word] for word in self.inriktning]
            condition &= Q(event__in=_organised(association__focus_areas__overlap=areas))
        if self.verksamhet:
            activities = [ACTIVITIES[word] for word in self.verksamhet]
            condition &= Q(event__in=_organised(association__activities__overlap=activities))
        if self.grupp:
            groups = Event.priority_groups.through._default_manager
            aimed = groups.filter(prioritygroup__slug__in=self.grupp)
            condition &= Q(event__in=aimed.values("event_id"))
        if self.form:
            forms = [form for word in self.form for form in FORMS[word][1]]
            condition &= Q(event__attendance__in=forms)
        return condition


@dataclass(frozen=True)
class ReadFilter:
    """A filter read from outside; ``unknown`` tells that something asked for doesn't exist."""

    filter: CalendarFilter
    unknown: bool


def read_filter(source: QueryDict | Mapping[str, Iterable[str]], options: Options) -> ReadFilter:
    """Return the filter that an address or a saved choice asks for, without what doesn't exist.

    Never raises: anything can stand in an address.
    """
    found: dict[str, Any] = {}
    unknown = False
    for param in PARAMS:
        asked = _asked(source, param)
        if param == "q":
            # One line: line ends come from pasting.
            found["q"] = " ".join(clean_text(" ".join(asked)).split())[:LONGEST_WORDS]
            continue
        known = options.by_param.get(param, {})
        kept = tuple(value for value in dict.fromkeys(asked) if value in known)
        unknown = unknown or len(kept) < len(set(asked))
        found[param] = kept
    return ReadFilter(CalendarFilter(**found), unknown)


def fixed_options() -> dict[str, dict[str, str]]:
    """Return the parameters whose values are part of the program, not data."""
    return dict(_FIXED)


def _asked(source: QueryDict | Mapping[str, Iterable[str]], param: str) -> list[str]:
    if isinstance(source, QueryDict):
        given: Iterable[Any] = source.getlist(param)
    else:
        held = source.get(param, ())
        given = held if isinstance(held, list | tuple) else ()
    return [value for value in given if isinstance(value, str) and value][:MOST_VALUES]


def _organised(**condition: Any) -> QuerySet[Any]:
    """Return the ids of events whose organiser meets ``condition``; no join, so no event comes twice."""
    through: Any = Event.associations.through
    rows: QuerySet[Any] = through._default_manager.filter(**condition).values("event_id")
    return rows
