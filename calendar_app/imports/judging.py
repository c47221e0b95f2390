"""What would become of each row: new, changed, there already, left out, or wrong and why. Reads, never writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from associations.models import Association, Audience
from calendar_app.imports.columns import LABELS as COLUMN_LABELS
from calendar_app.imports.rows import ReadRow
from calendar_app.models import AttendanceForm, Event, EventKind, ImportRow, Occurrence
from calendar_app.services import series
from calendar_app.services.content import (
    LABELS,
    EventContent,
    TimePlan,
    changed_fields,
    content_of,
    content_problems,
    content_to_json,
    plan_to_json,
    tidied,
)
from calendar_app.services.schedule import plan_of
from common.errors import DomainError
from common.privacy import clean_text
from common.swedish import day_text, join_words, local_date, time_text
from organisations.models import Municipality, Unit

_Verdict = ImportRow.Verdict
_LONGEST_REASON = 300
_LONGEST_UID = 255
#: So many alternatives are listed in a sentence.
_FEW = 20
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
_CONTENT_LABELS = {
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


@dataclass
class Judge:
    """Judges a file's rows in chunks. Keeps what the whole file needs: names, and what it has seen."""

    default_association: int | None
    today: date
    _associations: dict[str, int] = field(default_factory=dict)
    _units: dict[str, int] = field(default_factory=dict)
    _municipalities: dict[str, int] = field(default_factory=dict)
    # What is shown for a key: "gävle" → "Gävle".
    _names: dict[str, str] = field(default_factory=dict)
    _towns: dict[str, str] = field(default_factory=dict)
    _seen_uids: dict[str, int] = field(default_factory=dict)
    _seen_times: dict[tuple[str, datetime, frozenset[int]], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pk, name, slug in Association.objects.values_list("pk", "name", "slug"):
            self._associations[_key(name)] = self._associations[_key(slug)] = pk
            self._names[_key(name)] = self._names[_key(slug)] = name
        for pk, name in Unit.objects.active().values_list("pk", "name"):
            self._units[_key(name)] = pk
            self._names.setdefault(_key(name), name)
        for pk, name in Municipality.objects.values_list("pk", "name"):
            self._municipalities[_key(name)] = pk
            self._towns[_key(name)] = name

    def judge(self, rows: Sequence[ReadRow]) -> list[Judged]:
        """Return the verdicts in the rows' order."""
        drafts = [self._draft(row) for row in rows]
        existing = _Existing(drafts)
        return [self._verdict(draft, existing) for draft in drafts]

    # --- from the file's words to an activity ---------------------------------------------------

    def _draft(self, row: ReadRow) -> "_Draft":
        problems = list(row.problems)
        content = self._content(row, problems)
        problems += [
            f"{_CONTENT_LABELS.get(name, name)}: {_lowered(sentence)}"
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
                problems.append(f"{_PLAN_LABELS.get(error.field or '', 'Datum')}: {_lowered(error.message)}")
        return _Draft(row, _uid(row.uid), content, row.plan, problems)

    def _content(self, row: ReadRow, problems: list[str]) -> EventContent:
        texts = row.texts
        categories = _parts(texts.get("categories", ""))
        associations, units = self._organisers(texts, categories, problems)
        register_by = texts.get("register_by")
        content = EventContent(
            title=texts.get("title", ""),
            kind=_choice("kind", texts.get("kind", ""), EventKind, problems)
            or _known(categories, EventKind)
            or "other",
            association_ids=associations,
            unit_ids=units,
            description=texts.get("description", ""),
            attendance=_choice("attendance", texts.get("attendance", ""), AttendanceForm, problems)
            or (AttendanceForm.ONLINE if texts.get("online_link") and not texts.get("place") else "on_site"),
            place=texts.get("place", ""),
            street_address=texts.get("street_address", ""),
            municipality_id=self._municipality(texts, problems),
            online_link=texts.get("online_link", ""),
            audiences=_audiences(texts.get("audiences", ""), problems),
            cost=texts.get("cost", ""),
            registration=texts.get("registration", ""),
            register_by=date.fromisoformat(register_by) if register_by else None,
            contact_name=texts.get("contact_name", ""),
            contact_email=texts.get("contact_email", ""),
            contact_phone=texts.get("contact_phone", ""),
            participation_step=_step(texts.get("step", ""), problems),
        )
        return tidied(content)

    def _organisers(
        self, texts: dict[str, str], categories: list[str], problems: list[str]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        associations, units = [], []
        for name in _parts(texts.get("organisers", "")):
            if pk := self._associations.get(_key(name)):
                associations.append(pk)
            elif pk := self._units.get(_key(name)):
                units.append(pk)
            else:
                problems.append(_unknown("Förening", "förening eller verksamhet", name, self._names))
        # A calendar file names its organiser in other places, and often somebody we don't know.
        for name in [texts.get("organiser", ""), *categories]:
            if not associations and (pk := self._associations.get(_key(name))):
                associations.append(pk)
        if not associations and not units and self.default_association and not texts.get("organisers"):
            associations.append(self.default_association)
        return tuple(dict.fromkeys(associations)), tuple(dict.fromkeys(units))

    def _municipality(self, texts: dict[str, str], problems: list[str]) -> int | None:
        name = texts.get("municipality", "")
        if name and _key(name) not in {"hela länet", "länet"}:
            pk = self._municipalities.get(_key(name).removesuffix(" kommun"))
            if pk is None:
                problems.append(_unknown("Kommun", "kommun", name, self._towns))
            return pk
        if "municipality" in texts:
            return None
        # A calendar file has one line for the place; its last part is often the town.
        for part in reversed(texts.get("place", "").split(",")):
            if pk := self._municipalities.get(_key(part)):
                return pk
        return None

    # --- the verdict ------------------------------------------------------------------------------

    def _verdict(self, draft: "_Draft", existing: "_Existing") -> Judged:
        row = draft.row
        if row.private:
            return draft.judged(_Verdict.SKIP, ["Aktiviteten är märkt som privat i filen."])
        if draft.problems or draft.plan is None:
            return draft.judged(_Verdict.WRONG, draft.problems or ["Datum: går inte att läsa."])
        if before := self._seen(draft):
            return draft.judged(_Verdict.DUPLICATE, [f"Samma aktivitet som nummer {before} i filen."])
        if event := existing.by_uid.get(draft.uid):
            return self._against(draft, event)
        if draft.uid in existing.own:
            return draft.judged(_Verdict.DUPLICATE, ["Kommer från portalens egen kalender och finns redan."])
        if row.cancelled:
            return draft.judged(_Verdict.SKIP, ["Inställd i filen och finns inte här."])
        if existing.has(draft):
            return draft.judged(
                _Verdict.DUPLICATE, ["Finns redan: samma rubrik, samma tid och samma förening."]
            )
        return draft.judged(_Verdict.CREATE, list(row.remarks))

    def _seen(self, draft: "_Draft") -> int | None:
        """Return the number of an earlier row that is the same activity."""
        if draft.uid:
            before = self._seen_uids.setdefault(draft.uid, draft.row.number)
        else:
            before = self._seen_times.setdefault(draft.time_key, draft.row.number)
        return before if before != draft.row.number else None

    def _against(self, draft: "_Draft", event: Event) -> Judged:
        """Compare with the event that an earlier import made from the same Id."""
        if event.status == Event.Status.DELETED:
            return draft.judged(_Verdict.SKIP, ["Aktiviteten har tagits bort här efter förra importen."])
        if event.status == Event.Status.ARCHIVED:
            return draft.judged(_Verdict.SKIP, ["Aktiviteten är redan över och arkiverad."])
        if draft.row.cancelled:
            if event.status == Event.Status.PUBLISHED:
                return draft.judged(_Verdict.UPDATE, ["Ställs in."], event=event, cancel=True)
            return draft.judged(_Verdict.DUPLICATE, ["Finns redan, inget ändras."], event=event)
        content = _with_what_only_we_know(draft.content, content_of(event))
        changed = [_CONTENT_LABELS[name] for name in changed_fields(content_of(event), content)]
        same_times = draft.plan is not None and _same_plan(draft.plan, plan_of(event))
        if not same_times:
            changed.append("Tid")
        off = draft.row.cancelled_starts
        news = bool(off) and event.occurrences.filter(start__in=off, status="planned").exists()
        if news:
            changed.append("Inställda tillfällen")
        if not changed:
            return draft.judged(_Verdict.DUPLICATE, ["Finns redan, inget ändras."], event=event)
        changed_draft = replace(draft, content=content)
        return changed_draft.judged(
            _Verdict.UPDATE, [f"Ändras: {join_words(changed)}."], event=event, keep_times=same_times
        )


@dataclass(frozen=True)
class _Draft:
    """A row on its way to a verdict."""

    row: ReadRow
    uid: str
    content: EventContent
    plan: TimePlan | None
    problems: list[str]

    @property
    def time_key(self) -> tuple[str, datetime, frozenset[int]]:
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
            reasons=[_shortened(reason) for reason in reasons][:20],
            title=_shortened(clean_text(self.content.title), 200),
            when=_when_words(self.plan),
            data=data,
            event_id=event.pk if event else None,
        )


class _Existing:
    """What the calendar already has of a chunk's rows, in a few queries."""

    def __init__(self, drafts: Sequence[_Draft]) -> None:
        uids = {draft.uid for draft in drafts if draft.uid}
        found = Event.objects.filter(import_uid__in=uids).with_organisers()
        self.by_uid = {event.import_uid: event for event in found}
        own = {_as_uuid(uid): uid for uid in uids}
        known = Occurrence.objects.filter(uid__in=[one for one in own if one]).values_list("uid", flat=True)
        self.own = {own[uid] for uid in known}
        starts = {draft.plan.start for draft in drafts if draft.plan}
        self._times: dict[tuple[str, datetime], list[int | None]] = defaultdict(list)
        times = (
            Occurrence.objects.filter(start__in=starts)
            .exclude(event__status=Event.Status.DELETED)
            .values_list("event__title", "start", "event__associations")
        )
        for title, start, association in times:
            self._times[(title.casefold(), start)].append(association)

    def has(self, draft: _Draft) -> bool:
        """Tell whether the same title stands at the same time for one of the same organisers."""
        title, start, associations = draft.time_key
        organisers = self._times.get((title, start), [])
        return any(one in associations or (one is None and not associations) for one in organisers)


def _as_uuid(uid: str) -> UUID | None:
    try:
        return UUID(uid.split("@")[0])
    except ValueError:
        return None


def _same_plan(new: TimePlan, old: TimePlan | None) -> bool:
    if old is None or (new.start, new.end, new.all_day) != (old.start, old.end, old.all_day):
        return False
    if sorted(new.also) != sorted(old.also):
        return False
    if new.repeat is None or old.repeat is None:
        return new.repeat is old.repeat
    return replace(new.repeat, excluded=tuple(sorted(new.repeat.excluded))) == replace(
        old.repeat, excluded=tuple(sorted(old.repeat.excluded))
    )


def _with_what_only_we_know(new: EventContent, old: EventContent) -> EventContent:
    """A file can't hold these; an import must not wipe what somebody has written here."""
    return replace(
        new,
        access_facts=old.access_facts,
        access_note=old.access_note,
        online_link_public=old.online_link_public,
        is_full=old.is_full,
        interpretation=old.interpretation,
    )


def _uid(text: str) -> str:
    cleaned = clean_text(text)
    if len(cleaned) <= _LONGEST_UID:
        return cleaned
    return f"sha256:{sha256(cleaned.encode()).hexdigest()}"


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ";").replace(",", ";").split(";") if part.strip()][
        :50
    ]


