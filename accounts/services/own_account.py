"""What a person does with their own account."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import EmailChange, Invitation, User
from accounts.services.portal_roles import refuse_if_last_administrator
from accounts.tokens import new_token, token_hash
from common import outbox, registries, trail
from common.actors import Actor
from common.errors import DomainError

#: How long the link to a new address works.
CHANGE_VALID_FOR = timedelta(days=1)
SUBJECT = "Ett meddelande om ditt konto"
_SENTENCE_TAKEN = "Adressen går inte att använda. Ange en annan."


@transaction.atomic
def change_name(user: User, name: str, *, actor: Actor) -> User:
    """Change the name others see."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.name = name
    locked.save(update_fields=["name"])
    trail.record("change_name", locked, actor=actor, fields=["name"])
    return locked


@transaction.atomic
def request_email_change(user: User, email: str, *, actor: Actor) -> None:
    """Write to the new address with a link, and to the old one with a warning.

    The answer and the work are the same when the new address already has an account: its holder
    then gets a mail without a link. Nobody learns who has an account.
    """
    address = email.strip().lower()
    if address == user.email:
        raise DomainError("Det är redan din adress.", field="email")
    token = new_token()
    EmailChange.objects.update_or_create(
        user=user,
        defaults={
            "email": address,
            "token_hash": token_hash(token),
            "expires_at": timezone.now() + CHANGE_VALID_FOR,
        },
    )
    trail.record("request_email_change", user, actor=actor, fields=["email"])
    is_taken = User.objects.filter(email=address).exists()
    link = settings.PORTAL_ORIGIN + reverse("accounts:confirm_email", args=[token])
    outbox.queue_mail(
        "accounts_email_taken" if is_taken else "accounts_confirm_email",
        to=address,
        subject=SUBJECT,
        context={"link": link},
    )
    outbox.queue_mail("accounts_email_changing", to=user.email, subject=SUBJECT, context={})


@transaction.atomic
def confirm_email_change(token: str, *, actor: User) -> User:
    """Move the account to the new address. Only its signed-in holder can: a mistyped address
    must not hand the account to a stranger.
    """
    wish = EmailChange.objects.select_for_update().filter(user=actor, token_hash=token_hash(token)).first()
    if wish is None or wish.expires_at <= timezone.now():
        raise DomainError("Länken gäller inte längre. Gör om bytet av e-postadress.")
    user = User.objects.select_for_update().get(pk=actor.pk)
    try:
        with transaction.atomic():
            user.email = wish.email
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=wish.email, verified=True, primary=True)
    except IntegrityError:
        raise DomainError(_SENTENCE_TAKEN) from None
    wish.delete()
    trail.record("confirm_email_change", user, actor=actor, fields=["email"])
    return user


@transaction.atomic
def end_session(user: User, session_id: int, *, actor: Actor) -> None:
    """Sign one of the person's devices out. Harmless when it already is."""
    for session in UserSession.objects.filter(user=user, pk=session_id):
        session.end()
        trail.record("end_session", user, actor=actor)


@transaction.atomic
def end_every_session(user: User, *, actor: Actor, but: str | None = None) -> User:
    """Sign the person out everywhere; also sessions that no list knows of.

    ``but`` is the key of a session that stays in the list; ``people.stay_signed_in`` lets it go on.
    """
    forget_devices(user, but=but)
    User.objects.filter(pk=user.pk).update(sign_out_count=F("sign_out_count") + 1)
    trail.record("end_every_session", user, actor=actor)
    user.refresh_from_db(fields=["sign_out_count"])
    return user


def forget_devices(user: User, *, but: str | None = None) -> None:
    """Take the person's devices off the list, with their sessions: a new password has signed them out already."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()


@transaction.atomic
def delete_account(user: User, *, actor: Actor) -> None:
    """Erase the person. The trail keeps its opaque id, which nothing links to anybody any more.

    Each room's handler removes or detaches what it holds (GDPR art. 17). Refused for the last
    administrator.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    refuse_if_last_administrator(locked)
    trail.record("delete_account", locked, actor=actor)
    now = timezone.now()
    # What this person invited to but nobody has accepted yet has nobody to answer for it.
    Invitation.objects.open().filter(invited_by=locked).update(revoked_at=now)
    for handler in registries.personal_data():
        handler.erase(locked)
    forget_devices(locked)
    locked.delete()
