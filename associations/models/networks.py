"""Networks of associations (föreningsnätverk)."""

from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse

from associations.models.entries import Association
from common.swedish import swedish_order


class NetworkQuerySet(models.QuerySet["AssociationNetwork"]):
    def public(self) -> "NetworkQuerySet":
        return self.filter(is_listed=True)

    def visible_to(self, user: Any) -> "NetworkQuerySet":
        return self if user.has_perm("associations.maintain") else self.public()

    def in_order(self) -> "NetworkQuerySet":
        return self.order_by(swedish_order("name"))

    def with_public_members(self) -> "NetworkQuerySet":
        """The networks with those of their members that the public may see."""
        return self.prefetch_related(
            Prefetch(
                "members", Association.objects.public().for_directory().in_order(), to_attr="public_members"
            )
        )


class AssociationNetwork(models.Model):
    """Associations that work together: members, contact, meetings, a public page."""

    name = models.CharField("namn", max_length=160, unique=True)
    slug = models.SlugField("adress", max_length=160, unique=True)
    description = models.TextField("om nätverket", blank=True)
    meetings = models.TextField("möten", blank=True)
    contact_name = models.CharField("kontakt", max_length=120, blank=True)
    contact_email = models.EmailField("e-postadress", blank=True)
    contact_phone = models.CharField("telefon", max_length=20, blank=True)
    is_listed = models.BooleanField("visas för alla", default=True)
    members = models.ManyToManyField(Association, through="Membership", related_name="networks")
    version = models.PositiveIntegerField(default=1)

    objects = NetworkQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("associations:network", args=[self.slug])


class Membership(models.Model):
    """An association's place in a network."""

    network = models.ForeignKey(AssociationNetwork, on_delete=models.CASCADE, related_name="memberships")
    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "association"], name="network_membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.association_id}"
