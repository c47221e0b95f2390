"""What the clock removes: nothing of a person is kept longer than it is of use."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import EmailChange, Invitation

#: How long an invitation that nobody took is shown to those who invite, after it ran out or was revoked.
INVITATION_KEPT = timedelta(days=90)


@transaction.atomic
def forget_what_ended(now: datetime | None = None) -> None:
    """Remove what has run out.

    That is sessions with what waited in them (such as a code from a mail), the network address and browser of devices
    that are signed out, changes of address that nobody confirmed, and old invitations that nobody took.
    """
    at = now or timezone.now()
    Session.objects.filter(expire_date__lte=at).delete()
    lives = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(lives)).delete()
    EmailChange.objects.filter(expires_at__lte=at).delete()
    long_ago = at - INVITATION_KEPT
    ended = Q(revoked_at__lte=long_ago) | Q(expires_at__lte=long_ago)
    Invitation.objects.filter(ended, accepted_at=None).delete()
