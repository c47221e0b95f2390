"""What would become of each row: new, changed, there already, left out, or wrong and why. Reads, never writes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from calendar_app.imports.drafts import CONTENT_LABELS, Draft, DraftReader, Judged
from calendar_app.imports.rows import ReadRow
from calendar_app.models import Event, ImportRow, Occurrence
from calendar_app.models.events import OccurrenceQuerySet
from calendar_app.services.content import EventContent, TimePlan, changed_fields, content_of
from calendar_app.services.schedule import plan_of
from common.swedish import join_words

_Verdict = ImportRow.Verdict


class Judge:
    """Judges a file's rows in chunks. Keeps what the whole file needs: names, and what it has seen."""

    def __init__(self, default_association: int | None, today: date) -> None:
        self._reader = DraftReader(default_association, today)
        self._seen_uids: dict[str, int] = {}
        self._seen_times: dict[tuple[str, datetime, frozenset[int]], int] = {}

    def judge(self, rows: Sequence[ReadRow]) -> list[Judged]:
        """Return the verdicts in the rows' order."""
        drafts = [self._reader.draft(row) for row in rows]
        existing = _Existing(drafts)
        return [self._verdict(draft, existing) for draft in drafts]

    def _verdict(self, draft: Draft, existing: "_Existing") -> Judged:
        row = draft.row
        if row.private:
            return draft.judged(_Verdict.SKIP, ["Aktiviteten är märkt som privat i filen."])
        if draft.problems or draft.plan is None:
            return draft.judged(_Verdict.WRONG, draft.problems or ["Datum: går inte att läsa."])
        if before := self._seen(draft):
            return draft.judged(_Verdict.DUPLICATE, [f"Samma aktivitet som nummer {before} i filen."])
        if draft.series_uid and draft.series_uid in existing.by_uid:
            return draft.judged(
                _Verdict.SKIP,
                [
                    "Ett ändrat tillfälle av en serie som redan finns här. Ändra tillfället i serien i stället."
                ],
            )
        if event := existing.by_uid.get(draft.uid):
            return self._against(draft, event, existing)
        if draft.uid in existing.own:
            return draft.judged(_Verdict.DUPLICATE, ["Kommer från portalens egen kalender och finns redan."])
        if row.cancelled:
            return draft.judged(_Verdict.SKIP, ["Inställd i filen och finns inte här."])
        if existing.has(draft):
            return draft.judged(
                _Verdict.DUPLICATE, ["Finns redan: samma rubrik, samma tid och samma förening."]
            )
        return draft.judged(_Verdict.CREATE, list(row.remarks))

    def _seen(self, draft: Draft) -> int | None:
        """Return the number of an earlier row that is the same activity."""
        if draft.uid:
            before = self._seen_uids.setdefault(draft.uid, draft.row.number)
        else:
            before = self._seen_times.setdefault(draft.time_key, draft.row.number)
        return before if before != draft.row.number else None

    def _against(self, draft: Draft, event: Event, existing: "_Existing") -> Judged:
        """Compare with the event that an earlier import made from the same Id."""
        if event.status == Event.Status.DELETED:
            return draft.judged(_Verdict.SKIP, ["Aktiviteten har tagits bort här efter förra importen."])
        if event.status == Event.Status.ARCHIVED:
            return draft.judged(_Verdict.SKIP, ["Aktiviteten är redan över och arkiverad."])
        if draft.row.cancelled:
            if event.status == Event.Status.PUBLISHED:
                return draft.judged(_Verdict.UPDATE, ["Ställs in."], event=event, cancel=True)
            return draft.judged(_Verdict.DUPLICATE, ["Finns redan, inget ändras."], event=event)
        if event.status == Event.Status.CANCELLED:
            return draft.judged(
                _Verdict.SKIP, ["Aktiviteten är inställd här. Ta tillbaka den först om den ska bli av."]
            )
        content = _with_what_only_we_know(draft.content, content_of(event))
        changed = [CONTENT_LABELS[name] for name in changed_fields(content_of(event), content)]
        same_times = draft.plan is not None and _same_plan(draft.plan, plan_of(event))
        # Parts that have become activities of their own here would come a second time with the file's times.
        parted = not same_times and event.pk in existing.parted
        if not same_times and not parted:
            changed.append("Tid")
        off = draft.row.cancelled_starts
        if off and cancellable_times(event, off).exists():
            changed.append("Inställda tillfällen")
        kept = ["Tiderna följer inte med: en del av serien har ändrats här."] if parted else []
        if not changed:
            return draft.judged(_Verdict.DUPLICATE, ["Finns redan, inget ändras.", *kept], event=event)
        changed_draft = replace(draft, content=content)
        return changed_draft.judged(
            _Verdict.UPDATE,
            [f"Ändras: {join_words(changed)}.", *kept],
            event=event,
            keep_times=same_times or parted,
        )


class _Existing:
    """What the calendar already has of a chunk's rows, in a few queries."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        uids = {draft.uid for draft in drafts if draft.uid}
        series = {draft.series_uid for draft in drafts if draft.series_uid}
        parts = Event.objects.filter(split_from=OuterRef("pk")).exclude(status=Event.Status.DELETED)
        found = (
            Event.objects.filter(import_uid__in=uids | series)
            .annotate(has_parts=Exists(parts))
            .with_organisers()
            .prefetch_related("priority_groups")
        )
        self.by_uid = {event.import_uid: event for event in found}
        self.parted = {event.pk for event in found if event.has_parts}  # type: ignore[attr-defined]
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

    def has(self, draft: Draft) -> bool:
        """Tell whether the same title stands at the same time for one of the same organisers."""
        title, start, associations = draft.time_key
        organisers = self._times.get((title, start), [])
        return any(one in associations or (one is None and not associations) for one in organisers)


def cancellable_times(event: Event, starts: Sequence[datetime]) -> OccurrenceQuerySet:
    """Return the planned times at ``starts`` that may still be cancelled: what the public has seen take place stays."""
    planned = event.occurrences.filter(start__in=starts, status=Occurrence.Status.PLANNED)
    return planned.filter(end__gt=timezone.now()) if event.is_public else planned


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
        priority_group_ids=old.priority_group_ids,
    )
