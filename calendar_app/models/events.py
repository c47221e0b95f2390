"""The shared calendar: what happens (`Event`), when (`Occurrence`), by which rule (`EventSeries`).

Content lives in `Event` alone and time in `Occurrence` alone. To change one occurrence's content
("bara den här gången") the occurrence is moved to a copy of the event; to change "den här och
följande" those occurrences are moved to a copy with a series of its own. So no page, feed or PDF
ever has to lay exceptions over a rule.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q
from django.utils import timezone

from associations.models import Association, Audience
from associations.rules import represented_ids
from common.participation import ParticipationStep
from common.transitions import Transition

#: An occurrence lasts at most this long, so that a month needs only one range of starts.
LONGEST = timedelta(days=31)


class EventKind(models.TextChoices):
    MEETING = "meeting", "Möte"
    OPEN_HOUSE = "open_house", "Öppet hus"
    TALK_GROUP = "talk_group", "Självhjälpsgrupp eller samtalsgrupp"
    STUDY_CIRCLE = "study_circle", "Studiecirkel"
    LECTURE = "lecture", "Föreläsning"
    TRAINING = "training", "Utbildning"
    WORKSHOP = "workshop", "Workshop"
    DIALOGUE_MEETING = "dialogue_meeting", "Dialogmöte"
    PATIENT_FORUM = "patient_forum", "Patientforum"
    OTHER = "other", "Annat"


class AttendanceForm(models.TextChoices):
    ON_SITE = "on_site", "På plats"
    ONLINE = "online", "Digitalt"
    BOTH = "both", "Både på plats och digitalt"


class AccessFact(models.TextChoices):
    """What a visitor needs to know about the place before deciding to go."""

    STEP_FREE = "step_free", "Inga trappsteg in"
    LIFT = "lift", "Hiss"
    HEARING_LOOP = "hearing_loop", "Hörslinga"
    QUIET_ROOM = "quiet_room", "Lugnt rum att gå undan till"
    PARKING = "parking", "Parkering"
    PUBLIC_TRANSPORT = "public_transport", "Nära buss eller tåg"


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """What anybody may see: published, cancelled (stays visible as INSTÄLLT) and archived."""
        return self.filter(status__in=Event.PUBLIC_STATUSES)

    def visible_to(self, user: Any) -> "EventQuerySet":
        """The public ones; one's own associations' drafts; for coordinators everything but others' drafts.

        A draft belongs to those who write it: the coordinator meets it when it is proposed.
        """
        allowed = Q(status__in=Event.PUBLIC_STATUSES)
        if user.has_perm("calendar_app.review_events"):
            allowed |= ~Q(status=Event.Status.DRAFT) | Q(created_by=user.actor_id)
        mine = represented_ids(user)
        if mine:
            organised = Event.associations.through._default_manager.filter(association_id__in=mine)
            allowed |= Q(pk__in=organised.values("event_id"))
        return self.filter(allowed).exclude(status=Event.Status.DELETED)

    def deleted_by(self, user: Any) -> "EventQuerySet":
        """Removed drafts that ``user`` may bring back, until they are cleared away."""
        organised = Event.associations.through._default_manager.filter(
            association_id__in=represented_ids(user)
        )
        mine = Q(pk__in=organised.values("event_id"))
        if user.has_perm("calendar_app.review_events"):
            mine |= Q(created_by=user.actor_id)
        return self.filter(mine, status=Event.Status.DELETED)

    def with_organisers(self) -> "EventQuerySet":
        """What lists and permission checks ask of each row, in two more queries however many rows."""
        return self.select_related("municipality", "series").prefetch_related("associations", "units")


class EventSeries(models.Model):
    """The rule behind repeated occurrences, in Stockholm wall-clock time.

    ``until`` and ``count`` exclude one another; without either the series runs on over a rolling
    horizon. ``excluded`` holds days that the rule would give but that never had an occurrence.
    """

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Varje vecka"
        MONTHLY_DATE = "monthly_date", "Varje månad, samma datum"
        MONTHLY_WEEKDAY = "monthly_weekday", "Varje månad, samma veckodag (till exempel andra tisdagen)"
        MONTHLY_LAST = "monthly_last", "Varje månad, sista veckodagen (till exempel sista fredagen)"

    frequency = models.CharField(max_length=16, choices=Frequency)
    interval = models.PositiveSmallIntegerField(default=1)
    first_day = models.DateField()
    # The day of the month a rule by date is meant to fall on; shorter months use their last day.
    month_day = models.PositiveSmallIntegerField(null=True)
    start_time = models.TimeField(null=True)
    duration = models.DurationField()
    all_day = models.BooleanField(default=False)
    until = models.DateField(null=True)
    count = models.PositiveSmallIntegerField(null=True)
    excluded = ArrayField(models.DateField(), default=list)
    expanded_to = models.DateField()
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="continued_by")

    class Meta:
        verbose_name_plural = "event series"
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(count=None), name="series_until_or_count"),
            models.CheckConstraint(
                condition=Q(interval__gte=1, interval__lte=52), name="series_interval_sane"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("first_day")), name="series_until_after_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_frequency_display()} från {self.first_day}"


def has_organiser(event: "Event") -> str | None:
    """A condition for leaving the draft: somebody answers for the activity."""
    if event.owner_room or event.associations.exists() or event.units.exists():
        return None
    return "Välj vilken förening eller verksamhet som ordnar aktiviteten."


def has_time(event: "Event") -> str | None:
    """A condition for leaving the draft: there is at least one time to come to."""
    if event.occurrences.exists():
        return None
    return "Ange när aktiviteten är."


_READY = (has_organiser, has_time)


class Event(models.Model):
    """An activity in the shared calendar: everything but its time."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Utkast"
        PROPOSED = "proposed", "Väntar på granskning"
        PUBLISHED = "published", "Publicerad"
        CANCELLED = "cancelled", "Inställt"
        ARCHIVED = "archived", "Arkiverad"
        DELETED = "deleted", "Borttaget utkast"

    PUBLIC_STATUSES = (Status.PUBLISHED, Status.CANCELLED, Status.ARCHIVED)
    TRANSITIONS = (
        Transition("draft", "proposed", permission="calendar_app.propose_event", needs=_READY),
        Transition("draft", "published", permission="calendar_app.publish_event", needs=_READY),
        Transition("proposed", "draft", permission="calendar_app.withdraw_event"),
        Transition("proposed", "published", permission="calendar_app.publish_event", needs=_READY),
        Transition("published", "proposed", permission="calendar_app.unpublish_event"),
        Transition("published", "draft", permission="calendar_app.unpublish_event"),
        Transition("published", "cancelled", permission="calendar_app.cancel_event"),
        Transition("cancelled", "published", permission="calendar_app.cancel_event"),
        Transition("published", "archived", permission="calendar_app.archive_event"),
        Transition("cancelled", "archived", permission="calendar_app.archive_event"),
        Transition("draft", "deleted", permission="calendar_app.delete_event"),
        Transition("deleted", "draft", permission="calendar_app.delete_event"),
    )

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField("rubrik", max_length=160)
    kind = models.CharField("typ", max_length=20, choices=EventKind)
    associations = models.ManyToManyField("associations.Association", blank=True, related_name="events")
    units = models.ManyToManyField("organisations.Unit", blank=True, related_name="events")
    priority_groups = models.ManyToManyField(
        "organisations.PriorityGroup", blank=True, related_name="events", verbose_name="prioriterade grupper"
    )
    description = models.TextField("beskrivning", max_length=4000, blank=True)
    attendance = models.CharField(
        "form", max_length=8, choices=AttendanceForm, default=AttendanceForm.ON_SITE
    )
    place = models.CharField("plats", max_length=160, blank=True)
    street_address = models.CharField("gatuadress", max_length=160, blank=True)
    municipality = models.ForeignKey(
        "organisations.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="kommun",
    )
    access_facts = ArrayField(models.CharField(max_length=20, choices=AccessFact), default=list, blank=True)
    access_note = models.CharField("mer om tillgänglighet", max_length=400, blank=True)
    online_link = models.URLField("länk", max_length=500, blank=True)
    # Off: the link is never shown, the organiser sends it to those who have registered.
    online_link_public = models.BooleanField(default=False)
    audiences = ArrayField(models.CharField(max_length=20, choices=Audience), default=list, blank=True)
    cost = models.CharField("kostnad", max_length=120, blank=True)
    registration = models.CharField("anmälan", max_length=400, blank=True)
    register_by = models.DateField("sista anmälningsdag", null=True, blank=True)
    is_full = models.BooleanField("fullt", default=False)
    contact_name = models.CharField("kontakt", max_length=120, blank=True)
    contact_email = models.EmailField("e-post för frågor", blank=True)
    contact_phone = models.CharField("telefon", max_length=20, blank=True)
    participation_step = models.PositiveSmallIntegerField(
        "steg i trappan", choices=ParticipationStep, null=True, blank=True
    )
    interpretation = models.CharField("tolk och lättläst", max_length=400, blank=True)
    attachment = models.FileField(upload_to="calendar/%Y/", blank=True)
    attachment_name = models.CharField(max_length=160, blank=True)

    series = models.ForeignKey(EventSeries, on_delete=models.SET_NULL, null=True, related_name="events")
    # The event this one was split from ("bara den här gången", "den här och följande").
    split_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="splits")
    # An event of another room (a council meeting) is shown read-only with a link to its owner.
    owner_room = models.CharField(max_length=40, blank=True)
    owner_id = models.CharField(max_length=60, blank=True)
    owner_url = models.CharField(max_length=200, blank=True)
    # The UID an import carried; a second import updates instead of doubling.
    import_uid = models.CharField(max_length=255, null=True, unique=True)  # noqa: DJ001 - null keeps the constraint off

    created_by = models.UUIDField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    # Answers a double submit: the same form can create only one event.
    form_key = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_room", "owner_id"], condition=~Q(owner_room=""), name="event_one_per_owner"
            ),
        ]
        indexes = [models.Index(fields=["status", "-updated_at"], name="event_status_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether anybody may see the event."""
        return self.status in self.PUBLIC_STATUSES

    @property
    def is_unpublished(self) -> bool:
        """Whether only those who work with the event see it."""
        return self.status in {self.Status.DRAFT, self.Status.PROPOSED}


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def between(self, start: datetime, end: datetime) -> "OccurrenceQuerySet":
        """Those that touch the half-open span. One range of the start index, however many rows exist."""
        return self.filter(start__gte=start - LONGEST, start__lt=end, end__gt=start)

    def upcoming(self, now: datetime | None = None) -> "OccurrenceQuerySet":
        """Those that haven't ended."""
        return self.filter(end__gt=now or timezone.now())

    def public(self) -> "OccurrenceQuerySet":
        return self.filter(event__status__in=Event.PUBLIC_STATUSES)

    def visible_to(self, user: Any) -> "OccurrenceQuerySet":
        return self.filter(event__in=Event.objects.visible_to(user))

    def in_order(self) -> "OccurrenceQuerySet":
        return self.order_by("start", "end", "pk")

    def for_listing(self) -> "OccurrenceQuerySet":
        """Everything a list, a feed or a PDF shows, in three queries; of associations not their long texts."""
        named = Association.objects.only("name", "slug", "status", "trusted")
        return self.select_related("event", "event__municipality").prefetch_related(
            Prefetch("event__associations", named), "event__units"
        )

    def with_groups(self) -> "OccurrenceQuerySet":
        """Tell each row's priority groups as ``group_names``, without a query of their own."""
        rows = Event.priority_groups.through._default_manager.filter(event_id=OuterRef("event_id"))
        names = rows.order_by("prioritygroup__order", "prioritygroup__name").values("prioritygroup__name")
        return self.annotate(group_names=ArraySubquery(names))


class Occurrence(models.Model):
    """One time an event takes place.

    ``start`` and ``end`` are moments; a whole-day occurrence runs from local midnight to local
    midnight (``end`` exclusive). ``sequence`` rises whenever a subscriber must notice (RFC 5545).
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "Planerad"
        CANCELLED = "cancelled", "Inställt"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start = models.DateTimeField()
    end = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    # The day the series' rule gave; tells "Ny tid" and which day not to fill again.
    rule_day = models.DateField(null=True)
    original_start = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    # Cancelled because the whole event was, not on its own: restoring the event restores it.
    cancelled_with_event = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="occurrence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(end__lte=F("start") + timedelta(days=31, hours=1)),
                name="occurrence_at_most_a_month",
            ),
            models.UniqueConstraint(
                fields=["event", "rule_day"],
                condition=Q(rule_day__isnull=False),
                name="occurrence_rule_day_once",
            ),
        ]
        indexes = [
            models.Index(fields=["start", "end"], name="occurrence_span"),
            models.Index(fields=["event", "start"], name="occurrence_of_event"),
            models.Index(fields=["-updated_at"], name="occurrence_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.start:%Y-%m-%d}"

    @property
    def is_cancelled(self) -> bool:
        """INSTÄLLT. Cancelling an event cancels its coming occurrences; those that took place stay as they were."""
        return self.status == self.Status.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Ny tid."""
        return self.original_start is not None and self.original_start != self.start
