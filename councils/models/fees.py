"""Fees and travel (arvode): rates, agreements, claims and payroll lists.

Money is whole öre. Never stored: personal identity number, bank account, home address, income certificate, diagnosis;
payroll asks for those on its own form (domain.md 3, "Money").
"""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from associations.models import Association
from common.transitions import Transition
from councils.models.councils import Council
from councils.models.mandates import Mandate
from councils.models.meetings import Meeting
from councils.models.visibility import ClaimQuerySet, PayrollListQuerySet
from councils.words import ClaimStatus, DayType, RateCode
from organisations.models import Principal


class RateTable(models.Model):
    """What an assignment pays from ``valid_from`` until the next table: one council's own, or everybody's.

    ``base_ore`` is the price base amount (prisbasbeloppet) of the year, needed by rates in per cent. ``second_attest_ore``
    is the amount above which two people attest. The examples that the portal ships are no rows: they stand in a file, to
    begin from, and can't be used for a claim (``councils.rate_examples``).
    """

    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rate_tables",
        verbose_name="råd",
    )
    name = models.CharField("namn", max_length=120)
    source = models.CharField("beslut eller källa", max_length=200, blank=True)
    valid_from = models.DateField("gäller från")
    base_ore = models.PositiveBigIntegerField("prisbasbelopp", null=True, blank=True)
    mileage_ore = models.PositiveIntegerField("milersättning per mil", default=2500)
    second_attest_ore = models.PositiveIntegerField("två attesterar över", default=300_000)
    # Every region counts in its own way: what a whole day is stands in the decision, not in the portal.
    day_rules = models.CharField("så räknas dagarna", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "valid_from"],
                nulls_distinct=False,
                name="one_rate_table_from_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Rate(models.Model):
    """One rate of a table: an amount, or a share of the price base amount in per cent."""

    table = models.ForeignKey(RateTable, on_delete=models.CASCADE, related_name="rates")
    code = models.CharField("för", max_length=11, choices=RateCode)
    amount_ore = models.PositiveIntegerField("belopp", null=True, blank=True)
    percent = models.DecimalField(
        "procent av prisbasbeloppet",
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="rate_once_per_table"),
            models.CheckConstraint(
                condition=Q(amount_ore__isnull=False, percent=None)
                | Q(amount_ore=None, percent__isnull=False),
                name="rate_is_amount_or_percent",
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=0), name="rate_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class FeeAgreement(models.Model):
    """What was agreed before the assignment: what, how long, how much. Accepted or declined by the one it is for.

    A later offer for the same mandate replaces one that isn't accepted. ``told_how`` and ``told_on`` say that somebody
    without account answered on paper or by phone, that day: the coordinator wrote it down. Both are empty when the person
    answered here.
    """

    class Told(models.TextChoices):
        PAPER = "paper", "På papper"
        PHONE = "phone", "Per telefon"

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="agreements")
    table = models.ForeignKey(RateTable, on_delete=models.PROTECT, related_name="+")
    what = models.CharField("uppdrag", max_length=300)
    how_long = models.CharField("hur länge", max_length=120)
    day_type = models.CharField("räknas som", max_length=5, choices=DayType)
    preparation_hours = models.DecimalField(
        "timmar förberedelse", max_digits=4, decimal_places=1, default=0, validators=[MinValueValidator(0)]
    )
    pays_travel = models.BooleanField("resor ersätts", default=True)
    agreed_on = models.DateField("erbjudet den")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.CharField("varför", max_length=300, blank=True)
    told_how = models.CharField("hur", max_length=5, choices=Told, blank=True)
    told_on = models.DateField("vilken dag", null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="agreement_has_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(told_how="", told_on=None)
                | (
                    ~Q(told_how="")
                    & Q(told_on__isnull=False)
                    & (Q(accepted_at__isnull=False) | Q(declined_at__isnull=False))
                ),
                name="told_answer_says_how_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class PayrollList(models.Model):
    """What is paid for one month by one principal. Sent, it is locked; corrections are new rows on a later list.

    ``rows`` are what was sent, word for word, under ``sha256``; names and councils that change later change nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("löpnummer", unique=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="payroll_lists")
    month = models.DateField("månad")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField("utbetalt", null=True, blank=True)
    # Frozen when sent: the rows and their sum, to be seen unchanged. The rows go when they have been kept long enough.
    rows = models.JSONField(default=list)
    total_ore = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PayrollListQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "month"], condition=Q(sent_at=None), name="one_open_payroll_list"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="payroll_month_is_first_day"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(sent_at__isnull=False), name="paid_list_was_sent"
            ),
            models.CheckConstraint(condition=Q(sent_at=None) | ~Q(sha256=""), name="sent_list_is_sealed"),
        ]

    def __str__(self) -> str:
        return f"Löneunderlag {self.number}"


class Claim(models.Model):
    """What somebody asks to be paid for one meeting, with the rate frozen at the meeting's date.

    ``lines`` hold what and how much, the claim its sum. ``corrects`` names the claim that this one corrects; then its
    lines are the differences, with sign. Two attest above the table's limit; nobody attests their own, nor what they
    have written. The name is that of the day it was submitted: payroll needs it also when the account is gone.
    ``principal`` is who pays. Kept long enough it is forgotten: council, association and sum stay, the person goes.
    """

    TRANSITIONS = (
        Transition("draft", "submitted", permission="councils.claim"),
        Transition("returned", "submitted", permission="councils.claim"),
        Transition("submitted", "draft", permission="councils.claim"),
        Transition("submitted", "returned", permission="councils.attest"),
        Transition("submitted", "attested", permission="councils.attest"),
        Transition("attested", "returned", permission="councils.attest"),
        Transition("attested", "sent", permission="councils.send_payroll"),
        Transition("sent", "paid", permission="councils.receive_payroll"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="claims")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="claims")
    principal = models.ForeignKey(
        Principal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name="betalas av",
    )
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    claimant_name = models.CharField("namn", max_length=120, blank=True)
    # Opaque as in the trail: the claimant, or the coordinator for somebody without account.
    written_by = models.UUIDField(null=True, blank=True)
    status = models.CharField(max_length=9, choices=ClaimStatus, default=ClaimStatus.DRAFT)
    waives = models.BooleanField("avstår arvode", default=False)
    day_type = models.CharField("hur länge", max_length=5, choices=DayType, blank=True)
    hours = models.DecimalField("timmar", max_digits=4, decimal_places=1, null=True, blank=True)
    preparation_hours = models.DecimalField("timmar förberedelse", max_digits=4, decimal_places=1, default=0)
    route = models.CharField("från och till", max_length=160, blank=True)
    mil = models.DecimalField("mil med egen bil", max_digits=5, decimal_places=1, default=0)
    ticket_ore = models.PositiveIntegerField("biljetter och parkering", default=0)
    receipt_seen = models.BooleanField("kvitto visat", default=False)
    receipt_number = models.CharField("kvittots nummer", max_length=40, blank=True)
    # Payroll's own form asks for the rest; a yes is all that is kept here.
    lost_earnings = models.BooleanField("förlorad arbetsinkomst", default=False)
    cost_centre = models.CharField("kostnadsställe", max_length=20, blank=True)
    table = models.ForeignKey(RateTable, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    total_ore = models.BigIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField("varför", max_length=300, blank=True)
    # Opaque ids as in the trail, so that an account can go and the attest stay.
    attested_by = models.UUIDField(null=True, blank=True)
    attested_at = models.DateTimeField(null=True, blank=True)
    second_attested_by = models.UUIDField(null=True, blank=True)
    second_attested_at = models.DateTimeField(null=True, blank=True)
    payroll_list = models.ForeignKey(
        PayrollList, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # When somebody last wrote, returned or attested it: what isn't sent is kept so long after that.
    changed_at = models.DateTimeField(default=timezone.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "mandate"], condition=Q(corrects=None), name="one_claim_per_meeting"
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(status__in=["draft", "submitted", "returned", "attested"]),
                name="one_open_correction",
            ),
            models.CheckConstraint(
                condition=Q(mil__gte=0, preparation_hours__gte=0) & (Q(hours=None) | Q(hours__gt=0)),
                name="claim_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(total_ore__gte=0) | Q(corrects__isnull=False),
                name="only_a_correction_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(second_attested_by=None) | ~Q(second_attested_by=F("attested_by")),
                name="two_different_people_attest",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(returned_because=""), name="returned_claim_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["attested", "sent", "paid"]) | Q(attested_by__isnull=False),
                name="attested_claim_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "paid"]) | Q(payroll_list__isnull=False),
                name="sent_claim_stands_on_a_list",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["attested", "sent", "paid"]) | Q(principal__isnull=False),
                name="attested_claim_has_payer",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None, mandate__isnull=False)
                | Q(
                    forgotten_at__isnull=False,
                    mandate=None,
                    claimant=None,
                    claimant_name="",
                    route="",
                    receipt_number="",
                ),
                name="forgotten_claim_has_no_person",
            ),
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="claim_status")]

    def __str__(self) -> str:
        return self.get_status_display()


class ClaimLine(models.Model):
    """One row of a claim: what, how many, each in öre, and the sum. Written when the claim is submitted."""

    class What(models.TextChoices):
        FEE = "fee", "Arvode"
        PREPARATION = "preparation", "Förberedelse"
        MILEAGE = "mileage", "Milersättning"
        TICKET = "ticket", "Biljett och parkering"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    what = models.CharField(max_length=11, choices=What)
    quantity = models.DecimalField(max_digits=6, decimal_places=1)
    each_ore = models.BigIntegerField()
    total_ore = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_what_display()
