"""What this room holds of a person: for the extract and for erasure (GDPR art. 15 and 17)."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from accounts.models import Invitation, User


def extract(user: User) -> list[dict[str, Any]]:
    """List account, roles, devices, sign-in methods and invitations. Secrets are named, never shown."""
    rows: list[dict[str, Any]] = [
        {
            "vad": "Konto",
            "namn": user.name,
            "e-post": user.email,
            "skapat": user.date_joined.isoformat(),
            "senast inloggad": user.last_login.isoformat() if user.last_login else None,
            "id i loggen": str(user.actor_id),
        }
    ]
    rows += [
        {"vad": "Roll", "roll": role.get_role_display(), "sedan": role.granted_at.isoformat()}
        for role in user.portal_roles.order_by("role")
    ]
    rows += [
        {
            "vad": "Inloggad enhet",
            "webbläsare": session.user_agent,
            "ip-adress": session.ip,
            "inloggad": session.created_at.isoformat(),
        }
        for session in UserSession.objects.filter(user=user).order_by("created_at")
    ]
    rows += [
        {
            "vad": "Sätt att logga in",
            "typ": str(factor.get_type_display()),
            "skapat": factor.created_at.isoformat(),
        }
        for factor in Authenticator.objects.filter(user=user).order_by("created_at")
    ]
    rows += [
        {
            "vad": "Koppling till inloggningstjänst",
            "tjänst": link.provider,
            "sedan": link.date_joined.isoformat(),
        }
        for link in SocialAccount.objects.filter(user=user).order_by("date_joined")
    ]
    rows += [
        {
            "vad": "Inbjudan till dig",
            "namn": invitation.name,
            "skickad": invitation.sent_at.isoformat(),
            "läge": invitation.state,
        }
        for invitation in Invitation.objects.filter(email=user.email).order_by("created_at")
    ]
    rows += [
        {
            "vad": "Inbjudan du har skickat",
            "skickad": invitation.sent_at.isoformat(),
            "läge": invitation.state,
        }
        for invitation in user.sent_invitations.order_by("created_at")
    ]
    return rows


def erase(user: User) -> None:
    """Remove invitations to the person; sessions, factors, links and roles go with the account's row."""
    Invitation.objects.filter(email=user.email).delete()
