"""Links on published pages that led nowhere when the worker last followed them."""

from typing import Any, ClassVar

from django.db import models
from wagtail.models import Page


class DeadLink(models.Model):
    """One address on one page. The row goes when the link works again or is gone from the page."""

    class Reason(models.TextChoices):
        GONE = "gone", "Sidan finns inte"
        CLOSED = "closed", "Besökare kommer inte in"
        SILENT = "silent", "Webbplatsen svarar inte"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="dead_links")
    address = models.CharField("adress", max_length=500, blank=True)
    words = models.CharField("ord", max_length=200, blank=True)
    reason = models.CharField("fel", max_length=8, choices=Reason)
    found_on = models.DateField("hittad")

    class Meta:
        verbose_name = "länk som inte fungerar"
        verbose_name_plural = "länkar som inte fungerar"
        ordering: ClassVar[list[str]] = ["page_id", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["page", "address"], name="dead_link_once")
        ]

    def __str__(self) -> str:
        return self.address


class LinkCheck(models.Model):
    """When every link was followed last. There is one row, and none before the first time."""

    finished_at = models.DateTimeField("klar")

    class Meta:
        verbose_name = "genomgång av länkar"
        verbose_name_plural = "genomgångar av länkar"

    def __str__(self) -> str:
        return f"{self.finished_at:%Y-%m-%d}"


class FollowedLink(models.Model):
    """An address on another site that published pages lead to, and what came of following it last.

    ``reason`` is one of ``DeadLink.Reason``, or "" where it worked or never was followed.
    """

    address = models.CharField("adress", max_length=500, unique=True)
    host = models.CharField("webbplats", max_length=255)
    followed_at = models.DateTimeField("prövad", null=True)
    reason = models.CharField("fel", max_length=8, choices=DeadLink.Reason, blank=True)

    class Meta:
        verbose_name = "länk till en annan webbplats"
        verbose_name_plural = "länkar till andra webbplatser"
        indexes: ClassVar[list[Any]] = [
            models.Index(models.F("followed_at").asc(nulls_first=True), name="followed_link_turn")
        ]

    def __str__(self) -> str:
        return self.address
