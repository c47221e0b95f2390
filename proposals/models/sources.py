"""Where proposals come from, the loop's editable rules, follow-up meetings, questions at posters."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from proposals.rules import answered_bodies
from proposals.sources import own_sources
from proposals.words import SourceKind

#: Bases under five are withheld everywhere, so fewer answers can never decide anything.
SMALLEST_BASE = 5


class LoopRules(models.Model):
    """Deadlines and thresholds of the loop. One row; new sources and questions take what stands here."""

    answer_days = models.PositiveSmallIntegerField("arbetsdagar att svara", default=60)
    follow_up_months = models.PositiveSmallIntegerField("månader till uppföljningen", default=6)
    grace_days = models.PositiveSmallIntegerField("dagar innan en försening visas för alla", default=7)
    effect_answers = models.PositiveSmallIntegerField("minsta antal svar", default=SMALLEST_BASE)
    effect_percent = models.PositiveSmallIntegerField("minsta andel ja, i procent", default=60)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "loop rules"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="loop_rules_once"),
            models.CheckConstraint(
                condition=Q(effect_answers__gte=SMALLEST_BASE), name="loop_answers_not_too_few"
            ),
            models.CheckConstraint(
                condition=Q(effect_percent__gte=1, effect_percent__lte=100), name="loop_percent_is_one"
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, follow_up_months__gte=1), name="loop_deadlines_lie_ahead"
            ),
        ]

    def __str__(self) -> str:
        return "Regler för du sa – vi gjorde"

    @classmethod
    def current(cls) -> "LoopRules":
        """Return what holds now; the defaults until somebody has changed them."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class ProposalSourceQuerySet(models.QuerySet["ProposalSource"]):
    def of_team(self, user: Any) -> "ProposalSourceQuerySet":
        """Those whose team ``user`` is in."""
        return self.filter(of_own_sources(user))

    def visible_to(self, user: Any) -> "ProposalSourceQuerySet":
        """In the workspace: one's own; sent ones for the coordinator and for those they are addressed to."""
        allowed = of_own_sources(user)
        if user.has_perm("proposals.oversee"):
            allowed |= Q(sent_on__isnull=False)
        if mine := answered_bodies(user):
            addressed = Q(proposals__addressees__unit__in=mine.units)
            addressed |= Q(proposals__addressees__principal__in=mine.principals)
            allowed |= ~Q(proposals__state="draft") & Q(sent_on__isnull=False) & addressed
        return self.filter(allowed).distinct()


def of_own_sources(user: Any, prefix: str = "") -> Q:
    """Return the condition that a source is one of ``user``'s; ``prefix`` leads to it, as "source__"."""
    allowed = Q(pk__in=[])
    for room, ids in own_sources(user).items():
        if ids:
            allowed |= Q(**{f"{prefix}room": room, f"{prefix}source_id__in": ids})
    return allowed


class ProposalSource(models.Model):
    """An audit, a patient forum, a study circle, a focus group or a dialogue meeting that proposals came from.

    ``room`` and ``source_id`` name it in the room it belongs to. ``url`` is its public page, empty when it has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("typ", max_length=16, choices=SourceKind)
    room = models.CharField(max_length=40)
    source_id = models.CharField(max_length=60)
    title = models.CharField("namn", max_length=200)
    url = models.CharField("sida", max_length=200, blank=True)
    held_on = models.DateField("när det var", null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField("arbetsdagar att svara", default=60)
    follow_up_months = models.PositiveSmallIntegerField("månader till uppföljningen", default=6)
    sent_on = models.DateField("skickat", null=True, blank=True)
    public_on = models.DateField("publicerat", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProposalSourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "source_id"], name="proposal_source_once"),
            models.CheckConstraint(
                condition=Q(public_on=None) | Q(sent_on__isnull=False), name="source_public_after_sent"
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="proposal_source_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def full_name(self) -> str:
        """Kind and title; "Patientforum i Gävle" says its kind already."""
        kind = self.get_kind_display()
        return self.title if self.title.lower().startswith(kind.lower()) else f"{kind}: {self.title}"


class FollowUp(models.Model):
    """The meeting where it is looked at together what came of the proposals."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.OneToOneField(ProposalSource, on_delete=models.CASCADE, related_name="follow_up")
    on = models.DateField("dag")
    starts_at = models.TimeField("tid", null=True, blank=True)
    place = models.CharField("plats eller länk", max_length=300, blank=True)
    bring = models.TextField("att ta med", max_length=2000, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField("hölls", null=True, blank=True)
    notes = models.TextField("anteckningar", max_length=8000, blank=True)
    lessons = models.TextField("det vi lärde oss", max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["on"], name="follow_up_day", condition=Q(held_on=None))]

    def __str__(self) -> str:
        return str(self.on)


class EffectQuestion(models.Model):
    """The anonymous question that those who use the unit answer at a poster. A reopened proposal asks anew."""

    proposal = models.ForeignKey(
        "proposals.Proposal", on_delete=models.CASCADE, related_name="effect_questions"
    )
    #: The survey in the surveys room, by its id there, and its public address.
    survey_id = models.CharField(max_length=60)
    url = models.CharField(max_length=200)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(closed_on=None), name="one_open_effect_question"
            )
        ]

    def __str__(self) -> str:
        return self.survey_id
