"""Interviews. There is no field for a name, a contact, a journal number or a signature, and there never will be."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from revisions.models.audit import InformationText, UserAudit, random_id
from revisions.models.guide import GuideQuestion, GuideVersion


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: Any) -> "InterviewQuerySet":
        """Those of the audits whose team ``user`` is in. What one may do with them is in ``revisions.rules``."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(of_team(user))


def of_team(user: Any, prefix: str = "") -> Q:
    """Return the condition that an interview is of an audit whose team ``user`` is in; ``prefix`` leads to it."""
    members = f"{prefix}audit__members__"
    return Q(**{f"{members}user": user, f"{members}recused_on": None})


class Interview(models.Model):
    """One conversation (or focus group), known by a code such as A01. Its answers have a key of their own."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", "Intervju"
        FOCUS_GROUP = "focus_group", "Fokusgrupp"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planerad"
        ONGOING = "ongoing", "Påbörjad"
        DONE = "done", "Klar"
        DECLINED = "declined", "Personen sa nej"
        CANCELLED = "cancelled", "Blev inte av"
        WITHDRAWN = "withdrawn", "Återtagen"

    class PlaceKind(models.TextChoices):
        UNIT = "unit", "I verksamhetens lokaler"
        ASSOCIATION = "association", "I en förenings lokaler"
        HOME = "home", "Hemma hos personen"
        ELSEWHERE = "elsewhere", "Någon annanstans"
        PHONE = "phone", "Telefon"
        VIDEO = "video", "Video"

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="interviews")
    guide = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="interviews")
    code = models.CharField("kod", max_length=6)
    kind = models.CharField("sätt", max_length=12, choices=Kind, default=Kind.INTERVIEW)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    on = models.DateField("dag")
    place_kind = models.CharField("var", max_length=12, choices=PlaceKind, default=PlaceKind.ELSEWHERE)
    #: How many took part; more than one only in a focus group.
    participants = models.PositiveSmallIntegerField("antal personer", default=1)
    first_auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="revisor",
    )
    second_auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="andra revisorn",
    )  # fmt: skip
    consent_given = models.BooleanField("personen sa ja", default=False)
    consent_to = models.ForeignKey(InformationText, on_delete=models.PROTECT, null=True, blank=True)
    worry_flagged = models.BooleanField("oro att ta upp med ledaren", default=False)
    key_id = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "code"], name="interview_code_once"),
            models.CheckConstraint(
                condition=Q(second_auditor=None) | ~Q(first_auditor=F("second_auditor")),
                name="interview_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ongoing", "done"])
                | Q(consent_given=True, consent_to__isnull=False),
                name="interview_needs_consent",
            ),
            # Withdrawn means shredded: no key is left to open anything with.
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(key_id=None), name="interview_withdrawn_has_no_key"
            ),
        ]
        indexes = [models.Index(fields=["audit", "on"], name="interview_day")]

    def __str__(self) -> str:
        return self.code


class InterviewAnswer(models.Model):
    """What was said to one question, sealed. ``revision`` counts confirmed saves of this field alone.

    When two auditors changed the field from the same revision, both texts are kept until somebody chooses: ``text`` and
    ``other_text`` (with its state, choice and marks). ``text_revision`` and ``other_revision`` tell when each was last
    saved, so that both writers can go on, each in their own text.
    """

    class State(models.TextChoices):
        ANSWERED = "answered", "Svarat"
        DECLINED = "declined", "Ville inte svara"
        SKIPPED = "skipped", "Hoppade över"
        UNKNOWN = "unknown", "Vet inte"

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(GuideQuestion, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=8, choices=State, default=State.ANSWERED)
    #: Index into the question's scale, 0 lowest.
    choice = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.BinaryField(null=True, blank=True)
    other_text = models.BinaryField(null=True, blank=True)
    other_choice = models.PositiveSmallIntegerField(null=True, blank=True)
    other_state = models.CharField(max_length=8, choices=State, default=State.ANSWERED)
    text_revision = models.PositiveIntegerField(default=0)
    other_revision = models.PositiveIntegerField(null=True, blank=True)
    worry = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "question"], name="one_answer_per_question"),
            models.CheckConstraint(
                condition=Q(state="answered") | Q(choice=None), name="unanswered_has_no_choice"
            ),
            models.CheckConstraint(
                condition=Q(other_text=None, other_revision=None)
                | Q(other_text__isnull=False, other_revision__isnull=False),
                name="other_text_has_revision",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class AnswerSave(models.Model):
    """One save that reached us, by the id the device gave it: sent again after a lost reply, it changes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(InterviewAnswer, on_delete=models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.pk)


class QuoteMark(models.Model):
    """Words in an answer marked during the interview as a possible quote; places in the text, not the words."""

    answer = models.ForeignKey(InterviewAnswer, on_delete=models.CASCADE, related_name="marks")
    #: Whether the words stand in ``other_text``.
    in_other = models.BooleanField(default=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mark_has_length"),
            models.UniqueConstraint(fields=["answer", "in_other", "start", "end"], name="mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"


class InterviewSwap(models.Model):
    """An auditor's wish that somebody else in the team takes an interview: asked in one tap, taken in one."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="swaps")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "asked_by"], condition=Q(closed_at=None), name="one_open_swap"
            )
        ]

    def __str__(self) -> str:
        return "Byte"