def _choice(field_name: str, text: str, choices: Any, problems: list[str]) -> str:
    """Return the code behind a label; "" for an empty cell, also when the problem has been told."""
    if not text:
        return ""
    by_label = _by_label(choices)
    if code := by_label.get(_key(text)):
        return code
    label = COLUMN_LABELS[field_name]
    problems.append(_unknown(label, label.lower(), text, _shown(by_label, choices)))
    return ""


def _by_label(choices: Any) -> dict[str, str]:
    by_label = {_key(str(label)): value for value, label in choices.choices}
    if choices is EventKind:
        by_label |= {
            "samtalsgrupp": EventKind.TALK_GROUP.value,
            "självhjälpsgrupp": EventKind.TALK_GROUP.value,
            "cirkel": EventKind.STUDY_CIRCLE.value,
            "föredrag": EventKind.LECTURE.value,
            "kurs": EventKind.TRAINING.value,
        }
    if choices is AttendanceForm:
        by_label |= {
            "online": AttendanceForm.ONLINE.value,
            "både": AttendanceForm.BOTH.value,
            "hybrid": "both",
        }
    return by_label


def _known(words: Iterable[str], choices: Any) -> str:
    by_label = _by_label(choices)
    return next((by_label[_key(word)] for word in words if _key(word) in by_label), "")


