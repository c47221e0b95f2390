"""Who must have a second factor, and who has one."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
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


def must_get_second_factor(request: HttpRequest, user: Any = None) -> bool:
    """Tell whether the signed-in person (``user``, else the request's) has to set up a second factor before going on.

    A person who has one was asked for it at sign-in (allauth's login stage).
    """
    if not settings.REQUIRE_SECOND_FACTOR or request.session.get(SESSION_KEY):
        return False
    person = request.user if user is None else user
    # Whoever came with the request brought the answer (``accounts.backends``); it is the usual one.
    if getattr(person, "has_factor", False):
        return False
    return bool(cache.get_or_set(_key(person), lambda: _lacks(person), _REMEMBERED))


def needs_second_factor(user: Any) -> bool:
    """Tell whether one of the person's roles needs a second factor here."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and any(
        role.code in ROLES_THAT_NEED_IT for role in held_roles(user)
    )


def factors(user: Any) -> QuerySet[Authenticator]:
    """Return the authenticator app and passkeys of a person, or of an ``OuterRef``. Recovery codes alone are no factor."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=kinds)
    return found


def has_second_factor(user: Any) -> bool:
    """Tell whether the person has an authenticator app or a passkey."""
    return factors(user).exists()


def is_only_factor(authenticator: Authenticator) -> bool:
    """Tell whether an app or a passkey is the first one the person has, or the last."""
    return list(factors(authenticator.user).values_list("pk", flat=True)) == [authenticator.pk]


def forget(user: Any) -> None:
    """Look again at the next request: a role or a factor has changed."""
    cache.delete(_key(user))


def _lacks(user: Any) -> bool:
    return needs_second_factor(user) and not has_second_factor(user)


def _key(user: Any) -> str:
    return f"second-factor-missing:{user.pk}"
