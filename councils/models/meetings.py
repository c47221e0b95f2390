"""Meetings: when and where, who is called, who came, what they need, which papers they got."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.holdings import register_holding
from associations.models import Association
from common.swedish import local_date
from common.transitions import Transition
from councils.models.councils import Council, Seat
from councils.models.mandates import Mandate
from councils.models.visibility import MeetingQuerySet
from councils.words import MeetingStatus, Need, Reply
from organisations.models import Municipality, Principal, Respondent, Unit

register_holding(
    "councils.answers_for",
    lambda user: Respondent.objects.filter(user=user, kind=Respondent.Kind.RESPONDENT),
    unit="unit_id",
    municipality="principal__municipality_id",
)


class Meeting(models.Model):
    """One meeting of a council, or one dialogue meeting.

    ``number`` tells two meetings of one council on one day apart; the first has the plain address. ``papers_due`` is the
    day the papers are to be out, ``papers_out_at`` when they were. ``sequence`` rises when time or place changes, so
    that calendars and replies know of it.
    """

    TRANSITIONS = (
        Transition("planned", "called", permission="councils.run_meeting"),
        Transition("planned", "held", permission="councils.run_meeting"),
        Transition("called", "held", permission="councils.run_meeting"),
        Transition("planned", "cancelled", permission="councils.run_meeting"),
        Transition("called", "cancelled", permission="councils.run_meeting"),
        Transition("cancelled", "planned", permission="councils.run_meeting"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    status = models.CharField(max_length=9, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    starts_at = models.DateTimeField("börjar")
    ends_at = models.DateTimeField("slutar")
    # The day in Stockholm, part of the address.
    day = models.DateField(editable=False)
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    title = models.CharField("tema", max_length=160, blank=True)
    place = models.CharField("plats", max_length=160, blank=True)
    street_address = models.CharField("gatuadress", max_length=160, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kommun",
    )
    access_facts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    online_link = models.URLField("länk till mötet", max_length=500, blank=True)
    # A public meeting is an event in the calendar; nothing of it is typed twice.
    in_calendar = models.BooleanField("visas i kalendern", default=False)
    papers_due = models.DateField("handlingarna ute senast")
    papers_out_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField("varför", max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    # How far the reminders about missing notes have come (3 and 7 days).
    reminded = models.PositiveSmallIntegerField(default=0)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "day", "number"], name="meeting_address_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_because=""),
                name="cancelled_meeting_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-starts_at"], name="meeting_council_newest"),
            models.Index(fields=["starts_at"], name="meeting_when"),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.day}"

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("councils_public:meeting", args=[self.council.slug, self.slug])

    @property
    def slug(self) -> str:
        """The last part of the address: "2026-04-14", and "2026-04-14-2" for a second one that day."""
        return f"{self.day:%Y-%m-%d}" if self.number == 1 else f"{self.day:%Y-%m-%d}-{self.number}"

    @property
    def papers_on_time(self) -> bool | None:
        """Whether the papers came out in time; ``None`` while they are not out."""
        return None if self.papers_out_at is None else local_date(self.papers_out_at) <= self.papers_due


class FormerMeetingAddress(models.Model):
    """Where a moved meeting used to be, so that a printed address still leads there."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="former_addresses")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="former_addresses")
    slug = models.CharField(max_length=14)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="former_meeting_address_once")
        ]

    def __str__(self) -> str:
        return self.slug


