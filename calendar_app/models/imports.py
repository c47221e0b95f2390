"""Imports: read and judged first, written only when somebody has confirmed the preview."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        """Every import for those who may import; nothing for anybody else."""
        return self if user.has_perm("calendar_app.import_events") else self.none()


class ImportBatch(models.Model):
    """One uploaded file and what became of it."""

    class Status(models.TextChoices):
        READING = "reading", "Läses"
        PREVIEW = "preview", "Klar att granska"
        WRITING = "writing", "Läggs in"
        DONE = "done", "Klar"
        FAILED = "failed", "Gick inte att läsa"
        DISCARDED = "discarded", "Avbruten"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Emptied when the import is over: a file may hold more about people than the calendar needs.
    file = models.FileField(upload_to="imports/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=160)
    format = models.CharField(max_length=4, choices=[("ics", "ics"), ("csv", "csv"), ("xlsx", "xlsx")])
    status = models.CharField(max_length=9, choices=Status, default=Status.READING)
    problem = models.TextField(blank=True)
    # Who organises rows that don't say so themselves.
    association = models.ForeignKey(
        "associations.Association",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="förening",
    )
    publish = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    created_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    # The worker's sign of life; an old one means that it died and another may go on.
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        indexes = [models.Index(fields=["-created_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Whether the worker has something to do."""
        return self.status in {self.Status.READING, self.Status.WRITING}


class ImportRow(models.Model):
    """One row or VEVENT with its verdict."""

    class Verdict(models.TextChoices):
        CREATE = "create", "Ny"
        UPDATE = "update", "Ändras"
        DUPLICATE = "duplicate", "Finns redan"
        SKIP = "skip", "Hoppas över"
        WRONG = "wrong", "Behöver rättas"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    # One sentence each: what is wrong and where, what a duplicate is a duplicate of, what changes.
    reasons = ArrayField(models.CharField(max_length=300), default=list)
    title = models.CharField(max_length=200, blank=True)
    when = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    event = models.ForeignKey("calendar_app.Event", on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "verdict", "number"], name="import_row_verdict"),
            models.Index(
                fields=["batch", "number"],
                name="import_row_waiting",
                condition=Q(written_at=None, verdict__in=["create", "update"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verdict}"
