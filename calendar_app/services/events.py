"""Create, edit and copy events. Every write checks again who may do it."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from associations.models import Association
from calendar_app.models import Event, EventSeries, Occurrence
from calendar_app.services import schedule
from calendar_app.services import series as rules
from calendar_app.services.content import (
    EventContent,
    Repeat,
    TimePlan,
    changed_fields,
    checked,
    content_of,
    described,
    write_content,
    write_related,
)
from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import local_date
from common.transitions import record_status

NO_PERMISSION = "Du har inte behörighet att göra det här. Fråga samordnaren."


class Scope(StrEnum):
    """Which times of a repeated event an edit is about."""

    THIS = "this"
    THIS_AND_FOLLOWING = "following"
    ALL = "all"


def create_event(
    content: EventContent,
    plan: TimePlan,
    *,
    actor: Actor,
    form_key: uuid.UUID | None = None,
    import_uid: str | None = None,
) -> Event:
    """Create a draft with its times. The same ``form_key`` sent twice gives the same event.

    Raises ``DomainError`` at the field that needs another value, and when the actor may not add
    events for the organisers.
    """
    if form_key and (existing := _sent_before(form_key, actor)):
        return existing
    try:
        with transaction.atomic():
            return _create(content, plan, actor=actor, form_key=form_key, import_uid=import_uid)
    except IntegrityError:
        # The other half of a double click was faster.
        if form_key and (existing := _sent_before(form_key, actor)):
            return existing
        raise


def _sent_before(form_key: uuid.UUID, actor: Actor) -> Event | None:
    return Event.objects.filter(form_key=form_key, created_by=actor.actor_id).first()


def _create(
    content: EventContent,
    plan: TimePlan,
    *,
    actor: Actor,
    form_key: uuid.UUID | None,
    import_uid: str | None,
) -> Event:
    if not actor.has_perm("calendar_app.add_event"):
        raise DomainError(NO_PERMISSION)
    content = checked(content)
    refuse_foreign_organisers(content, actor=actor)
    now = timezone.now()
    event = Event(created_by=actor.actor_id, form_key=form_key, import_uid=import_uid, updated_at=now)
    write_content(event, content)
    event.save(force_insert=True)
    write_related(event, content)
    schedule.schedule(event, plan, now=now, is_new=True)
    record_status(event, source="", target=event.status, actor=actor)
    trail.record("create_event", event, actor=actor)
    return event


@transaction.atomic
def edit_event(
    event: Event,
    content: EventContent,
    plan: TimePlan | None,
    *,
    scope: Scope = Scope.ALL,
    occurrence: Occurrence | None = None,
    expected_version: int | None,
    actor: Actor,
) -> Event:
    """Change what an event says and when it is; ``plan=None`` leaves the times alone.

    Returns the event that now holds the edited times: a copy when ``scope`` splits a series. A public
    event is changed only by those who may publish it; others propose
    (``services.changes.propose_event_change``). ``expected_version`` is what the form was filled
    from; ``None`` for an import that always wins.
    """
    locked = locked_event(event)
    refuse_uneditable(locked, actor=actor)
    if locked.is_public and not actor.has_perm("calendar_app.publish_event", locked):
        raise DomainError("Ändringen behöver godkännas av samordnaren. Skicka den som ett förslag.")
    refuse_conflict(locked, content, expected_version)
    return apply_edit(locked, content, plan, scope=scope, occurrence=occurrence, actor=actor)


@transaction.atomic
def clone_event(event: Event, *, actor: Actor, form_key: uuid.UUID | None = None) -> Event:
    """Copy an event as a draft for the next term: same weekday and time, half a year on.

    Skipped days, attachment and "Fullt" don't follow; a representative's copy keeps only the
    associations they represent. The same ``form_key`` sent twice gives the same copy.
    """
    if not actor.has_perm("calendar_app.copy_event", event):
        raise DomainError(NO_PERMISSION)
    if form_key and (existing := _sent_before(form_key, actor)):
        return existing
    now = timezone.now()
    content = content_of(event)
    plan = _next_term(schedule.plan_of(event), local_date(now))
    if plan is None:
        raise DomainError("Aktiviteten har ingen tid att kopiera. Gör en ny i stället.")
    source = schedule.plan_of(event)
    shift = local_date(plan.start) - local_date(source.start) if source else timedelta(0)
    values: dict[str, Any] = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values["is_full"] = False
    values["register_by"] = content.register_by + shift if content.register_by else None
    if not actor.has_perm("calendar_app.review_events"):
        values["association_ids"] = _represented(content.association_ids, actor)
        values["unit_ids"] = ()
    copy = create_event(EventContent(**values), plan, actor=actor, form_key=form_key)
    trail.record("clone_event", event, actor=actor)
    return copy


def locked_event(event: Event) -> Event:
    """Return the event's row, locked, as the database holds it."""
    # Its series is read afterwards: joined in, it could be older than the row we waited for.
    locked: Event = Event.objects.select_for_update().get(pk=event.pk)
    return locked


