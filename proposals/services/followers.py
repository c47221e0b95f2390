"""Those who follow a proposal: asked for, confirmed, told at most once a day, ended."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common import outbox, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from common.transitions import record_status
from proposals.models import Follow, Move, Proposal
from proposals.services.publishing import SUBJECT

#: A link to confirm works this long; then the unconfirmed address is forgotten.
CONFIRM_WITHIN = timedelta(days=7)
_CONFIRM = "proposals.follow.confirm"
_KEEP = "proposals.follow.keep"
_Status = Follow.Status


@transaction.atomic
def request_follow(proposal: Proposal, email: str, *, actor: Actor) -> None:
    """Ask to be told when a proposal moves. The address's owner says yes through a link in a letter.

    The same letter-sending work is done whether the address is known or not, so neither answer nor time tells who
    follows. An address gets at most one such letter an hour for one proposal.
    """
    _refuse_hidden(proposal)
    address = email.strip().lower()
    now = timezone.now()
    follow = _found_or_made(proposal, address, now, actor=actor)
    if follow.status == _Status.PENDING:
        follow.asked_at = now
        follow.save(update_fields=["asked_at"])
    known = follow.status == _Status.ACTIVE
    outbox.queue_mail(
        "proposals_follow_known" if known else "proposals_follow_confirm",
        to=address,
        subject=SUBJECT,
        context={"confirm_url": _url("follow_confirm", confirm_token(follow)), "own_url": _own_url(follow)},
        dedup_key=f"follow-asked:{follow.pk}:{now:%Y-%m-%dT%H}",
    )


@transaction.atomic
def follow_proposal(proposal: Proposal, *, actor: User) -> Follow:
    """Follow with one's account: its address is confirmed already. Harmless when one follows."""
    _refuse_hidden(proposal)
    follow = _found_or_made(proposal, actor.email.lower(), timezone.now(), actor=actor)
    if follow.status != _Status.ACTIVE or follow.user_id != actor.pk:
        _activate(follow, actor=actor, user=actor)
    return follow


@transaction.atomic
def confirm_follow(follow: Follow, *, actor: Actor = SYSTEM) -> None:
    """Start telling. Asked twice it changes nothing."""
    locked = _locked(follow)
    if locked.status == _Status.ENDED:
        raise DomainError("Du har slutat följa förslaget. Anmäl dig igen om du vill följa det.")
    if locked.status == _Status.PENDING:
        _activate(locked, actor=actor, user=None)


@transaction.atomic
def end_follow(follow: Follow, *, actor: Actor = SYSTEM) -> None:
    """Stop telling and forget the address. Asked twice it changes nothing."""
    locked = _locked(follow)
    if locked.status == _Status.ENDED:
        return
    before = locked.status
    locked.status, locked.email, locked.user = _Status.ENDED, "", None
    locked.save(update_fields=["status", "email", "user"])
    record_status(locked, source=before, target=_Status.ENDED, actor=actor)
    trail.record("end_follow", locked, actor=actor, fields=["status"])


@transaction.atomic
def end_follows_of(follow: Follow, *, actor: Actor = SYSTEM) -> int:
    """End everything the address of ``follow`` follows; return how many."""
    rows = list(Follow.objects.of_address(follow.email)) if follow.email else []
    for row in rows:
        end_follow(row, actor=actor)
    return len(rows)


def end_refused(email: str) -> None:
    """Forget an address that the receiving server refuses for good."""
    for row in Follow.objects.of_address(email):
        end_follow(row)


def forget_unconfirmed(now: datetime | None = None) -> int:
    """Forget addresses nobody confirmed in time. Return how many."""
    moment = now or timezone.now()
    stale = Follow.objects.filter(status=_Status.PENDING, asked_at__lt=moment - CONFIRM_WITHIN)
    rows = list(stale)
    for row in rows:
        end_follow(row)
    return len(rows)


def tell_followers() -> int:
    """Write to those whose proposals have moved since they were told; return how many letters.

    One letter a day to an address, however much has moved; the letter names nothing.
    """
    latest = _latest_moves()
    waiting: dict[str, list[Follow]] = defaultdict(list)
    for follow in Follow.objects.filter(status=_Status.ACTIVE, proposal__in=latest).order_by("pk"):
        if latest[follow.proposal_id] > follow.told:
            waiting[follow.email].append(follow)
    return sum(_tell(follows, latest) for follows in waiting.values())