def _audiences(text: str, problems: list[str]) -> tuple[str, ...]:
    by_label = {_key(str(label)): value for value, label in Audience.choices}
    by_label |= {"egen erfarenhet": Audience.SERVICE_USERS.value, "närstående": Audience.RELATIVES.value}
    by_label |= {"anhöriga": Audience.RELATIVES.value, "brukare": Audience.SERVICE_USERS.value}
    found = []
    for word in _parts(text):
        if code := by_label.get(_key(word)):
            found.append(code)
        else:
            problems.append(_unknown("För vem", "målgrupp", word, _shown(by_label, Audience)))
    return tuple(dict.fromkeys(found))


def _step(text: str, problems: list[str]) -> int | None:
    if not text:
        return None
    if text in {"1", "2", "3", "4", "5"}:
        return int(text)
    problems.append(f"Steg: ”{text[:40]}” är inget steg. Skriv en siffra från 1 till 5, eller lämna tomt.")
    return None


def _unknown(column: str, what: str, text: str, known: Mapping[str, str]) -> str:
    """Say that a word isn't known, with the nearest one that is."""
    near = _nearest(_key(text[:100]), tuple(known))
    hint = ""
    if near:
        hint = f" Menade du {known[near]}?"
    elif len(known) <= _FEW:
        hint = f" Välj bland: {', '.join(dict.fromkeys(known.values()))}."
    return f"{column}: ”{clean_text(text)[:60]}” finns inte som {what}.{hint}"


def _shown(by_label: Mapping[str, str], choices: Any) -> dict[str, str]:
    """Return the proper label for each word that means one of the choices."""
    return {word: str(choices(code).label) for word, code in by_label.items()}


@lru_cache(maxsize=4096)
def _nearest(key: str, known: tuple[str, ...]) -> str:
    """Return the known word most like the key; a file tends to be wrong in the same way on every row."""
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    return near[0] if near else ""


def _is_about_organiser(problem: str) -> bool:
    return problem.startswith("Förening:")


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _shortened(text: str, most: int = _LONGEST_REASON) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


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
