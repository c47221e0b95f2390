"""Invitations: the only way to an account."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import queries
from accounts.grants import grant_kind
from accounts.models import Invitation, PortalRole, User
from accounts.rules import PORTAL_ROLE_GRANT
from accounts.tokens import new_token, token_hash
from common import outbox, trail
from common.actors import PUBLIC, SYSTEM, Actor
from common.errors import DomainError

#: How long a link works (issue "The portal stands", section 3).
VALID_FOR = timedelta(days=7)
MAIL_SUBJECT = "Du har fått en inbjudan"
_HAS_ACCOUNT = "Det finns redan ett konto med den här adressen. Logga in för att ta emot."
_NO_LONGER = "Inbjudan gäller inte längre. Be samordnaren om en ny."

Grant = dict[str, str]


@transaction.atomic
def invite_person(*, email: str, name: str, grants: Iterable[Grant], actor: Actor) -> Invitation:
    """Invite an address to an account and to the roles in ``grants`` (``{"role", "scope"}``).

    An address that already has an account is answered in the same way; its holder takes the roles by
    signing in. Sending the same form twice makes one invitation and one mail.
    """
    if not actor.has_perm("accounts.invite_user"):
        raise DomainError("Bara samordnare och administratörer kan bjuda in.")
    wanted = _checked(grants, actor)
    address = email.strip().lower()
    now = timezone.now()
    # A link that has run out makes room for a new one.
    Invitation.objects.open().filter(email=address, expires_at__lte=now).update(revoked_at=now)
    token = new_token()
    try:
        with transaction.atomic():
            invitation = _create(address, name, wanted, token, actor)
    except IntegrityError:
        waiting = Invitation.objects.open().get(email=address)
        if waiting.grants == wanted:
            return waiting
        raise DomainError(
            "Det finns redan en inbjudan till adressen som inte är använd. "
            "Återkalla den först om du vill ändra rollerna.",
            field="email",
        ) from None
    _mail(invitation, token)
    return invitation


@transaction.atomic
def offer_role(email: str, *, role: str, scope: str, actor: Actor) -> None:
    """Give a role to whoever has an account with this address, and invite the address if nobody has.

    The one who offers needs no list of accounts, and is answered alike in both cases.
    """
    if not actor.has_perm("accounts.invite_user"):
        raise DomainError("Bara samordnare och administratörer kan bjuda in.")
    [grant] = _checked([{"role": role, "scope": scope}], actor)
    person = queries.person_who_signs_in(email)
    if person is None:
        invite_person(email=email, name="", grants=[grant], actor=actor)
    else:
        grant_kind(role).give(person, grant["scope"], actor)


@transaction.atomic
def invite_administrator(email: str, *, name: str = "", actor: Actor) -> str:
    """Invite a new installation's first administrator and return the link.

    For the console, where mail may not work yet. Replaces an unused invitation to the same address.
    """
    address = email.strip().lower()
    Invitation.objects.open().filter(email=address).update(revoked_at=timezone.now())
    grants = [{"role": PORTAL_ROLE_GRANT, "scope": PortalRole.Role.ADMINISTRATOR.value}]
    token = new_token()
    _create(address, name, grants, token, actor)
    return _link(token)


@transaction.atomic
def resend_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Send a new link, valid 7 days from now; the old link stops working."""
    locked = _locked_open(invitation, actor)
    token = new_token()
    now = timezone.now()
    locked.token_hash = token_hash(token)
    locked.sent_at = now
    locked.expires_at = now + VALID_FOR
    locked.save(update_fields=["token_hash", "sent_at", "expires_at"])
    trail.record("resend_invitation", locked, actor=actor, fields=["expires_at"])
    _mail(locked, token)
    return locked


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Make the link worthless."""
    locked = _locked_open(invitation, actor)
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    trail.record("revoke_invitation", locked, actor=actor, fields=["revoked_at"])
    return locked


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation a link belongs to, whatever its state, or ``None``."""
    return Invitation.objects.filter(token_hash=token_hash(token)).first()


