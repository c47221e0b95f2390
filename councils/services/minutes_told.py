"""What somebody without account says of minutes, by phone or on paper: a view, or that they approve. Others write it down.

The secretary writes down views, as replies to a call. Approvals are written down by the coordinator alone, with how and
which day: whoever has written the minutes does not approve them in somebody else's name.
"""

from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction

from common.actors import Actor
from common.errors import DomainError
from common.swedish import local_date, today
from councils.models import Mandate, Minutes, MinutesApprover, MinutesView
from councils.services.minutes import add_view, locked_minutes, settled, tick
from councils.services.shared import require

HAS_ACCOUNT: Final = "Den som ska godkänna har ett konto och godkänner själv här."
TOO_EARLY: Final = "Skriv en dag efter att tiden för synpunkter gick ut. Innan dess kunde texten ändras."


@transaction.atomic
def record_view(
    minutes: Minutes, mandate: Mandate, text: str, *, form_key: UUID, actor: Actor
) -> MinutesView:
    """Write down a view that somebody in the council told by phone or on paper, while there is time for views.

    Of those who are to approve also later: what they object to must be answered before the minutes can be approved.
    """
    locked = locked_minutes(minutes)
    require(actor, "councils.reply_for", locked)
    sits = Mandate.objects.current().filter(council=locked.meeting.council, erased_at=None, pk=mandate.pk)
    if not sits.exists():
        raise DomainError("Välj bland dem som sitter i rådet.", field="mandate")
    return add_view(
        locked,
        text,
        mandate=mandate,
        by=None,
        by_phone=True,
        objects=locked.approvers.filter(mandate=mandate, ticked_at=None).exists(),
        form_key=form_key,
        actor=actor,
    )


def record_tick(approver: MinutesApprover, *, how: str, on: date, seen: str, actor: Actor) -> Minutes:
    """Write down that an approver without account approved the text ``seen`` on paper or by phone, the day ``on``.

    Written down once more it stays as it was. A later edit empties it like any other tick.
    """
    with transaction.atomic():
        locked = locked_minutes(approver.minutes)
        require(actor, "councils.record_tick", locked)
        mine = locked.approvers.select_related("mandate__user").filter(pk=approver.pk).first()
        if mine is None:
            raise DomainError("Personen är inte vald att godkänna de här anteckningarna längre.")
        if mine.fingerprint and mine.fingerprint == seen == locked.fingerprint:
            return locked
        if mine.ticks_here:
            raise DomainError(HAS_ACCOUNT)
        still = Mandate.objects.current().filter(pk=mine.mandate_id, erased_at=None)
        if not still.exists():
            raise DomainError(
                "Personen sitter inte i rådet längre. Ta tillbaka anteckningarna och välj någon annan."
            )
        if how not in MinutesApprover.Told.values:
            raise DomainError("Välj om det var på papper eller per telefon.", field="told_how")
        if on > today():
            raise DomainError("Dagen kan inte vara i framtiden.", field="told_on")
        sent = local_date(locked.sent_at) if locked.sent_at else on
        if on < sent or (locked.views_until is not None and on <= locked.views_until):
            raise DomainError(TOO_EARLY, field="told_on")
        ticked = tick(locked, [mine], seen, actor=actor, verb="record_tick", told=(how, on))
    return settled(ticked)
