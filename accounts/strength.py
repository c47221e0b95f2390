"""Who must have a second factor, and who has one."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from common.registries import held_roles

#: Roles that see or decide about others and therefore need more than a password or a code.
ROLES_THAT_NEED_IT: Final = frozenset(
    {"administrator", "coordinator", "auditor", "audit_lead", "unit_manager"}
)
#: Set in the session when the identity provider vouches for a strong sign-in.
SESSION_KEY: Final = "strong_at_provider"
#: A role given by another room is noticed within this time, in seconds.
_REMEMBERED: Final = 60


def must_get_second_factor(request: HttpRequest) -> bool:
    """Tell whether the signed-in person has to set up a second factor before going on.

    A person who has one was asked for it at sign-in (allauth's login stage).
    """
    if not settings.REQUIRE_SECOND_FACTOR or request.session.get(SESSION_KEY):
        return False
    return bool(cache.get_or_set(_key(request.user), lambda: _lacks(request.user), _REMEMBERED))


def needs_second_factor(user: Any) -> bool:
    """Tell whether one of the person's roles needs a second factor here."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and any(
        role.code in ROLES_THAT_NEED_IT for role in held_roles(user)
    )


def has_second_factor(user: Any) -> bool:
    """Tell whether the person has an authenticator app or a passkey. Recovery codes alone don't count."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def forget(user: Any) -> None:
    """Look again at the next request: a role or a factor has changed."""
    cache.delete(_key(user))


def _lacks(user: Any) -> bool:
    return needs_second_factor(user) and not has_second_factor(user)


def _key(user: Any) -> str:
    return f"second-factor-missing:{user.pk}"
