"""From the words of a file's row to an activity, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from associations.models import Association
from calendar_app.imports.meanings import (
    audiences_of,
    choice_of,
    key_of,
    known_choice,
    lowered,
    parts_of,
    shortened,
    step_of,
    unknown,
)
from calendar_app.imports.rows import ReadRow
from calendar_app.models import AttendanceForm, Event, EventKind, ImportRow
from calendar_app.services import series
from calendar_app.services.content import (
    LABELS,
    EventContent,
    TimePlan,
    content_problems,
    content_to_json,
    plan_to_json,
    tidied,
)
from common.errors import DomainError
from common.privacy import clean_text
from common.swedish import day_text, local_date, time_text
from organisations.models import Municipality, Unit

_Verdict = ImportRow.Verdict
_LONGEST_UID = 255
_NO_TIME = datetime(1, 1, 1, tzinfo=UTC)
#: Column of the file for each field of a content or a plan, where a sentence needs one.
_PLAN_LABELS = {
    "start": "Datum",
    "end": "Sluttid",
    "frequency": "Upprepas",
    "interval": "Upprepas",
    "until": "Till och med",
    "count": "Antal gånger",
    "excluded": "Utom",
}
CONTENT_LABELS = {
    **LABELS,
    "municipality_id": "Kommun",
    "online_link": "Länk",
    "contact_email": "E-post",
    "participation_step": "Steg",
}


@dataclass(frozen=True)
class Judged:
    """A verdict with what it stands on. ``data`` is what the writing needs."""

    number: int
    verdict: str
    reasons: list[str]
    title: str
    when: str
    data: dict[str, Any]
    event_id: int | None = None


@dataclass(frozen=True)
class Draft:
    """A row on its way to a verdict."""

    row: ReadRow
    uid: str
    content: EventContent
    plan: TimePlan | None
    problems: list[str]

    @property
    def series_uid(self) -> str:
        """The Id of the series that a changed time came without, as it would be stored."""
        return _uid(self.row.series_uid)

    @property
    def time_key(self) -> tuple[str, datetime, frozenset[int]]:
        """What makes two activities the same when the file gives no Id."""
        start = self.plan.start if self.plan else _NO_TIME
        return (self.content.title.casefold(), start, frozenset(self.content.association_ids))

    def judged(
        self,
        verdict: str,
        reasons: Iterable[str],
        *,
        event: Event | None = None,
        keep_times: bool = False,
        cancel: bool = False,
    ) -> Judged:
        """Return the verdict on the draft with what the writing needs."""
        data: dict[str, Any] = {}
        if verdict in {_Verdict.CREATE, _Verdict.UPDATE} and self.plan is not None:
            data = {
                "uid": self.uid,
                "content": content_to_json(self.content),
                "plan": None if keep_times else plan_to_json(self.plan),
                "cancel": cancel,
                "cancelled_starts": [start.isoformat() for start in self.row.cancelled_starts],
            }
        return Judged(
            number=self.row.number,
            verdict=str(verdict),
            reasons=[shortened(reason) for reason in reasons][:20],
            title=shortened(clean_text(self.content.title), 200),
            when=_when_words(self.plan),
            data=data,
            event_id=event.pk if event else None,
        )


@dataclass
class DraftReader:
    """Turns rows into drafts. Keeps the names that the whole file needs."""

    default_association: int | None
    today: date
    _associations: dict[str, int] = field(default_factory=dict)
    _units: dict[str, int] = field(default_factory=dict)
    _municipalities: dict[str, int] = field(default_factory=dict)
    # What is shown for a key: "gävle" → "Gävle".
    _names: dict[str, str] = field(default_factory=dict)
    _towns: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pk, name, slug in Association.objects.values_list("pk", "name", "slug"):
            self._associations[key_of(name)] = self._associations[key_of(slug)] = pk
            self._names[key_of(name)] = self._names[key_of(slug)] = name
        for pk, name in Unit.objects.active().values_list("pk", "name"):
            self._units[key_of(name)] = pk
            self._names.setdefault(key_of(name), name)
        for pk, name in Municipality.objects.values_list("pk", "name"):
            self._municipalities[key_of(name)] = pk
            self._towns[key_of(name)] = name

    def draft(self, row: ReadRow) -> Draft:
        """Return what the row says, with every problem it has."""
        problems = list(row.problems)
        content = self._content(row, problems)
        problems += [
            f"{CONTENT_LABELS.get(name, name)}: {lowered(sentence)}"
            for name, sentence in content_problems(content).items()
        ]
        if (
            not content.association_ids
            and not content.unit_ids
            and not any(_is_about_organiser(p) for p in problems)
        ):
            problems.append(
                "Förening: skriv vem som ordnar aktiviteten, eller välj en förening för hela filen när du laddar upp den."
            )
        if row.plan is not None:
            try:
                series.check_plan(row.plan, self.today)
            except DomainError as error:
                problems.append(f"{_PLAN_LABELS.get(error.field or '', 'Datum')}: {lowered(error.message)}")
        return Draft(row, _uid(row.uid), content, row.plan, problems)

    def _content(self, row: ReadRow, problems: list[str]) -> EventContent:
        texts = row.texts
        categories = parts_of(texts.get("categories", ""))
        associations, units = self._organisers(texts, categories, problems)
        register_by = texts.get("register_by")
        content = EventContent(
            title=texts.get("title", ""),
            kind=choice_of("kind", texts.get("kind", ""), EventKind, problems)
            or known_choice(categories, EventKind)
            or "other",
            association_ids=associations,
            unit_ids=units,
            description=texts.get("description", ""),
            attendance=choice_of("attendance", texts.get("attendance", ""), AttendanceForm, problems)
            or (AttendanceForm.ONLINE if texts.get("online_link") and not texts.get("place") else "on_site"),
            place=texts.get("place", ""),
            street_address=texts.get("street_address", ""),
            municipality_id=self._municipality(texts, problems),
            online_link=texts.get("online_link", ""),
            audiences=audiences_of(texts.get("audiences", ""), problems),
            cost=texts.get("cost", ""),
            registration=texts.get("registration", ""),
            register_by=date.fromisoformat(register_by) if register_by else None,
            contact_name=texts.get("contact_name", ""),
            contact_email=texts.get("contact_email", ""),
            contact_phone=texts.get("contact_phone", ""),
            participation_step=step_of(texts.get("step", ""), problems),
        )
        return tidied(content)

    def _organisers(
        self, texts: dict[str, str], categories: list[str], problems: list[str]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        associations, units = [], []
        for name in parts_of(texts.get("organisers", "")):
            if pk := self._associations.get(key_of(name)):
                associations.append(pk)
            elif pk := self._units.get(key_of(name)):
                units.append(pk)
            else:
                problems.append(unknown("Förening", "förening eller verksamhet", name, self._names))
        # A calendar file names its organiser in other places, and often somebody we don't know.
        for name in [texts.get("organiser", ""), *categories]:
            if not associations and (pk := self._associations.get(key_of(name))):
                associations.append(pk)
        if not associations and not units and self.default_association and not texts.get("organisers"):
            associations.append(self.default_association)
        return tuple(dict.fromkeys(associations)), tuple(dict.fromkeys(units))

    def _municipality(self, texts: dict[str, str], problems: list[str]) -> int | None:
        name = texts.get("municipality", "")
        if name and key_of(name) not in {"hela länet", "länet"}:
            pk = self._municipalities.get(key_of(name).removesuffix(" kommun"))
            if pk is None:
                problems.append(unknown("Kommun", "kommun", name, self._towns))
            return pk
        if "municipality" in texts:
            return None
        # A calendar file has one line for the place; its last part is often the town.
        for part in reversed(texts.get("place", "").split(",")):
            if pk := self._municipalities.get(key_of(part)):
                return pk
        return None


def _uid(text: str) -> str:
    cleaned = clean_text(text)
    if len(cleaned) <= _LONGEST_UID:
        return cleaned
    return f"sha256:{sha256(cleaned.encode()).hexdigest()}"


def _is_about_organiser(problem: str) -> bool:
    return problem.startswith("Förening:")


def _when_words(plan: TimePlan | None) -> str:
    if plan is None:
        return ""
    words = day_text(local_date(plan.start), weekday=True)
    if not plan.all_day:
        words = f"{words} kl. {time_text(plan.start)}"
    if plan.repeat:
        return f"{words}, upprepas"
    if plan.also:
        return f"{words} och {len(plan.also)} gånger till"
    return words
