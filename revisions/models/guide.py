"""The interview guide (intervjuguide) in versions, and the library its areas come from."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from organisations.models import Theme
from revisions.models.audit import UserAudit


class QuestionKind(models.TextChoices):
    OPEN = "open", "Öppen fråga"
    SCALE = "scale", "Fråga med skala"


class QuestionArea(models.Model):
    """An area in the library with questions to begin from, e.g. tillgänglighet. Editable data."""

    theme = models.OneToOneField(Theme, on_delete=models.PROTECT, related_name="question_area")

    class Meta:
        ordering = ["theme__order", "theme__name"]

    def __str__(self) -> str:
        return str(self.theme)


class LibraryQuestion(models.Model):
    """A question to begin from. A guide takes a copy: what is changed here changes no guide.

    ``thread`` follows into the guides, so that the same question can be compared between audits.
    """

    thread = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(QuestionArea, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField("typ", max_length=5, choices=QuestionKind, default=QuestionKind.OPEN)
    text = models.CharField("fråga", max_length=400)
    prompts = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="följdfrågor"
    )
    scale = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name="svar på skalan"
    )
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="open", scale=[]) | Q(kind="scale", scale__len__gte=2),
                name="library_scale_has_labels",
            )
        ]

    def __str__(self) -> str:
        return self.text


class GuideVersion(models.Model):
    """Version n of an audit's guide. Locked before the first interview; a later change makes version n + 1."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="guides")
    number = models.PositiveSmallIntegerField()
    opening = models.TextField("inledning", max_length=2000, blank=True)
    closing = models.TextField("avslutning", max_length=2000, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="guide_number_once"),
            models.UniqueConstraint(fields=["audit"], condition=Q(locked_at=None), name="one_open_guide"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class GuidePartQuerySet(models.QuerySet[Any]):
    def kept(self) -> "GuidePartQuerySet":
        """Those that weren't taken away."""
        return self.filter(removed_at=None)


class GuideArea(models.Model):
    """One question area of a guide; on the phone, one page.

    ``removed_at``: taken away, and may be brought back until the guide is locked. A locked guide holds none.
    """

    guide = models.ForeignKey(GuideVersion, on_delete=models.CASCADE, related_name="areas")
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, verbose_name="gemensamt tema"
    )
    title = models.CharField("område", max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuidePartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class GuideQuestion(models.Model):
    """One question. ``thread`` stays the same through versions and copies, so that answers can be compared.

    ``removed_at`` as of an area.
    """

    Kind = QuestionKind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    area = models.ForeignKey(GuideArea, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField("typ", max_length=5, choices=QuestionKind, default=QuestionKind.OPEN)
    text = models.CharField("fråga", max_length=400)
    prompts = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="följdfrågor"
    )
    #: Labels of the scale from lowest to highest; "vet inte" and "vill inte svara" are always added.
    scale = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name="svar på skalan"
    )
    order = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuidePartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="open", scale=[]) | Q(kind="scale", scale__len__gte=2),
                name="scale_has_labels",
            )
        ]

    def __str__(self) -> str:
        return self.text


class GuideComment(models.Model):
    """What somebody in the team thinks of the guide or of one question."""

    guide = models.ForeignKey(GuideVersion, on_delete=models.CASCADE, related_name="comments")
    question = models.ForeignKey(
        GuideQuestion, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    text = models.TextField("kommentar", max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return "Kommentar"
