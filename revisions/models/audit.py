"""The audit (brukarrevision): agreement, phases, addressed units, timetable, cost, presentations."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from associations.models import Association
from organisations.models import Principal, PriorityGroup, Unit
from revisions.models.phases import TRANSITIONS
from revisions.models.visibility import UserAuditQuerySet


class AuditStatus(models.TextChoices):
    """The states of an audit; ``visual.md`` maps them to the eight public phases."""

    ENQUIRY = "enquiry", "Förfrågan"
    AGREED = "agreed", "Överenskommen"
    PREPARING = "preparing", "Förbereds"
    INTERVIEWING = "interviewing", "Intervjuer pågår"
    ANALYSING = "analysing", "Svaren läses"
    DRAFT = "draft", "Rapporten skrivs"
    FACTCHECK = "factcheck", "Verksamheten läser"
    PUBLISHED = "published", "Publicerad"
    FOLLOWING_UP = "following_up", "Följs upp"
    CLOSED = "closed", "Avslutad"
    CANCELLED = "cancelled", "Avbruten"


#: The normal order; ``cancelled`` can be reached from all before ``published``.
PHASES: tuple[str, ...] = tuple(status for status in AuditStatus.values if status != AuditStatus.CANCELLED)
#: From here on anybody can read the report.
PUBLIC_STATUSES = (AuditStatus.PUBLISHED, AuditStatus.FOLLOWING_UP, AuditStatus.CLOSED)


class UserAudit(models.Model):
    """A user-led audit of one unit, several, or none (a collaboration of principals, as the SIP audit).

    Facts required at agreement may be empty during the enquiry; the conditions of the move say what is missing.
    ``key_id`` seals the team's own texts (memos, drafts, reply texts); interviews have keys of their own.
    """

    title = models.CharField("namn", max_length=200)
    slug = models.SlugField("adress", max_length=120, unique=True)
    #: The page's heading, in the words of those it is about: "Får du vara med och bestämma om din behandling?"
    question = models.CharField("huvudfråga", max_length=200, blank=True)
    lead_text = models.TextField("kort beskrivning för alla", max_length=600, blank=True)
    status = models.CharField("fas", max_length=12, choices=AuditStatus, default=AuditStatus.ENQUIRY)
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, verbose_name="förening som genomför"
    )
    units = models.ManyToManyField(
        Unit, through="AuditUnit", related_name="audits", verbose_name="verksamheter"
    )
    principals = models.ManyToManyField(Principal, related_name="audits", blank=True, verbose_name="huvudmän")
    priority_groups = models.ManyToManyField(PriorityGroup, related_name="audits", blank=True)
    # Required at agreement (domain.md 2, [L8]).
    commissioner_name = models.CharField("uppdragsgivare", max_length=200, blank=True)
    purpose = models.TextField("syfte", max_length=4000, blank=True)
    scope = models.TextField("omfattning", max_length=4000, blank=True)
    target_group = models.TextField("målgrupp", max_length=2000, blank=True)
    plan_for_results = models.TextField("så ska resultatet användas", max_length=4000, blank=True)
    planned_interviews = models.PositiveSmallIntegerField("planerade intervjuer", null=True, blank=True)
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)
    cancelled_reason = models.TextField("varför den avbröts", max_length=1000, blank=True)
    # Deadlines as data: working days for the right of reply and for answers, months for the others.
    reply_days = models.PositiveSmallIntegerField("arbetsdagar att läsa utkastet", default=20)
    answer_days = models.PositiveSmallIntegerField("arbetsdagar att svara på förslagen", default=60)
    follow_up_months = models.PositiveSmallIntegerField("månader till uppföljning", default=6)
    retention_months = models.PositiveSmallIntegerField("månader tills råmaterialet förstörs", default=6)
    published_on = models.DateField("publicerad", null=True, blank=True)
    raw_destroyed_on = models.DateField("råmaterialet förstört", null=True, blank=True)
    key_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = UserAuditQuerySet.as_manager()
    TRANSITIONS = TRANSITIONS

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_reason=""), name="audit_cancelled_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "following_up", "closed"])
                | Q(published_on__isnull=False),
                name="audit_published_has_date",
            ),
        ]
        indexes = [models.Index(fields=["status", "-published_on"], name="audit_status_published")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC_STATUSES

    def has_reached(self, status: str) -> bool:
        """Whether the audit is at ``status`` or past it; a cancelled audit has reached nothing."""
        return self.status != AuditStatus.CANCELLED and PHASES.index(self.status) >= PHASES.index(status)


class AuditUnit(models.Model):
    """One unit an audit looks at, and whom at the unit the team talks with."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="audit_units")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="audit_units", verbose_name="verksamhet"
    )
    contact_name = models.CharField("kontaktperson", max_length=120, blank=True)
    contact_title = models.CharField("titel", max_length=120, blank=True)
    contact_email = models.EmailField("e-postadress i tjänsten", blank=True)
    contact_phone = models.CharField("telefon i tjänsten", max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "unit"], name="audit_unit_once")]

    def __str__(self) -> str:
        return str(self.unit)


class TimetableEntry(models.Model):
    """One step of the agreed timetable: when what is to happen."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "Information till användare och personal"
        INTERVIEWS_FROM = "interviews_from", "Intervjuerna börjar"
        INTERVIEWS_TO = "interviews_to", "Sista intervjudagen"
        REPORT = "report", "Rapporten är klar"
        PRESENTATION = "presentation", "Resultatet berättas"
        FOLLOW_UP = "follow_up", "Uppföljning"

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="timetable")
    kind = models.CharField("steg", max_length=16, choices=Kind)
    on = models.DateField("dag")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "kind"], name="audit_timetable_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class CostLine(models.Model):
    """One line of the estimate the commissioner sees before ordering."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="cost_lines")
    label = models.CharField("vad", max_length=120)
    hours = models.DecimalField("timmar", max_digits=7, decimal_places=1, default=0)
    amount = models.DecimalField("kronor", max_digits=10, decimal_places=2, default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class Presentation(models.Model):
    """A dated record that the result was told to users, staff or management. Never a condition to publish."""

    class Audience(models.TextChoices):
        USERS = "users", "Användare"
        STAFF = "staff", "Personal"
        MANAGEMENT = "management", "Ledning"

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="presentations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    audience = models.CharField("för", max_length=12, choices=Audience)
    on = models.DateField("dag")
    place = models.CharField("plats", max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.get_audience_display()


class TopicWish(models.Model):
    """What the commissioner wishes the audit to ask about. Only the auditors decide (domain.md 2)."""

    class Decision(models.TextChoices):
        WAITING = "waiting", "Väntar"
        TAKEN = "taken", "Kommer med"
        DECLINED = "declined", "Kommer inte med"

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="wishes")
    text = models.TextField("önskemål", max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.WAITING)
    reason = models.CharField("varför", max_length=300, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.get_decision_display()

    @property
    def answer(self) -> tuple[str, str]:
        """Decision and reason together."""
        return self.decision, self.reason


class InformationText(models.Model):
    """What is read aloud before an interview, in versions; consent names the version it was given to."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="information_texts")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("information före intervjun", max_length=6000)
    plain_text = models.TextField("på lättare svenska", max_length=4000, blank=True)
    points = ArrayField(models.CharField(max_length=300), default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["audit", "number"], name="information_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


def random_id() -> uuid.UUID:
    """An id that tells nothing of order or time."""
    return uuid.uuid4()
