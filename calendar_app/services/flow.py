"""An event's way: draft → proposed → published → cancelled → archived, and each time's own cancelling and moving."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from calendar_app.models import Event, EventSeries, Occurrence
from calendar_app.services import schedule
from calendar_app.services import series as rules
from calendar_app.services.content import TimePlan
from calendar_app.services.events import NO_PERMISSION, locked_event, refuse_uneditable
from common import outbox, stamps, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import local_date
from common.transitions import change_status, record_status

#: Removed drafts can be brought back this long.
DELETED_KEPT = timedelta(days=7)
#: A finished event stays among the current ones for a day, so that evening corrections are easy.
ARCHIVED_AFTER = timedelta(days=1)
_Status = Event.Status


@dataclass
class BulkOutcome:
    """What became of each event in a bulk publish; ``refused`` pairs an event with the reason."""

    published: list[Event] = field(default_factory=list)
    refused: list[tuple[Event, str]] = field(default_factory=list)


@transaction.atomic
def propose_event(event: Event, *, actor: Actor) -> None:
    """Send a draft to the coordinator."""
    change_status(event, _Status.PROPOSED, actor=actor, verb="propose_event")
    _stamp(event, timezone.now())


@transaction.atomic
def withdraw_event(event: Event, *, actor: Actor, note: str = "") -> None:
    """Take a proposal back to draft: its author changes their mind, or the coordinator returns it with a note."""
    change_status(event, _Status.DRAFT, actor=actor, note=note.strip(), verb="withdraw_event")
    _stamp(event, timezone.now())
    tell_author(event, "calendar_returned", actor=actor)


@transaction.atomic
def publish_event(event: Event, *, actor: Actor) -> None:
    """Make a draft or a proposal public."""
    if event.status == _Status.CANCELLED:
        raise DomainError("Aktiviteten är inställd. Välj Ta tillbaka i stället.")
    locked: Event = change_status(event, _Status.PUBLISHED, actor=actor, verb="publish_event")
    now = timezone.now()
    if locked.series:
        schedule.add_missing(locked, locked.series, today=local_date(now), now=now)
    locked.occurrences.update(updated_at=now)
    event.published_at, event.updated_at = locked.published_at or now, now
    Event.objects.filter(pk=event.pk).update(published_at=event.published_at, updated_at=now)
    tell_author(event, "calendar_published", actor=actor)
    stamps.raise_stamp("calendar")


def publish_events(event_ids: Iterable[int], *, actor: Actor) -> BulkOutcome:
    """Publish several. One that can't be published stops none of the others; one that is public already is passed over."""
    outcome = BulkOutcome()
    events = Event.objects.visible_to(actor).with_organisers().filter(pk__in=set(event_ids)).order_by("pk")
    for event in events:
        try:
            publish_event(event, actor=actor)
        except DomainError as error:
            event.refresh_from_db(fields=["status"])
            if event.status != _Status.PUBLISHED:
                outcome.refused.append((event, error.message))
        else:
            outcome.published.append(event)
    return outcome


@transaction.atomic
def unpublish_event(event: Event, *, actor: Actor, to: str = _Status.PROPOSED) -> None:
    """Take a published event away from the public, back to ``to`` (draft or proposed)."""
    if to not in {_Status.PROPOSED, _Status.DRAFT} or event.status != _Status.PUBLISHED:
        raise DomainError("Bara en publicerad aktivitet kan avpubliceras.")
    change_status(event, to, actor=actor, verb="unpublish_event")
    Event.objects.filter(pk=event.pk).update(published_at=None)
    event.published_at = None
    _stamp(event, timezone.now())
    stamps.raise_stamp("calendar")


@transaction.atomic
def cancel_event(event: Event, *, actor: Actor, note: str = "") -> None:
    """Mark a published event as INSTÄLLT. It stays visible; times that have been stay as they were.

    The association does this at once, without approval: people must know before they leave home.
    """
    change_status(event, _Status.CANCELLED, actor=actor, note=note.strip(), verb="cancel_event")
    _cancel_times(event, timezone.now())


def _cancel_times(event: Event, now: datetime) -> None:
    _mark(
        event.occurrences.filter(end__gt=now, status=Occurrence.Status.PLANNED),
        status=Occurrence.Status.CANCELLED,
        with_event=True,
        now=now,
    )
    _stamp(event, now)
    stamps.raise_stamp("calendar")


@transaction.atomic
def restore_event(event: Event, *, actor: Actor) -> None:
    """Undo a cancelling. Times that were cancelled on their own stay cancelled."""
    if event.status != _Status.CANCELLED:
        raise DomainError("Aktiviteten är inte inställd.")
    change_status(event, _Status.PUBLISHED, actor=actor, verb="restore_event")
    _restore_times(event, timezone.now())


