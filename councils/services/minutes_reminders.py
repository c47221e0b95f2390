"""Notes that are missing: the secretary is reminded 3 and 7 days after the meeting, the coordinator after 7.

And notes that wait to be approved: those who are chosen get a letter when the time for views is over.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import PortalRole
from accounts.tokens import token_hash
from common import outbox
from common.swedish import today
from councils.models import CouncilOffice, Decision, Mandate, Meeting, MinutesApprover, MinutesView
from councils.services.minutes_letters import SUBJECT, write_to
from councils.words import MinutesStatus

#: Days after a meeting on which notes that are not sent round are asked for.
DAYS = (3, 7)


def without_notes() -> Any:
    """Return meetings that have been, whose notes nobody has sent round; a dialogue meeting may tell what was heard instead.

    Not when it sent something on: that reaches those who are to answer only when the notes are published.
    """
    written = ~Q(minutes__status="draft") & Q(minutes__isnull=False)
    unsent = Decision.objects.filter(meeting=OuterRef("pk"), answer_due__isnull=False, proposal=None)
    heard = ~Q(dialogue__heard="") & Q(dialogue__isnull=False) & ~Exists(unsent)
    # A correction under way has an edition already.
    told = written | Q(minutes__published_at__isnull=False) | heard
    rows = Meeting.objects.filter(day__lt=today()).exclude(status="cancelled").exclude(told)
    return rows.select_related("council")


def remind_of_notes() -> int:
    """Write to those who keep the notes; return how many meetings were reminded of. Once for each of ``DAYS``."""
    reminded = 0
    late = without_notes().filter(day__lte=today() - timedelta(days=DAYS[0]), reminded__lt=DAYS[-1])
    # What is older than a quarter was entered afterwards.
    for pk in late.filter(day__gte=today() - timedelta(days=90)).values_list("pk", flat=True):
        reminded += _remind(pk)
    return reminded


def approvable() -> "QuerySet[MinutesApprover]":
    """Return the ticks that are missing and can be given: the time for views is over, and every view has its answer."""
    waiting = MinutesView.objects.filter(minutes=OuterRef("minutes"), state=MinutesView.State.WAITING)
    ticks = missing_ticks().filter(~Exists(waiting), still_sits())
    return ticks.filter(Q(minutes__views_until=None) | Q(minutes__views_until__lt=today()))


def missing_ticks() -> "QuerySet[MinutesApprover]":
    """Return the ticks that minutes which are out still wait for."""
    return MinutesApprover.objects.filter(ticked_at=None, minutes__status=MinutesStatus.SENT)


def still_sits() -> Any:
    """The condition of a tick that its approver sits in the council yet, by the same mandate or another of theirs."""
    held = Mandate.objects.current().filter(council=OuterRef("mandate__council"), erased_at=None)
    return Exists(held.filter(pk=OuterRef("mandate"))) | Exists(
        held.filter(user__isnull=False, user=OuterRef("mandate__user"))
    )


def told_elsewhere() -> Q:
    """The condition of a tick whose approver has no account: the coordinator writes it down."""
    return Q(mandate__user=None) | Q(mandate__user__is_active=False)


def ask_approvers() -> int:
    """Write to those whose tick is missing, once for each text; return how many letters."""
    asked = approvable().filter(told_at=None)
    return sum(_ask(pk) for pk in asked.values_list("pk", flat=True))


@transaction.atomic
def _ask(pk: Any) -> int:
    locked = MinutesApprover.objects.select_for_update(of=("self",), skip_locked=True)
    # Ticked, taken back or told of since: nothing to ask.
    tick = (
        locked.select_related("minutes__meeting__council", "mandate__user")
        .filter(pk=pk, told_at=None, ticked_at=None)
        .first()
    )
    if tick is None or tick.minutes.status != MinutesStatus.SENT:
        return 0
    sent = write_to(tick.mandate, tick.minutes, "councils_minutes_approve")
    if sent:
        tick.told_at = timezone.now()
        tick.save(update_fields=["told_at"])
    return int(sent)


@transaction.atomic
def _remind(pk: Any) -> int:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("council").get(pk=pk)
    passed = (today() - meeting.day).days
    step = max((one for one in DAYS if one <= passed), default=0)
    if step <= meeting.reminded:
        return 0
    meeting.reminded = step
    meeting.save(update_fields=["reminded"])
    addresses = set(
        CouncilOffice.objects.filter(
            council=meeting.council, ended_on=None, user__is_active=True
        ).values_list("user__email", flat=True)
    )
    if step == DAYS[-1] or not addresses:
        coordinators = PortalRole.objects.filter(role="coordinator", user__is_active=True)
        addresses |= set(coordinators.values_list("user__email", flat=True))
    for address in sorted(addresses):
        outbox.queue_mail(
            "councils_notes_missing",
            to=address,
            subject=SUBJECT,
            context={"url": settings.PORTAL_ORIGIN + reverse("councils:minutes", args=[meeting.pk])},
            dedup_key=f"notes-missing:{meeting.pk}:{step}:{token_hash(address)[:16]}",
        )
    return 1