def follow_of(token: str) -> Follow | None:
    """Return the follow that a link to one's own page or to end belongs to."""
    try:
        return _found(signing.Signer(salt=_KEEP, sep=".").unsign(token))
    except signing.BadSignature:
        return None


def follow_to_confirm(token: str) -> Follow | None:
    """Return the follow that a link to confirm belongs to, while the link is valid."""
    try:
        signer = signing.TimestampSigner(salt=_CONFIRM, sep=".")
        return _found(signer.unsign(token, max_age=CONFIRM_WITHIN))
    except signing.BadSignature:
        return None


def keep_token(follow: Follow) -> str:
    """Return the signed id that links to one's own page and to end carry."""
    return signing.Signer(salt=_KEEP, sep=".").sign(follow.pk.hex)


def confirm_token(follow: Follow) -> str:
    """Return the signed id that the link to confirm carries."""
    return signing.TimestampSigner(salt=_CONFIRM, sep=".").sign(follow.pk.hex)


def _refuse_hidden(proposal: Proposal) -> None:
    if not proposal.is_public:
        raise DomainError("Förslaget är inte publicerat ännu.")


def _found_or_made(proposal: Proposal, address: str, now: datetime, *, actor: Actor) -> Follow:
    present = Follow.objects.of_address(address).filter(proposal=proposal).select_for_update().first()
    if present is not None:
        return present
    try:
        with transaction.atomic():
            follow = Follow.objects.create(proposal=proposal, email=address, asked_at=now)
    except IntegrityError:
        # The same form was sent twice at once; the other one is in.
        return Follow.objects.of_address(address).get(proposal=proposal)
    record_status(follow, source="", target=_Status.PENDING, actor=actor)
    trail.record("request_follow", follow, actor=actor)
    return follow


def _activate(follow: Follow, *, actor: Actor, user: User | None) -> None:
    before = follow.status
    follow.status, follow.user, follow.confirmed_at = _Status.ACTIVE, user, timezone.now()
    # What has happened so far is on the page; only what comes is news.
    follow.told = follow.proposal.moves.aggregate(last=Max("pk"))["last"] or 0
    follow.save(update_fields=["status", "user", "confirmed_at", "told"])
    record_status(follow, source=before, target=_Status.ACTIVE, actor=actor)
    trail.record("confirm_follow", follow, actor=actor, fields=["status"])


def _latest_moves() -> dict[UUID, int]:
    rows = Move.objects.filter(proposal__state="public", proposal__follows__status=_Status.ACTIVE)
    return dict(rows.order_by().values_list("proposal").annotate(last=Max("pk")))


@transaction.atomic
def _tell(follows: Sequence[Follow], latest: dict[UUID, int]) -> int:
    claimed = [
        follow
        for follow in follows
        if Follow.objects.filter(
            pk=follow.pk, status=_Status.ACTIVE, told__lt=latest[follow.proposal_id]
        ).update(told=latest[follow.proposal_id])
    ]
    if not claimed:
        return 0
    first = claimed[0]
    end_url = _url("follow_end", keep_token(first))
    message = outbox.queue_mail(
        "proposals_moved",
        to=first.email,
        subject=SUBJECT,
        context={"several": len(claimed) > 1, "own_url": _own_url(first), "end_url": end_url},
        headers={
            # One click in the mail program ends it (RFC 8058).
            "List-Unsubscribe": f"<{end_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        dedup_key=f"follow-moved:{first.pk}:{today()}:{max(latest[one.proposal_id] for one in claimed)}",
    )
    return int(message is not None)


def _locked(follow: Follow) -> Follow:
    return Follow.objects.select_for_update().get(pk=follow.pk)


def _found(signed: str) -> Follow | None:
    return Follow.objects.filter(pk=UUID(hex=signed)).select_related("proposal").first()


def _own_url(follow: Follow) -> str:
    return _url("follow_own", keep_token(follow))


def _url(name: str, token: str) -> str:
    return settings.PORTAL_ORIGIN + reverse(f"loop:{name}", args=[token])
