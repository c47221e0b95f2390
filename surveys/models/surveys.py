"""The survey, its series and its questions."""

import secrets
import uuid
from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.rules import is_administrator, is_coordinator
from common.swedish import today
from common.transitions import Transition
from organisations.models import Unit
from organisations.rules import held_unit_ids
from surveys.owners import owner_rooms, visible_owner_ids

#: Letters and digits that nobody confuses on a poster: no 0/o, 1/i/l, no vowels that make words.
CODE_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 6


def new_code() -> str:
    """Return the short code of a survey's public address."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def new_salt() -> bytes:
    """Return the salt of a survey's resume codes."""
    return secrets.token_bytes(16)


class SurveySeriesQuerySet(models.QuerySet["SurveySeries"]):
    def visible_to(self, user: Any) -> "SurveySeriesQuerySet":
        """All series for coordinators and administrators; otherwise those of the units one manages."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if is_coordinator(user) or is_administrator(user):
            return self
        return self.filter(unit_id__in=held_unit_ids(user, "unit_manager"))


class SurveySeries(models.Model):
    """The same questions asked again, e.g. each term, so that a trend can be read."""

    name = models.CharField("namn", max_length=160)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="survey_series", verbose_name="verksamhet"
    )  # fmt: skip

    objects = SurveySeriesQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SurveyStatus(models.TextChoices):
    """The states of a survey."""

    DRAFT = "draft", "Utkast"
    OPEN = "open", "Öppen"
    PAUSED = "paused", "Pausad"
    CLOSED = "closed", "Stängd"


def has_questions(survey: "Survey") -> str | None:
    return None if survey.questions.exists() else "Lägg till minst en fråga."


def says_why(survey: "Survey") -> str | None:
    return None if survey.purpose.strip() else "Skriv varför ni frågar."


def has_days_left(survey: "Survey") -> str | None:
    if survey.closes_on is not None and survey.closes_on < today():
        return "Sista dagen har redan varit. Välj en ny."
    return None


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Reads of surveys; answers are never reached through here."""

    def visible_to(self, user: Any) -> "SurveyQuerySet":
        """One's own units' surveys, all unowned ones for coordinators and administrators, and what owners allow."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        own = Q(owner_room="")
        if not (is_coordinator(user) or is_administrator(user)):
            own &= Q(unit_id__in=held_unit_ids(user, "unit_manager"))
        for owner in owner_rooms():
            ids = visible_owner_ids(owner, user, partial(self._ids_in, owner.room))
            if ids:
                own |= Q(owner_room=owner.room, owner_id__in=ids)
        return self.filter(own)

    def _ids_in(self, room: str) -> list[str]:
        owned = self.model._default_manager.filter(owner_room=room).order_by()
        return list(owned.values_list("owner_id", flat=True).distinct())

    def with_place(self) -> "SurveyQuerySet":
        """Together with unit and series, as lists show them."""
        return self.select_related("unit", "series")

    def of_owner(self, room: str, owner_id: object) -> "SurveyQuerySet":
        """Surveys of one object in another room."""
        return self.filter(owner_room=room, owner_id=str(owner_id))


class Survey(models.Model):
    """Anonymous questions to people. Belongs to an object in another room, to a unit, or to the county alone.

    There is no field for who answers, and none will be added: not in a survey, an answer or a draft.
    """

    class Kind(models.TextChoices):
        SURVEY = "survey", "Enkät"
        EFFECT = "effect", "Fråga om det blev bättre"

    class Layout(models.TextChoices):
        ONE = "one", "En fråga i taget"
        ALL = "all", "Alla frågor på en sida"

    class Anonymity(models.TextChoices):
        """Chosen when the survey is made; the database refuses to change it afterwards."""

        ANONYMOUS = "anonymous", "Anonym"
        CHOICES_ONLY = "choices_only", "Anonym, bara fasta svar"

    class Judgement(models.TextChoices):
        NONE = "", "Inte bedömd"
        ACCEPTED = "accepted", "Räknas med"
        REJECTED = "rejected", "Räknas inte med"

    code = models.CharField("kod", max_length=8, unique=True, default=new_code, editable=False)
    kind = models.CharField("slag", max_length=6, choices=Kind, default=Kind.SURVEY)
    title = models.CharField("rubrik", max_length=160)
    purpose = models.TextField("varför ni frågar", max_length=1000, blank=True)
    information = models.TextField("det här händer med svaren", max_length=2000, blank=True)
    thanks = models.TextField("tack", max_length=600, blank=True)
    owner_room = models.CharField(max_length=40, blank=True, editable=False)
    owner_id = models.CharField(max_length=40, blank=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name="verksamhet"
    )  # fmt: skip
    series = models.ForeignKey(
        SurveySeries, on_delete=models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name="serie"
    )  # fmt: skip
    status = models.CharField("läge", max_length=6, choices=SurveyStatus, default=SurveyStatus.DRAFT)
    layout = models.CharField("frågorna visas", max_length=3, choices=Layout, default=Layout.ONE)
    anonymity = models.CharField("anonymitet", max_length=12, choices=Anonymity, default=Anonymity.ANONYMOUS)
    #: A draft that opens by itself on ``opens_on``.
    is_planned = models.BooleanField("öppnar av sig själv", default=False)
    opens_on = models.DateField("öppnar", null=True, blank=True)
    #: The last day one can answer.
    closes_on = models.DateField("sista dag", null=True, blank=True)
    closed_on = models.DateField("stängdes", null=True, blank=True)
    #: More answers than this in an hour, or a day, go to quarantine. Nobody is refused or identified.
    hourly_limit = models.PositiveSmallIntegerField("svar i timmen", default=60)
    daily_limit = models.PositiveSmallIntegerField("svar om dagen", default=200)
    quarantine = models.CharField(
        "karantän", max_length=8, choices=Judgement, default=Judgement.NONE, blank=True
    )
    #: For an effect question: what "genomförd" needs, decided by the room that asks.
    least_answers = models.PositiveSmallIntegerField("minst antal svar", default=5)
    least_yes_percent = models.PositiveSmallIntegerField("minst procent ja", default=60)
    keep_months = models.PositiveSmallIntegerField("månader som svaren finns kvar", default=6)
    destroyed_on = models.DateField("svaren förstörda", null=True, blank=True)
    resume_salt = models.BinaryField(default=new_salt, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = SurveyQuerySet.as_manager()

    TRANSITIONS = (
        Transition("draft", "open", "surveys.manage_survey", needs=(has_questions, says_why, has_days_left)),
        Transition("open", "paused", "surveys.manage_survey"),
        Transition("paused", "open", "surveys.manage_survey", needs=(has_days_left,)),
        Transition("open", "closed", "surveys.manage_survey"),
        Transition("paused", "closed", "surveys.manage_survey"),
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_room="", owner_id="") | (~Q(owner_room="") & ~Q(owner_id="")),
                name="survey_owner_whole",
            ),
            models.CheckConstraint(
                condition=Q(anonymity__in=["anonymous", "choices_only"]), name="survey_is_anonymous"
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="survey_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_on__isnull=False), name="survey_closed_has_day"
            ),
            models.CheckConstraint(
                condition=Q(hourly_limit__gte=1, daily_limit__gte=F("hourly_limit")),
                name="survey_limits_make_sense",
            ),
            models.CheckConstraint(
                condition=Q(is_planned=False) | Q(opens_on__isnull=False), name="survey_planned_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["owner_room", "owner_id"], name="survey_owner"),
            models.Index(fields=["status", "closes_on"], name="survey_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.pk])

    @property
    def public_url(self) -> str:
        """Where people answer, without the portal's origin."""
        return reverse("answers:start", args=[self.code])

    @property
    def takes_answers(self) -> bool:
        return self.status == SurveyStatus.OPEN

    @property
    def takes_paper(self) -> bool:
        """Paper may come in after the link has been paused; closing ends both."""
        return self.status in {SurveyStatus.OPEN, SurveyStatus.PAUSED}

    @property
    def may_be_edited(self) -> bool:
        """Only a draft: everybody gets the same questions."""
        return self.status == SurveyStatus.DRAFT


class Question(models.Model):
    """One question. ``thread`` stays the same through copies in a series, so that answers can be compared."""

    class Kind(models.TextChoices):
        SCALE = "scale", "Skala"
        CHOICE = "choice", "Ett val"
        SEVERAL = "several", "Flera val"
        OPEN = "open", "Egna ord"
        BACKGROUND = "background", "Bakgrundsfråga"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField("typ", max_length=10, choices=Kind)
    text = models.CharField("fråga", max_length=400)
    hint = models.CharField("förklaring", max_length=300, blank=True)
    #: Labels in order; for a scale from lowest to highest. "Vet inte" and "Vill inte svara" are always added.
    options = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "thread"], name="question_thread_once"),
            models.CheckConstraint(
                condition=Q(kind="open", options=[]) | (~Q(kind="open") & Q(options__len__gte=2)),
                name="question_has_options",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.kind == self.Kind.OPEN

    @property
    def is_background(self) -> bool:
        return self.kind == self.Kind.BACKGROUND
