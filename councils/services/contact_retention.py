"""How long address and telephone of whoever sat in a council are kept. Told to people in ``council_registrations``."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from common import trail
from common.actors import SYSTEM
from common.swedish import today
from councils.models import Claim, Invitation, Mandate
from councils.words import ClaimStatus

#: After the mandate's last day: for the last notes, and for questions about the last fee.
CONTACT_KEPT: Final = timedelta(days=180)

#: A fee may be claimed so long after the meeting.
CLAIMED_WITHIN: Final = timedelta(days=365)


@transaction.atomic
def forget_contact() -> int:
    """Empty address and telephone of mandates that ended so long ago. Return how many. Twice changes nothing.

    Not while a fee waits to be paid: somebody may have to ask. The name stays with the council's documents, until its person
    asks for it to go (``mandate_accounts.erase_holder``).
    """
    unpaid = Claim.objects.filter(mandate=OuterRef("pk"), forgotten_at=None).exclude(
        Q(status=ClaimStatus.PAID) | Q(status=ClaimStatus.ATTESTED, total_ore=0, lost_earnings=False)
    )
    # While a meeting's fee may still be claimed, whoever writes it in has to be able to ask.
    claimable = Invitation.objects.filter(
        ~Exists(Claim.objects.filter(mandate=OuterRef("mandate"), meeting=OuterRef("meeting"))),
        mandate=OuterRef("pk"),
        attended=True,
        meeting__day__gte=today() - CLAIMED_WITHIN,
    )
    over = Mandate.objects.filter(~Exists(unpaid), ~Exists(claimable), ends_on__lt=today() - CONTACT_KEPT)
    rows = over.exclude(email="", phone="").select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = list(rows.order_by("pk"))
    for one in found:
        one.email = one.phone = ""
        one.version += 1
        one.save(update_fields=["email", "phone", "version"])
        trail.record("forget_contact", one, actor=SYSTEM, fields=["email", "phone"])
    return len(found)