class DialogueMeeting(models.Model):
    """What a dialogue meeting has besides: host, theme, questions, how many came, what was heard, which step it was."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="dialogue")
    host = models.ForeignKey(
        Association,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_dialogues",
        verbose_name="värdförening",
    )
    questions = models.TextField("frågor som skickas i förväg", max_length=3000, blank=True)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="dialogue_meetings", verbose_name="inbjudna kommuner"
    )
    units = models.ManyToManyField(
        Unit, blank=True, related_name="dialogue_meetings", verbose_name="inbjudna verksamheter"
    )
    users_count = models.PositiveSmallIntegerField("brukare", null=True, blank=True)
    relatives_count = models.PositiveSmallIntegerField("närstående", null=True, blank=True)
    staff_count = models.PositiveSmallIntegerField("personal", null=True, blank=True)
    politicians_count = models.PositiveSmallIntegerField("politiker", null=True, blank=True)
    heard = models.TextField("det här hörde vi", max_length=6000, blank=True)
    # A step of the participation ladder (common.participation), said by the host.
    claimed_step = models.PositiveSmallIntegerField("steg enligt värden", null=True, blank=True)
    # The slip with three questions, handed out as paper and QR code; answers live in ``surveys``.
    slip_survey_id = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_step=None) | Q(claimed_step__gte=1, claimed_step__lte=5),
                name="claimed_step_is_on_the_ladder",
            )
        ]

    def __str__(self) -> str:
        return "Dialogmöte"


class DialogueReply(models.Model):
    """Whether an invited unit or municipality comes to a dialogue meeting, how many, in which roles. Never names.

    ``replied_to`` is the meeting's ``sequence`` when the reply was given: a moved meeting is asked about again.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Kommer"
        DECLINED = "declined", "Kan inte komma"

    dialogue = models.ForeignKey(DialogueMeeting, on_delete=models.CASCADE, related_name="replies")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    reply = models.CharField("svar", max_length=8, choices=Answer)
    count = models.PositiveSmallIntegerField("antal som kommer", default=0)
    who = models.CharField("vilka som kommer", max_length=200, blank=True)
    by_phone = models.BooleanField("svarade per telefon", default=False)
    replied_at = models.DateTimeField()
    replied_to = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, municipality=None) | Q(unit=None, municipality__isnull=False),
                name="dialogue_reply_of_one",
            ),
            models.UniqueConstraint(
                fields=["dialogue", "unit", "municipality"],
                nulls_distinct=False,
                name="dialogue_reply_once",
            ),
            models.CheckConstraint(
                condition=Q(reply="accepted", count__gte=1) | Q(reply="declined", count=0, who=""),
                name="dialogue_reply_counts_who_comes",
            ),
        ]

    def __str__(self) -> str:
        return self.get_reply_display()


class Invitation(models.Model):
    """A mandate holder called to a meeting, the reply, and whether they came.

    ``replied_to`` is the meeting's ``sequence`` when the reply was given: a moved meeting is asked about again. Of one
    seat only one may have said that they come; the database refuses a second.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="invitations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.CharField("svar", max_length=10, choices=Reply, default=Reply.WAITING)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_to = models.PositiveIntegerField(default=0)
    by_phone = models.BooleanField("svarade per telefon", default=False)
    # Said yes when somebody else of the seat already had: comes by itself if that one gives the place up.
    wants_place_at = models.DateTimeField(null=True, blank=True)
    # The letter came back: somebody has to ring.
    bounced_at = models.DateTimeField(null=True, blank=True)
    # The member whose place this substitute is asked to take.
    stands_in_for = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="stand_in"
    )
    attended = models.BooleanField("var med", null=True, default=None)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "mandate"], name="invited_once"),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=Q(seat__isnull=False, reply="accepted"),
                name="one_comes_for_each_seat",
            ),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=Q(seat__isnull=False, attended=True),
                name="one_came_for_each_seat",
            ),
        ]

    def __str__(self) -> str:
        return self.get_reply_display()


class MeetingNeeds(models.Model):
    """What somebody needs to take part, never why. Seen by the secretary and the coordinator; gone after the meeting."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="needs")
    needs = ArrayField(models.CharField(max_length=12, choices=Need), default=list, blank=True)
    note = models.CharField("annat vi behöver ordna", max_length=300, blank=True)

    def __str__(self) -> str:
        return "Behov"


class Guests(models.Model):
    """How many others came from a body: counts, never names."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guests")
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    principal = models.ForeignKey(
        Principal, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    count = models.PositiveSmallIntegerField("antal")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="guests_are_some"),
            models.UniqueConstraint(
                fields=["meeting", "association", "principal", "unit"],
                nulls_distinct=False,
                name="guests_of_body_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.count)


class Paper(models.Model):
    """A document for a meeting. ``is_late`` when it came after the day papers were to be out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(
        "councils.AgendaItem", on_delete=models.SET_NULL, null=True, blank=True, related_name="papers"
    )
    title = models.CharField("vad det är", max_length=160)
    file = models.FileField("fil", upload_to="councils/papers/%Y/")
    ending = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField("visas på mötets publika sida", default=False)
    is_late = models.BooleanField(default=False, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "added_at"]
        constraints = [models.UniqueConstraint(fields=["meeting", "sha256"], name="paper_once_per_meeting")]

    def __str__(self) -> str:
        return self.title
