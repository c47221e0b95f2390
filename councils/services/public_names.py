"""The person's own yes or no to a public name: signed in, or by a link in a letter to those without account."""

from datetime import date, timedelta
from typing import Final

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import token_hash
from common import outbox, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from councils.models import Mandate
from councils.services.mandates import lock_mandate, require_appointing
from councils.services.shared import raise_stamp, require

#: How long the link to say yes or no to a public name works.
NAME_LINK_LASTS: Final = timedelta(days=60)
#: "Fråga mig senare" is so much later.
ASK_AGAIN_AFTER: Final = timedelta(days=30)
_SALT: Final = "councils.name"
#: Neutral: a mail must not say which council or association, or that the person sits in one (domain.md 8).
NAME_SUBJECT = "En fråga till dig"
LINK_OVER = "Länken gäller inte längre. Be samordnaren om en ny."


@transaction.atomic
def show_name(mandate: Mandate, shown: bool, *, actor: Actor) -> Mandate:
    """The person's own yes or no to a public name; a yes may be taken back. Pages and search follow at once.

    Either answer ends the asking.
    """
    locked = _own(mandate, actor=actor)
    is_shown = bool(locked.name_public_since)
    if is_shown == shown and not locked.name_is_open:
        return locked
    locked.name_answered_at, locked.name_ask_from = timezone.now(), None
    if is_shown != shown:
        locked.name_public_since = timezone.now() if shown else None
    locked.save(update_fields=["name_public_since", "name_answered_at", "name_ask_from"])
    trail.record("publish_name" if shown else "hide_name", locked, actor=actor, fields=["name_public_since"])
    if is_shown != shown:
        raise_stamp()
    return locked


@transaction.atomic
def ask_name_later(mandate: Mandate, *, actor: Actor) -> date:
    """Leave the question open, and be left alone with it for ``ASK_AGAIN_AFTER``; return when it comes again.

    Open is never a yes.
    """
    locked = _own(mandate, actor=actor)
    if not locked.name_is_open:
        raise DomainError("Du har redan svarat. Du kan ändra dig när du vill.")
    again = today() + ASK_AGAIN_AFTER
    locked.name_ask_from = again
    locked.save(update_fields=["name_ask_from"])
    trail.record("postpone_name", locked, actor=actor, fields=["name_ask_from"])
    return again


@transaction.atomic
def send_name_link(mandate: Mandate, *, actor: Actor) -> None:
    """Ask somebody without account by mail whether the name may be shown. The link answers both yes and no."""
    locked = lock_mandate(mandate)
    require_appointing(actor, locked)
    if not locked.email or locked.erased_at:
        raise DomainError("Det finns ingen e-postadress att skicka frågan till.")
    outbox.queue_mail(
        "councils_name",
        to=locked.email,
        subject=NAME_SUBJECT,
        context={"path": reverse("councils:name_by_link", args=[name_token(locked)])},
        dedup_key=f"council-name:{locked.pk}:{token_hash(locked.email)[:16]}:{today()}",
    )
    trail.record("send_name_link", locked, actor=actor)


def name_token(mandate: Mandate) -> str:
    """Return what the link holds: the mandate, signed, bound to its address. It tells nothing by itself."""
    return signing.dumps([mandate.pk, token_hash(mandate.email.lower())[:16]], salt=_SALT)


def mandate_of_link(token: str) -> Mandate | None:
    """Return the mandate a mailed link belongs to, while it holds: not erased, address not changed, 60 days.

    Of a mandate that has ended it only takes back a yes (``show_name_by_link``).
    """
    try:
        pk, mark = signing.loads(token, salt=_SALT, max_age=NAME_LINK_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Mandate.objects.for_listing().filter(pk=pk, erased_at=None).first()
    if found is None or not found.email or token_hash(found.email.lower())[:16] != mark:
        return None
    return found


def is_over(mandate: Mandate) -> bool:
    """Whether the last day has been."""
    return mandate.ends_on is not None and mandate.ends_on < today()


@transaction.atomic
def show_name_by_link(token: str, shown: bool) -> Mandate:
    """The yes or no of somebody without account, by the link in a mail to them. Pressing twice is harmless.

    When the mandate has ended nobody is asked any longer; but a name that stands at meetings that were can be hidden.
    """
    found = mandate_of_link(token)
    if found is None or (shown and is_over(found)):
        raise DomainError(LINK_OVER)
    return show_name(found, shown, actor=SYSTEM)


def _own(mandate: Mandate, *, actor: Actor) -> Mandate:
    """Lock the mandate for its holder, and nobody else."""
    locked = lock_mandate(mandate)
    require(actor, "councils.publish_own_name", locked)
    if locked.erased_at:
        raise DomainError("Uppgifterna om personen är borttagna.")
    return locked