def refuse_uneditable(event: Event, *, actor: Actor) -> None:
    """Raise when nobody, or not this actor, may change the event as it stands."""
    if event.owner_room:
        raise DomainError("Aktiviteten hör till en annan del av portalen. Ändra den där.")
    if not actor.has_perm("calendar_app.edit_event", event):
        raise DomainError(NO_PERMISSION)
    if event.status == Event.Status.CANCELLED:
        raise DomainError("Aktiviteten är inställd. Ta tillbaka den innan du ändrar något.")
    if event.status == Event.Status.ARCHIVED:
        raise DomainError("Aktiviteten har varit och är arkiverad. Kopiera den i stället.")
    if event.status == Event.Status.DELETED:
        raise DomainError("Utkastet är borttaget. Ångra borttagningen först.")


def refuse_conflict(event: Event, typed: EventContent, expected_version: int | None) -> None:
    """Raise ``EditConflictError`` that tells what somebody else saved in the meantime."""
    if expected_version is None or expected_version == event.version:
        return
    theirs = described(content_of(event))
    mine = described(typed)
    changed = {label: (theirs[label], mine[label]) for label in theirs if theirs[label] != mine[label]}
    raise EditConflictError(
        "Aktiviteten har ändrats sedan du öppnade sidan. Det du skrev finns kvar här. Jämför, och spara igen.",
        changed=changed,
    )


def refuse_foreign_organisers(
    content: EventContent, *, actor: Actor, before: EventContent | None = None
) -> None:
    """Raise when the actor adds or removes organisers that are not theirs to speak for."""
    if actor.has_perm("calendar_app.review_events"):
        return
    old = set(before.association_ids) if before else set()
    touched = old ^ set(content.association_ids)
    if len(_represented(tuple(touched), actor)) != len(touched):
        raise DomainError("Du kan bara lägga in aktiviteter för din egen förening.", field="association_ids")
    if set(content.unit_ids) != (set(before.unit_ids) if before else set()):
        raise DomainError("Samordnaren lägger till verksamheter.", field="unit_ids")
    if not _represented(content.association_ids, actor):
        raise DomainError("Välj din förening.", field="association_ids")


def apply_edit(
    event: Event,
    content: EventContent,
    plan: TimePlan | None,
    *,
    scope: Scope,
    occurrence: Occurrence | None,
    actor: Actor,
) -> Event:
    """Write an edit that has been allowed. ``event`` is locked; returns the event holding the edited times."""
    before = content_of(event)
    content = checked(content)
    refuse_foreign_organisers(content, actor=actor, before=before)
    changed = changed_fields(before, content)
    now = timezone.now()
    target, one_time = event, False
    if occurrence is not None and scope != Scope.ALL and schedule.is_repeated(event):
        row = _own_occurrence(event, occurrence)
        if scope == Scope.THIS and not changed:
            one_time = True
            changed = _move_this(row, plan, now)
        elif scope == Scope.THIS:
            target = _copy_of(event, actor=actor, now=now)
            schedule.split_one(event, target, row)
            changed += _move_this(row, plan, now)
            one_time = True
        elif not _is_first(event, row):
            target = _copy_of(event, actor=actor, now=now)
            schedule.split_following(event, target, row, now=now)
    if not one_time and plan is not None and schedule.schedule(target, plan, now=now):
        changed.append("times")
    _finish_edit(target, content, changed, now=now)
    if target.pk != event.pk:
        _touch(event, now)
        trail.record("split_event", event, actor=actor)
    trail.record("edit_event", target, actor=actor, fields=changed)
    if target.is_public:
        stamps.raise_stamp("calendar")
    return target