@transaction.atomic
def open_account(token: str, *, name: str, password: str | None, actor: Actor = PUBLIC) -> User:
    """Make the invited person's account and give it the invited roles.

    ``actor`` is whoever holds the link: the new account itself is what the trail names. Raises
    ``DomainError`` when the link is used, revoked, too old or unknown, also when two people open the
    same link at once: the second waits for the first's row lock and then finds it used.
    """
    invitation = _claim(token)
    if User.objects.filter(email=invitation.email).exists():
        raise DomainError(_HAS_ACCOUNT)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=name.strip())
    except IntegrityError:
        # Somebody moved their account to this address at the same moment.
        raise DomainError(_HAS_ACCOUNT) from None
    _accept(invitation, user)
    return user


@transaction.atomic
def accept_invitation(token: str, *, actor: User) -> User:
    """Give the invited roles to ``actor``, who already has an account with the invited address."""
    invitation = _claim(token)
    if actor.email != invitation.email:
        raise DomainError("Inbjudan gäller en annan e-postadress än den du är inloggad med.")
    _accept(invitation, actor)
    return actor


def _checked(grants: Iterable[Grant], actor: Actor) -> list[Grant]:
    wanted = [{"role": grant["role"], "scope": str(grant["scope"])} for grant in grants]
    for grant in wanted:
        if not _may_give(grant, actor):
            raise DomainError("Du kan inte bjuda in till en av rollerna. Välj bland dem som visas.")
    return sorted(wanted, key=lambda grant: (grant["role"], grant["scope"]))


def _may_give(grant: Grant, actor: Any) -> bool:
    # The portal itself (a new installation's first administrator) may give any role.
    return actor is SYSTEM or grant["scope"] in grant_kind(grant["role"]).labels(actor)


def _locked_open(invitation: Invitation, actor: Actor) -> Invitation:
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not actor.has_perm("accounts.manage_invitation", locked):
        raise DomainError("Den här inbjudan kan bara en administratör ändra.")
    if locked.accepted_at:
        raise DomainError("Inbjudan är redan använd.")
    if locked.revoked_at:
        raise DomainError("Inbjudan är redan återkallad. Gör en ny om personen ska bjudas in igen.")
    return locked


def _claim(token: str) -> Invitation:
    invitation = Invitation.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if invitation is None or invitation.state != "waiting":
        raise DomainError("Länken gäller inte längre. Be samordnaren om en ny inbjudan.")
    return invitation


def _accept(invitation: Invitation, user: User) -> None:
    inviter = invitation.invited_by
    # The one who invited may have lost the right to since then, or have had their account closed.
    if inviter is not None and not inviter.is_active:
        raise DomainError(_NO_LONGER)
    giver: Actor = inviter or SYSTEM
    for grant in invitation.grants:
        if not _may_give(grant, giver):
            raise DomainError(_NO_LONGER)
        grant_kind(grant["role"]).give(user, grant["scope"], giver)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    trail.record("accept_invitation", invitation, actor=user, fields=["accepted_at"])


def _create(address: str, name: str, grants: list[Grant], token: str, actor: Actor) -> Invitation:
    now = timezone.now()
    invitation = Invitation.objects.create(
        email=address,
        name=name.strip(),
        grants=grants,
        token_hash=token_hash(token),
        sent_at=now,
        expires_at=now + VALID_FOR,
        invited_by=actor if isinstance(actor, User) else None,
    )
    trail.record("invite_person", invitation, actor=actor, fields=[grant["role"] for grant in grants])
    return invitation


def _mail(invitation: Invitation, token: str) -> None:
    outbox.queue_mail(
        "accounts_invitation",
        to=invitation.email,
        subject=MAIL_SUBJECT,
        context={"link": _link(token), "valid_until": invitation.expires_at},
    )


def _link(token: str) -> str:
    return settings.PORTAL_ORIGIN + reverse("accounts:invitation_link", args=[token])
