"""Reads for sign-in and the account pages."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode

from accounts import strength
from accounts.grants import grant_kinds
from accounts.models import EmailChange, Invitation, PortalRole, User
from accounts.user_agents import device_name
from common.registries import personal_data
from common.swedish import swedish_order


@dataclass(frozen=True)
class Provider:
    """An identity provider one can sign in through."""

    name: str
    url: str


@dataclass(frozen=True)
class Device:
    """A place where the person is signed in."""

    id: int
    name: str
    since: Any
    is_here: bool


@dataclass(frozen=True)
class AccountPage:
    """What "Mitt konto" shows."""

    has_password: bool
    has_app: bool
    passkey_count: int
    device_count: int
    waiting_email: str
    needs_second_factor: bool


@dataclass(frozen=True)
class InvitationRow:
    """One invitation in the list."""

    invitation: Invitation
    roles: tuple[str, ...]
    may_manage: bool


@dataclass(frozen=True)
class PersonRow:
    """A person and their portal-wide roles."""

    person: User
    held: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]


def person_with_address(email: str) -> User | None:
    """Return the account with this address, active or not; one query whatever the answer."""
    return User.objects.filter(email=email.strip().lower()).first()


def person_who_signs_in(email: str) -> User | None:
    """Return the active account with this address; one query whatever the answer."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def providers(request: HttpRequest, next_url: str = "") -> list[Provider]:
    """Return the identity providers that the environment configures."""
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    return [
        Provider(provider.name, provider.get_login_url(request) + query)
        for provider in get_adapter().list_providers(request)
    ]


def account_page(user: User) -> AccountPage:
    """Return what "Mitt konto" shows."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    waiting = EmailChange.objects.filter(user=user).first()
    return AccountPage(
        has_password=user.has_usable_password(),
        has_app=Authenticator.Type.TOTP in kinds,
        passkey_count=kinds.count(Authenticator.Type.WEBAUTHN),
        device_count=UserSession.objects.filter(user=user).count(),
        waiting_email=waiting.email if waiting else "",
        needs_second_factor=strength.needs_second_factor(user),
    )


def devices(user: User, session_key: str | None) -> list[Device]:
    """Return where the person is signed in, this place first."""
    sessions = sorted(
        UserSession.objects.purge_and_list(user), key=lambda each: each.created_at, reverse=True
    )
    rows = [
        Device(
            id=session.pk,
            name=device_name(session.user_agent),
            since=session.created_at,
            is_here=session.session_key == session_key,
        )
        for session in sessions
    ]
    return sorted(rows, key=lambda device: not device.is_here)


def invitation_rows(user: User) -> list[InvitationRow]:
    """Return the invitations ``user`` may see, newest first."""
    labels = _labels(user)
    return [
        InvitationRow(
            invitation=invitation,
            roles=_in_words(invitation, labels),
            may_manage=invitation.state in {"waiting", "expired"}
            and user.has_perm("accounts.manage_invitation", invitation),
        )
        for invitation in Invitation.objects.visible_to(user).for_listing()[:200]
    ]


def invitation_or_404(user: User, invitation_id: UUID) -> Invitation:
    """Return one invitation that ``user`` may see."""
    return get_object_or_404(Invitation.objects.visible_to(user), pk=invitation_id)


def roles_offered(invitation: Invitation) -> tuple[str, ...]:
    """Return in words which roles an invitation gives, for the one who holds its link."""
    return _in_words(invitation, _labels(invitation.invited_by))


def _labels(user: User | None) -> dict[str, tuple[str, dict[str, str]]]:
    # Once for a whole list: each kind asks its room's table.
    return {kind.code: (kind.label, kind.labels(user) if user else {}) for kind in grant_kinds()}


def _in_words(invitation: Invitation, labels: dict[str, tuple[str, dict[str, str]]]) -> tuple[str, ...]:
    words = []
    for grant in invitation.grants:
        label, scopes = labels.get(grant["role"], ("", {}))
        scope = scopes.get(grant["scope"], "")
        words.append(f"{label}: {scope}" if scope else label)
    return tuple(filter(None, words))


def grant_choices(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what ``user`` may invite to, grouped: (label, [("code:scope", label)])."""
    groups = []
    for kind in grant_kinds():
        choices = [(f"{kind.code}:{scope}", label) for scope, label in kind.labels(user).items()]
        if choices:
            groups.append((kind.label, choices))
    return groups


def person_or_404(user_id: int) -> User:
    """Return one person for an administrator; the caller has checked the permission."""
    return get_object_or_404(User, pk=user_id)


def people(words: str = "") -> list[PersonRow]:
    """Return everybody with an account whose name holds ``words``, in Swedish order."""
    found: QuerySet[User] = User.objects.prefetch_related("portal_roles").order_by(swedish_order("name"))
    if words:
        found = found.filter(name__icontains=words)
    rows = []
    for person in found[:200]:
        held = {role.role for role in person.portal_roles.all()}
        rows.append(
            PersonRow(
                person=person,
                held=tuple(choice for choice in PortalRole.Role.choices if choice[0] in held),
                missing=tuple(choice for choice in PortalRole.Role.choices if choice[0] not in held),
            )
        )
    return rows


def own_data(user: User) -> dict[str, Any]:
    """Return everything the rooms hold of the person (GDPR art. 15)."""
    held: dict[str, Any] = {}
    for handler in personal_data():
        # A large room has several parts, each with a handler of its own.
        held.setdefault(handler.room, []).extend(handler.extract(user))
    return held