def _restore_times(event: Event, now: datetime) -> None:
    _mark(
        event.occurrences.filter(cancelled_with_event=True),
        status=Occurrence.Status.PLANNED,
        with_event=False,
        now=now,
    )
    _stamp(event, now)
    stamps.raise_stamp("calendar")


def cancel_occurrence(occurrence: Occurrence, *, actor: Actor) -> None:
    """Mark one time as INSTÄLLT; it keeps its place. At once, as with the whole event."""
    _set_occurrence(occurrence, Occurrence.Status.CANCELLED, actor=actor, verb="cancel_occurrence")


def restore_occurrence(occurrence: Occurrence, *, actor: Actor) -> None:
    """Undo the cancelling of one time."""
    _set_occurrence(occurrence, Occurrence.Status.PLANNED, actor=actor, verb="restore_occurrence")


@transaction.atomic
def move_occurrence(
    occurrence: Occurrence, start: datetime, end: datetime, *, actor: Actor, all_day: bool | None = None
) -> None:
    """Give one time another start or end ("Ny tid").

    Of a public event only those who may publish it; others propose the change.
    """
    event = locked_event(occurrence.event)
    refuse_uneditable(event, actor=actor)
    if event.is_public and not actor.has_perm("calendar_app.publish_event", event):
        raise DomainError("Ny tid behöver godkännas av samordnaren. Skicka den som ett förslag.")
    row = _locked(event, occurrence)
    if row.is_cancelled:
        raise DomainError("Tillfället är inställt. Ta tillbaka det innan du flyttar det.")
    whole = row.all_day if all_day is None else all_day
    now = timezone.now()
    rules.check_plan(TimePlan(start=start, end=end, all_day=whole), local_date(now))
    if schedule.move(row, start, end, all_day=whole, now=now):
        _occurrence_changed(event, row, occurrence, "move_occurrence", ["start", "end"], actor, now)


@transaction.atomic
def delete_draft(event: Event, *, actor: Actor) -> None:
    """Remove a draft. It can be brought back for a week."""
    if event.status != _Status.DRAFT:
        raise DomainError("Bara utkast kan tas bort. Ställ in aktiviteten i stället.")
    change_status(event, _Status.DELETED, actor=actor, verb="delete_draft")
    _stamp(event, timezone.now())


@transaction.atomic
def restore_draft(event: Event, *, actor: Actor) -> None:
    """Undo the removal of a draft."""
    if event.status != _Status.DELETED:
        raise DomainError("Utkastet är inte borttaget.")
    change_status(event, _Status.DRAFT, actor=actor, verb="restore_draft")
    _stamp(event, timezone.now())


def cancel_external(event: Event, *, actor: Actor) -> None:
    """Cancel an event on its owning room's word; the room has checked who may. ``event`` is locked."""
    _follow_owner(event, _Status.CANCELLED, actor)
    _cancel_times(event, timezone.now())


def restore_external(event: Event, *, actor: Actor) -> None:
    """Undo ``cancel_external``."""
    _follow_owner(event, _Status.PUBLISHED, actor)
    _restore_times(event, timezone.now())


def _follow_owner(event: Event, status: str, actor: Actor) -> None:
    source, event.status = event.status, status
    event.save(update_fields=["status"])
    record_status(event, source=source, target=status, actor=actor)
    trail.record("follow_owner", event, actor=actor, fields=["status"])


def archive_past_events() -> int:
    """Archive public events whose last time lies behind us, and clear away removed drafts. Return how many."""
    now = timezone.now()
    to_come = Occurrence.objects.filter(event=OuterRef("pk"), end__gte=now - ARCHIVED_AFTER)
    # A rule that goes on will give new times, even when the present rows have all been.
    goes_on = Q(series__isnull=False, series__until=None, series__count=None)
    past = Event.objects.filter(
        ~Exists(to_come),
        Exists(Occurrence.objects.filter(event=OuterRef("pk"))),
        status__in=[_Status.PUBLISHED, _Status.CANCELLED],
    ).exclude(goes_on & Q(status=_Status.PUBLISHED))
    archived = sum(_archived(event) for event in past.order_by("pk"))
    _clear_deleted_drafts(now)
    return archived


