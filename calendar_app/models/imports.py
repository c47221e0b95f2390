"""Imports: read and judged first, written only when somebody has confirmed the preview."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ImportBatch(models.Model):
    """One uploaded file and what became of it."""

    class Status(models.TextChoices):
        READING = "reading", "Läses"
        PREVIEW = "preview", "Klar att granska"
        WRITING = "writing", "Läggs in"
        DONE = "done", "Klar"
        FAILED = "failed", "Gick inte att läsa"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to="imports/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=160)
    format = models.CharField(max_length=4, choices=[("ics", "ics"), ("csv", "csv"), ("xlsx", "xlsx")])
    status = models.CharField(max_length=8, choices=Status, default=Status.READING)
    problem = models.TextField(blank=True)
    total = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    created_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row or VEVENT with its verdict."""

    class Verdict(models.TextChoices):
        CREATE = "create", "Ny"
        UPDATE = "update", "Uppdateras"
        DUPLICATE = "duplicate", "Finns redan"
        WRONG = "wrong", "Behöver rättas"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    reasons = ArrayField(models.CharField(max_length=300), default=list)
    title = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    event = models.ForeignKey("calendar_app.Event", on_delete=models.SET_NULL, null=True)
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.verdict}"
