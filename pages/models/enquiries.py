"""What visitors ask the coordinator: to take part, to book a lecture, or that a page is hard to use."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.swedish import today
from common.transitions import Transition
from organisations.models import Municipality

PERMISSION = "pages.answer_enquiries"


class Kind(models.TextChoices):
    """What somebody wants. Never why: the portal does not ask (domain.md 8)."""

    AUDITOR = "auditor", "Bli brukarrevisor"
    REPRESENTATIVE = "representative", "Bli representant"
    PEER_SUPPORTER = "peer_support", "Bli peer supporter"
    GROUP_LEADER = "group_leader", "Leda en grupp"
    LECTURE = "lecture", "Boka en föreläsare"
    CONTACT = "contact", "Fråga till samordnaren"
    ACCESSIBILITY = "accessibility", "Brist i tillgänglighet"


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: Any) -> "EnquiryQuerySet":
        """Those who answer, and nobody else: that somebody asked may say something about their health."""
        return self if user.has_perm(PERMISSION) else self.none()

    def waiting(self) -> "EnquiryQuerySet":
        """Those nobody has taken care of."""
        return self.filter(status=Enquiry.Status.NEW)

    def for_listing(self) -> "EnquiryQuerySet":
        """With what a row of the list shows."""
        return self.select_related("municipality")


class Enquiry(models.Model):
    """One message from a visitor. Tied to no account, and deleted when six months have passed."""

    class Status(models.TextChoices):
        NEW = "new", "Väntar på svar"
        ANSWERED = "answered", "Besvarad"
        CLOSED = "closed", "Stängd utan svar"

    TRANSITIONS = (
        Transition("new", "answered", permission=PERMISSION),
        Transition("new", "closed", permission=PERMISSION),
        Transition("answered", "new", permission=PERMISSION),
        Transition("closed", "new", permission=PERMISSION),
    )

    # What the visitor's browser knows the message by: the same form sent twice has the same.
    sending = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("vad det gäller", max_length=14, choices=Kind)
    name = models.CharField("namn eller alias", max_length=80, blank=True)
    email = models.EmailField("e-post", max_length=254, blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kommun",
    )
    # Which page an accessibility report is about, in the visitor's words.
    place = models.CharField("sida", max_length=300, blank=True)
    text = models.TextField("meddelande", max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last of the working days that were promised; none when there is no way to answer.
    answer_by = models.DateField("svar senast", null=True, blank=True)
    status = models.CharField("läge", max_length=8, choices=Status, default=Status.NEW)
    settled_at = models.DateTimeField("besvarad", null=True, blank=True)
    # Opaque, so that an account can be erased (``common.actors.Actor``).
    settled_by = models.UUIDField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email="", phone="", answer_by=None)
                | (~Q(email="", phone="") & Q(answer_by__isnull=False)),
                name="enquiry_promises_what_it_can",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="enquiry_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="enquiry_age"),
            models.Index(fields=["status", "-created_at"], name="enquiry_status"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def can_be_answered(self) -> bool:
        """Whether the visitor left an address or a number."""
        return self.answer_by is not None

    @property
    def is_late(self) -> bool:
        """Whether the promised day has passed without an answer."""
        return self.status == self.Status.NEW and self.answer_by is not None and self.answer_by < today()