def extend_series() -> int:
    """Expand series over the rolling horizon. Running it twice adds nothing. Return the rows added."""
    today = local_date(timezone.now())
    behind = EventSeries.objects.filter(expanded_to__lt=rules.horizon(today))
    alive = [_Status.DRAFT, _Status.PROPOSED, _Status.PUBLISHED]
    ids = (
        Event.objects.filter(series__in=behind, status__in=alive).order_by("pk").values_list("pk", flat=True)
    )
    return sum(_extend(pk) for pk in list(ids))


def tell_author(event: Event, template: str, *, actor: Actor) -> None:
    """Mail the event's author that something was decided, in words that reveal nothing (domain.md 8)."""
    if event.created_by == actor.actor_id:
        return
    author = User.objects.filter(actor_id=event.created_by, is_active=True).first()
    if author is not None:
        outbox.queue_mail(
            template,
            to=author.email,
            subject="Du har ett nytt meddelande",
            context={"path": f"/kalender/arbete/{event.pk}/"},
        )


def _archived(event: Event) -> bool:
    """Archive one; one that somebody changed at this moment waits for the next night and stops none of the others."""
    try:
        _archive(event)
    except DomainError:
        return False
    return True


@transaction.atomic
def _archive(event: Event) -> None:
    change_status(event, _Status.ARCHIVED, actor=SYSTEM, verb="archive_event")
    stamps.raise_stamp("calendar")


@transaction.atomic
def _clear_deleted_drafts(now: datetime) -> None:
    old = Event.objects.filter(status=_Status.DELETED, updated_at__lt=now - DELETED_KEPT)
    for event in old.select_for_update(skip_locked=True):
        trail.record("clear_deleted_draft", event, actor=SYSTEM)
        event.delete()


@transaction.atomic
def _extend(event_id: int) -> int:
    event = Event.objects.select_for_update().get(pk=event_id)
    if event.series is None:
        return 0
    now = timezone.now()
    added = schedule.add_missing(event, event.series, today=local_date(now), now=now)
    if added:
        trail.record("extend_series", event, actor=SYSTEM)
        if event.is_public:
            stamps.raise_stamp("calendar")
    return added


@transaction.atomic
def _set_occurrence(occurrence: Occurrence, status: str, *, actor: Actor, verb: str) -> None:
    event = locked_event(occurrence.event)
    if event.owner_room:
        raise DomainError("Aktiviteten hör till en annan del av portalen. Ändra den där.")
    if not actor.has_perm("calendar_app.cancel_event", event):
        raise DomainError(NO_PERMISSION)
    if event.status not in {_Status.DRAFT, _Status.PROPOSED, _Status.PUBLISHED}:
        raise DomainError("Hela aktiviteten är inställd eller arkiverad. Ta tillbaka den först.")
    row = _locked(event, occurrence)
    if row.status == status:
        return
    now = timezone.now()
    if row.end <= now and event.is_public:
        raise DomainError("Tillfället har redan varit.")
    row.status = status
    row.cancelled_with_event = False
    row.sequence += 1
    row.updated_at = now
    row.save(update_fields=["status", "cancelled_with_event", "sequence", "updated_at"])
    record_status(
        row,
        source="cancelled" if status == Occurrence.Status.PLANNED else "planned",
        target=status,
        actor=actor,
    )
    _occurrence_changed(event, row, occurrence, verb, ["status"], actor, now)


def _occurrence_changed(
    event: Event,
    row: Occurrence,
    given: Occurrence,
    verb: str,
    names: list[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Note a change of one time on the event, for versions, trail and readers; refresh the caller's copy."""
    event.version += 1
    event.updated_at = now
    event.save(update_fields=["version", "updated_at"])
    trail.record(verb, row, actor=actor, fields=names)
    for name in ("start", "end", "all_day", "original_start", "status", "sequence", "updated_at"):
        setattr(given, name, getattr(row, name))
    if event.is_public:
        stamps.raise_stamp("calendar")


def _locked(event: Event, occurrence: Occurrence) -> Occurrence:
    row = event.occurrences.select_for_update().filter(pk=occurrence.pk).first()
    if row is None:
        raise DomainError("Tillfället finns inte kvar. Ladda om sidan och se hur det ser ut nu.")
    return row


def _mark(rows: QuerySet[Occurrence], *, status: Occurrence.Status, with_event: bool, now: datetime) -> None:
    found = list(rows.select_for_update().order_by("pk"))
    for row in found:
        row.status = status
        row.cancelled_with_event = with_event
        row.sequence += 1
        row.updated_at = now
    Occurrence.objects.bulk_update(
        found, ["status", "cancelled_with_event", "sequence", "updated_at"], batch_size=500
    )


def _stamp(event: Event, now: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(updated_at=now)
    event.updated_at = now
