"""People around an association: those who keep its entry, and those one may turn to."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from associations.models.entries import Association
from associations.rules import represented_ids


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


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    def published(self) -> "ContactPersonQuerySet":
        """Those with at least one field that may be shown."""
        shown = (
            (Q(publish_name=True) & ~Q(name=""))
            | (Q(publish_email=True) & ~Q(email=""))
            | (Q(publish_phone=True) & ~Q(phone=""))
        )
        return self.filter(shown)

    def visible_to(self, user: Any) -> "ContactPersonQuerySet":
        """Whole rows only for those who keep the entry; the public sees ``public_parts`` alone."""
        if user.has_perm("associations.maintain"):
            return self
        return self.filter(association_id__in=represented_ids(user))


class ContactPerson(models.Model):
    """Somebody to turn to. Each field is shown only if its own tick says so (domain.md 8).

    The name may be a pseudonym. The portal doesn't ask or store why anything is hidden.
    """

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="contact_persons")
    name = models.CharField("namn", max_length=120, blank=True)
    role = models.CharField("uppdrag", max_length=120, blank=True)
    email = models.EmailField("e-postadress", blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    publish_name = models.BooleanField("Visa namnet", default=False)
    publish_role = models.BooleanField("Visa uppdraget", default=False)
    publish_email = models.BooleanField("Visa e-postadressen", default=False)
    publish_phone = models.BooleanField("Visa telefonnumret", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~(Q(name="") & Q(role="") & Q(email="") & Q(phone="")),
                name="contact_person_not_empty",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_published(self) -> bool:
        parts = self.public_parts
        return bool(parts["name"] or parts["email"] or parts["phone"])

    @property
    def public_parts(self) -> dict[str, str]:
        """What the public sees: only ticked fields. A role alone would say nothing, so it waits."""
        fields = ("name", "role", "email", "phone")
        return {field: getattr(self, field) if getattr(self, f"publish_{field}") else "" for field in fields}
