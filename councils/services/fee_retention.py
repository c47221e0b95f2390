"""How long what is kept of fees is kept, by type. Told to people in ``councils.fee_data_told``, done by the clock at night."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import trail
from common.actors import SYSTEM
from common.swedish import local_date, today
from councils.models import Claim, FeeAgreement, PayrollList
from councils.words import ClaimStatus

#: After the last that happened to it: a draft, a returned claim, a waived one that never goes to payroll, and why an offer was declined.
UNSENT_KEPT: Final = timedelta(days=365)
#: From where to where somebody travelled: needed until it is paid, and a while for questions.
ROUTE_KEPT: Final = timedelta(days=90)
#: Whole calendar years after the one it was paid in: bokföringslagen (1999:1078) 7 kap. 2 §.
YEARS_KEPT: Final = 7


def forget_old_fees() -> None:
    """Do all of it. Run each night; twice changes nothing."""
    forget_unsent()
    forget_routes()
    forget_paid()
    forget_declines()
    forget_agreements()


@transaction.atomic
def forget_unsent() -> int:
    """Remove drafts and returned claims that nobody has touched for long, and let go of who waived. Return how many."""
    old = Q(changed_at__lt=timezone.now() - UNSENT_KEPT)
    left = Claim.objects.filter(old, status__in=[ClaimStatus.DRAFT, ClaimStatus.RETURNED])
    rows = list(left.select_for_update(skip_locked=True, of=("self",)))
    for claim in rows:
        trail.record("forget_claim", claim, actor=SYSTEM)
        claim.delete()
    waived = Claim.objects.filter(
        old, status=ClaimStatus.ATTESTED, waives=True, total_ore=0, lost_earnings=False, forgotten_at=None
    )
    return len(rows) + sum(
        _forget(claim) for claim in waived.select_for_update(skip_locked=True, of=("self",))
    )


@transaction.atomic
def forget_routes() -> int:
    """Empty from where to where of what was paid a while ago. Return how many."""
    paid = Claim.objects.filter(payroll_list__paid_on__lt=today() - ROUTE_KEPT)
    return paid.exclude(route="").update(route="")


@transaction.atomic
def forget_paid() -> int:
    """Let go of the person in lists that bookkeeping no longer needs; number, month and sums stay. Return how many lists."""
    sent = PayrollList.objects.filter(sent_at__isnull=False).exclude(rows=[])
    lists = [one for one in sent.select_for_update(skip_locked=True) if keep_until(one) < today()]
    for one in lists:
        one.rows = []
        one.save(update_fields=["rows"])
        for claim in Claim.objects.filter(payroll_list=one, forgotten_at=None).select_for_update(
            of=("self",)
        ):
            _forget(claim)
        trail.record("forget_payroll_list", one, actor=SYSTEM)
    return len(lists)


@transaction.atomic
def forget_declines() -> int:
    """Empty the word about why somebody declined an offer long ago; that they did stays. Return how many."""
    old = FeeAgreement.objects.filter(declined_at__lt=timezone.now() - UNSENT_KEPT)
    return old.exclude(declined_because="").update(declined_because="")


@transaction.atomic
def forget_agreements() -> int:
    """Remove agreements of mandates that ended so long ago. Return how many."""
    ended = FeeAgreement.objects.filter(mandate__ends_on__year__lt=today().year - YEARS_KEPT)
    return ended.delete()[0]


def keep_until(payroll_list: PayrollList) -> date:
    """Return the last day that a sent list keeps names: the seventh year's last, after the year it was paid."""
    if payroll_list.sent_at is None:
        return date.max
    day = payroll_list.paid_on or local_date(payroll_list.sent_at)
    return date(day.year + YEARS_KEPT, 12, 31)


def _forget(claim: Claim) -> int:
    claim.mandate = None
    claim.claimant = None
    claim.claimant_name = claim.route = claim.receipt_number = ""
    claim.written_by = claim.form_key = None
    claim.forgotten_at = timezone.now()
    claim.save(
        update_fields=[
            "mandate",
            "claimant",
            "claimant_name",
            "route",
            "receipt_number",
            "written_by",
            "form_key",
            "forgotten_at",
        ]
    )
    trail.record("forget_claim", claim, actor=SYSTEM)
    return 1