def _finish_edit(event: Event, content: EventContent, changed: list[str], *, now: datetime) -> None:
    names = write_content(event, content)
    write_related(event, content, changed=changed)
    event.updated_at = now
    event.version += 1
    event.save(update_fields=[*names, "updated_at", "version"])
    if set(changed) - {"times"}:
        raise_sequences(event, now)


def raise_sequences(event: Event, now: datetime) -> None:
    """Tell subscribers that every time of the event has something new."""
    for row in (rows := list(event.occurrences.select_for_update().order_by("pk"))):
        row.sequence += 1
        row.updated_at = now
    Occurrence.objects.bulk_update(rows, ["sequence", "updated_at"], batch_size=500)


def _touch(event: Event, now: datetime) -> None:
    event.updated_at = now
    event.version += 1
    event.save(update_fields=["updated_at", "version"])


def _own_occurrence(event: Event, occurrence: Occurrence) -> Occurrence:
    row = event.occurrences.select_for_update().filter(pk=occurrence.pk).first()
    if row is None:
        raise DomainError("Tillfället finns inte kvar i serien. Ladda om sidan och se hur det ser ut nu.")
    return row


def _is_first(event: Event, row: Occurrence) -> bool:
    """Whether no other time comes before; of a series by the rule's own days, wherever times have been moved."""
    if event.series_id is not None and row.rule_day is not None:
        return not event.occurrences.filter(rule_day__lt=row.rule_day).exists()
    return not event.occurrences.filter(start__lt=row.start).exists()


def _move_this(row: Occurrence, plan: TimePlan | None, now: datetime) -> list[str]:
    if plan is None:
        return []
    rules.check_plan(TimePlan(start=plan.start, end=plan.end, all_day=plan.all_day), local_date(now))
    return ["times"] if schedule.move(row, plan.start, plan.end, all_day=plan.all_day, now=now) else []


def _copy_of(event: Event, *, actor: Actor, now: datetime) -> Event:
    """Return a new event that says and is what ``event`` is, without times."""
    organisers = content_of(event)
    copy = Event.objects.get(pk=event.pk)
    copy.pk = None
    copy._state.adding = True
    copy.split_from = event
    copy.series = None
    copy.form_key = None
    copy.import_uid = None
    copy.version = 0
    copy.updated_at = now
    copy.save(force_insert=True)
    write_related(copy, organisers)
    record_status(copy, source="", target=copy.status, actor=actor)
    return copy


def _represented(association_ids: tuple[int, ...], actor: Actor) -> tuple[int, ...]:
    found = Association.objects.in_bulk(association_ids)
    return tuple(
        pk for pk in association_ids if pk in found and actor.has_perm("calendar_app.organise_for", found[pk])
    )


def _next_term(plan: TimePlan | None, today: date) -> TimePlan | None:
    """Half a year on, same weekday; out of July, when nobody meets, and not before today."""
    if plan is None:
        return None
    first = rules.wall(plan.start).date()
    day = first + timedelta(weeks=26)
    while day < today:
        day += timedelta(weeks=26)
    while day.month == 7:
        day += timedelta(weeks=1)
    repeat = plan.repeat
    if repeat and repeat.frequency != EventSeries.Frequency.WEEKLY:
        day = _same_place_in_month(first, day, repeat)
    duration = rules.duration_of(plan.start, plan.end)
    start, end = rules.moments(day, rules.wall(plan.start).time(), duration, all_day=plan.all_day)
    if repeat:
        until = repeat.until + (day - first) if repeat.until else None
        repeat = Repeat(frequency=repeat.frequency, interval=repeat.interval, until=until, count=repeat.count)
    return TimePlan(start=start, end=end, all_day=plan.all_day, repeat=repeat)


def _same_place_in_month(first: date, near: date, repeat: Repeat) -> date:
    rule = rules.Rule(repeat.frequency, 1, first, month_day=first.day)
    return next(day for day in rules.all_days(rule, date.max) if day >= near.replace(day=1))
