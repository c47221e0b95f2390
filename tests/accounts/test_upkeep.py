"""What the clock removes."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import services
from accounts.models import EmailChange, Invitation


def forget_after(**time):
    services.forget_what_ended(timezone.now() + timedelta(**time))


def test_a_device_is_forgotten_with_its_session(client, outsider, sign_in):
    sign_in(outsider)

    forget_after(hours=19)
    assert UserSession.objects.filter(user=outsider, session_key=client.session.session_key).exists()

    forget_after(hours=21)
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_a_device_that_is_signed_out_is_forgotten(client, outsider, sign_in):
    sign_in(outsider)
    client.post("/konto/logga-ut/")

    forget_after()

    assert not UserSession.objects.exists()


def test_an_unconfirmed_address_is_forgotten_after_a_day(outsider):
    services.request_email_change(outsider, "ny@example.org", actor=outsider)

    forget_after(hours=23)
    assert EmailChange.objects.exists()

    forget_after(hours=25)
    assert not EmailChange.objects.exists()


@pytest.mark.parametrize(("end", "after"), [("runs out", 7), ("revoked", 0)])
def test_an_invitation_that_nobody_took_is_forgotten_in_time(make_invitation, coordinator, end, after):
    invitation = make_invitation()
    if end == "revoked":
        services.revoke_invitation(invitation, actor=coordinator)

    forget_after(days=after + 89)
    assert Invitation.objects.exists()

    forget_after(days=after + 91)
    assert not Invitation.objects.exists()


def test_an_invitation_that_somebody_took_stays(make_invitation, outsider, sent):
    invitation = make_invitation(outsider.email)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())

    forget_after(days=1000)

    assert Invitation.objects.exists()
