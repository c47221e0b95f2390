"""What only those who work with the calendar see: changes that wait for approval, saved filters."""

import json
import uuid
from hashlib import sha256

from django.conf import settings
from django.db import models


class EventChange(models.Model):
    """A representative's change of a public event. The approved version stays public until it is decided.

    ``content`` and ``plan`` are the typed values as JSON (``services.content``). The row goes when the
    change is approved, returned or withdrawn; the event's history tells that it existed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.OneToOneField(
        "calendar_app.Event", on_delete=models.CASCADE, related_name="waiting_change"
    )
    scope = models.CharField(max_length=12)
    occurrence = models.ForeignKey("calendar_app.Occurrence", on_delete=models.CASCADE, null=True)
    content = models.JSONField()
    plan = models.JSONField(null=True)
    attachment = models.FileField(upload_to="calendar/changes/%Y/", blank=True)
    attachment_name = models.CharField(max_length=160, blank=True)
    removes_attachment = models.BooleanField(default=False)
    base_version = models.PositiveIntegerField()
    created_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"change of {self.event_id}"

    @property
    def mark(self) -> str:
        """Tells what somebody has read from what has replaced it since."""
        said = [
            self.content,
            self.plan,
            self.scope,
            self.occurrence_id,
            self.attachment.name,
            self.removes_attachment,
        ]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


class SavedFilter(models.Model):
    """A selection of the working view that its owner wants to come back to."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_filters"
    )
    name = models.CharField("namn", max_length=60)
    query = models.CharField(max_length=400)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name
