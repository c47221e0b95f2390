"""Associations, their networks and representatives."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from common.swedish import swedish_order
from common.transitions import Transition


class Audience(models.TextChoices):
    """For whom (domain.md 5). The same words serve associations and activities."""

    SERVICE_USERS = "users", "Dig med egen erfarenhet"
    RELATIVES = "relatives", "Dig som är närstående"
    EVERYONE = "everyone", "Alla"
    YOUNG = "young", "Unga"
    PROFESSIONALS = "professionals", "Personal"


class Focus(models.TextChoices):
    """Focus areas (domain.md 5)."""

    NPF = "npf", "NPF"
    AFFECTIVE = "affective", "Affektiva sjukdomar"
    ANXIETY = "anxiety", "Ångest"
    OCD = "ocd", "OCD (tvång)"
    PSYCHOSIS = "psychosis", "Psykos och schizofreni"
    EATING = "eating", "Ätstörning"
    SELF_HARM = "self_harm", "Självskada"
    EIPS = "eips", "EIPS (borderline)"
    ADDICTION = "addiction", "Beroende"
    GAMBLING = "gambling", "Spelberoende"
    SUICIDE = "suicide", "Suicid och efterlevande"
    RELATIVES = "relatives", "Anhöriga"
    WORK = "work", "Arbetsrehabilitering och fontänhus"
    EXCLUSION = "exclusion", "Social utsatthet"
    ANTI_STIGMA = "anti_stigma", "Mot stigma"
    COMORBIDITY = "comorbidity", "Samsjuklighet"


class Activity(models.TextChoices):
    """What the association does (domain.md 5, L17)."""

    TALK_GROUP = "talk_group", "Samtalsgrupp"
    SUPPORT = "support", "Råd och stöd"
    OPEN_HOUSE = "open_house", "Öppet hus"
    STUDY_CIRCLE = "study_circle", "Studiecirkel"
    LECTURE = "lecture", "Föreläsning"
    ADVOCACY = "advocacy", "Intressepolitik"


class AssociationQuerySet(models.QuerySet["Association"]):
    def visible_to(self, user: Any) -> "AssociationQuerySet":
        """The listed ones for everybody; one's own and, for coordinators, all of them as well."""
        if user.has_perm("associations.maintain"):
            return self
        listed = Q(status__in=[Association.Status.LISTED, Association.Status.UNCONFIRMED])
        if getattr(user, "is_authenticated", False):
            return self.filter(
                listed | Q(representatives__user=user, representatives__ended_at=None)
            ).distinct()
        return self.filter(listed)

    def in_order(self) -> "AssociationQuerySet":
        return self.order_by(swedish_order("name"))


class Association(models.Model):
    """A user, patient or relatives' association. Holds the approved, public facts."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Utkast"
        LISTED = "listed", "Publicerad"
        UNCONFIRMED = "unconfirmed", "Inte bekräftad"
        UNLISTED = "unlisted", "Visas inte"

    TRANSITIONS = (
        Transition("draft", "listed", permission="associations.maintain"),
        Transition("listed", "unconfirmed", permission="associations.maintain"),
        Transition("listed", "unlisted", permission="associations.maintain"),
        Transition("unconfirmed", "listed", permission="associations.confirm"),
        Transition("unconfirmed", "unlisted", permission="associations.maintain"),
        Transition("unlisted", "listed", permission="associations.maintain"),
    )

    name = models.CharField("namn", max_length=160, unique=True)
    slug = models.SlugField("adress", max_length=160, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    # A trusted association publishes entry changes and activities at once.
    trusted = models.BooleanField("betrodd", default=False)
    base_municipality = models.ForeignKey(
        "organisations.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="based_associations",
        verbose_name="kommun",
    )
    covers_county = models.BooleanField("hela länet", default=False)
    covers = models.ManyToManyField(
        "organisations.Municipality",
        blank=True,
        related_name="covering_associations",
        verbose_name="kommuner",
    )
    audiences = ArrayField(models.CharField(max_length=20, choices=Audience), default=list, blank=True)
    focus_areas = ArrayField(models.CharField(max_length=20, choices=Focus), default=list, blank=True)
    activities = ArrayField(models.CharField(max_length=20, choices=Activity), default=list, blank=True)
    email = models.EmailField("föreningens e-postadress", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssociationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def current(self) -> "RepresentativeQuerySet":
        return self.filter(ended_at=None)


class Representative(models.Model):
    """A person who keeps an association's facts and proposes its activities."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="represents")
    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="representatives")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "association"], condition=Q(ended_at=None), name="representative_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.association)
