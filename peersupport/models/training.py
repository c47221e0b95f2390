"""Training as numbers: courses, cohorts and places. Who applied is never written here."""

from django.db import models
from django.db.models import F, Q

from peersupport.models.placements import Placement


class Course(models.Model):
    """One round of a course (e.g. NSPH PEER). Applicants and completed are numbers."""

    name = models.CharField("utbildning", max_length=120)
    organiser = models.CharField("anordnare", max_length=120)
    cohort = models.CharField("omgång", max_length=60, blank=True)
    starts_on = models.DateField("börjar")
    ends_on = models.DateField("slutar")
    places = models.PositiveSmallIntegerField("platser")
    applicants = models.PositiveSmallIntegerField("sökande", null=True, blank=True)
    completed = models.PositiveSmallIntegerField("klara", null=True, blank=True)
    # For units and teams: how long until it should be refreshed.
    refresh_months = models.PositiveSmallIntegerField("månader till repetition", null=True, blank=True)
    link = models.URLField("länk", max_length=500, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="course_ends_after_start"),
            models.CheckConstraint(condition=Q(places__gte=1), name="course_has_places"),
            models.CheckConstraint(
                condition=Q(completed=None) | Q(completed__lte=F("places")), name="completed_had_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.cohort}".strip()


class Training(models.Model):
    """That a placement's team, or the one in the post, has done a course, and when it should be refreshed. No name."""

    class Who(models.TextChoices):
        PEER = "peer", "Peer supportern"
        TEAM = "team", "Teamet"

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="trainings")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="trainings")
    who = models.CharField("vem", max_length=4, choices=Who)
    completed_on = models.DateField("klar")
    refresh_on = models.DateField("repetition senast", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-completed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "course", "who"], name="training_of_placement_once"),
            models.CheckConstraint(
                condition=Q(refresh_on=None) | Q(refresh_on__gte=F("completed_on")),
                name="refresher_after_training",
            ),
        ]

    def __str__(self) -> str:
        return self.get_who_display()
