"""What allauth tells us: a factor was set up or removed, a password was changed."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest

from accounts import services, strength
from common import trail


def connect() -> None:
    """Listen to allauth."""
    authenticator_added.connect(_factor_added, dispatch_uid="accounts.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="accounts.factor_removed")
    authenticator_reset.connect(_codes_renewed, dispatch_uid="accounts.codes_renewed")
    for changed in (password_changed, password_set, password_reset):
        changed.connect(_password_changed, dispatch_uid="accounts.password_changed")


def _factor_added(request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    strength.forget(user)
    trail.record("add_sign_in_factor", user, actor=user, fields=[authenticator.type])
    if strength.is_only_factor(authenticator):
        # Sessions from before were opened without it, perhaps by somebody who knows the password.
        services.end_every_session(user, actor=user, but=request.session.session_key)
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        # Told at commit: the answer, and with it the session, may be done already.
        request.session.save()


def _factor_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    strength.forget(user)
    trail.record("remove_sign_in_factor", user, actor=user, fields=[authenticator.type])


def _codes_renewed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    trail.record("renew_recovery_codes", user, actor=user, fields=[authenticator.type])


def _password_changed(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    services.forget_devices(user, but=request.session.session_key)
