"""What holds a placement up: introduction, supervision (never its content), obstacles."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q

from accounts.holdings import register_holding
from peersupport.models.placements import Placement
from peersupport.words import ObstacleState, SessionState, StepFor, SupervisionBy, SupervisionForm

# Placements whose obstacles have gone on, of those one manages, supervises or coordinates: asked for on every page.
register_holding(
    "peersupport.forwarded",
    lambda user: Placement.objects.filter(
        Q(unit__in=user.unit_roles.current().values("unit"))
        | Exists(user.portal_roles.filter(role="coordinator")),
        obstacles__forwarded_on__isnull=False,
    ).distinct(),
    placement="pk",
)


class IntroductionStep(models.Model):
    """One thing to do before and at the start, for the unit, the team or the one who begins."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="introduction")
    code = models.CharField(max_length=20, blank=True)
    what_for = models.CharField("för", max_length=4, choices=StepFor)
    text = models.CharField("vad", max_length=200)
    due_on = models.DateField("senast", null=True, blank=True)
    done_on = models.DateField("klart", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "code"], condition=~Q(code=""), name="introduction_step_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class SupervisionPlan(models.Model):
    """How often, in what form and by whom. What is said in supervision stays there: no field holds it."""

    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="supervision_plan")
    form = models.CharField("form", max_length=10, choices=SupervisionForm)
    by = models.CharField("av", max_length=5, choices=SupervisionBy)
    every_weeks = models.PositiveSmallIntegerField("veckor mellan gångerna", default=4)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1, every_weeks__lte=26), name="supervision_is_regular"
            )
        ]

    def __str__(self) -> str:
        return self.get_form_display()


class SupervisionSession(models.Model):
    """One time for supervision: the day and whether it was held. Nothing of what was said."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="supervision")
    day = models.DateField("dag")
    form = models.CharField("form", max_length=10, choices=SupervisionForm)
    state = models.CharField(max_length=7, choices=SessionState, default=SessionState.PLANNED)
    noted_at = models.DateTimeField(null=True, blank=True)
    # The reminder that it was missed twice in a row: 1 to the supervisor, on this day; a week later 2 to the manager.
    reminded = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "day"], name="supervision_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="planned", noted_at=None)
                | (~Q(state="planned") & Q(noted_at__isnull=False)),
                name="noted_supervision_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "day"], name="supervision_by_day")]

    def __str__(self) -> str:
        return self.get_state_display()


class Obstacle(models.Model):
    """Something in the way at the unit: raised by the supervisor, handled by the manager, closed with an outcome.

    About the workplace, never about the person. It can become a proposal in the loop (``proposal_ref``).
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="obstacles")
    text = models.TextField("hinder", max_length=1000)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    raised_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=7, choices=ObstacleState, default=ObstacleState.RAISED)
    answer = models.TextField("vad ni gör", max_length=1000, blank=True)
    due_on = models.DateField("klart senast", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("hur det blev", max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    proposal = models.OneToOneField(
        "proposals.Proposal", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The day it went on to the principal: from then on those around the post are its proposals' team.
    forwarded_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="closed_obstacle_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state="raised") | Q(answered_at__isnull=False) | Q(state="closed"),
                name="obstacle_in_hand_is_answered",
            ),
        ]
        indexes = [models.Index(fields=["state", "raised_at"], name="obstacle_waiting")]

    def __str__(self) -> str:
        return self.get_state_display()
