"""What allauth tells us: a factor was set up or removed, somebody signed in."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset

from accounts import strength
from common import trail


def connect() -> None:
    """Listen to allauth."""
    authenticator_added.connect(_factor_added, dispatch_uid="accounts.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="accounts.factor_removed")
    authenticator_reset.connect(_codes_renewed, dispatch_uid="accounts.codes_renewed")


def _factor_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    strength.forget(user)
    trail.record("add_sign_in_factor", user, actor=user, fields=[authenticator.type])


def _factor_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    strength.forget(user)
    trail.record("remove_sign_in_factor", user, actor=user, fields=[authenticator.type])


def _codes_renewed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    trail.record("renew_recovery_codes", user, actor=user, fields=[authenticator.type])
