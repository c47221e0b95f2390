"""Signing in, one's own account, invitations, people; allauth's pages included."""

import hashlib
import uuid
from datetime import timedelta
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, SIGNED_IN, Route
from tests.access.world import KEEPERS, World

ADMINISTRATOR = frozenset({"administrator"})
INVITATION_TOKEN = "en-inbjudan-som-bara-brevet-har"
EMAIL_TOKEN = "en-ny-adress"
PASSWORD = {
    "oldpassword": "en-lang-losenfras",
    "password1": "en-annan-losenfras",
    "password2": "en-annan-losenfras",
}


def _invitation(world: World) -> dict[str, Any]:
    return {"invitation_id": world.invitation.pk}


ROUTES = [
    # --- everybody
    Route("account_login", EVERYBODY, data=lambda w: {"login": w.bystander.email, "password": "fel"}),
    # A visitor without a passkey at hand is sent to the sign-in page.
    Route("mfa_login_webauthn", SIGNED_IN),
    Route("account_logout", EVERYBODY),
    Route("account_inactive", EVERYBODY),
    Route("account_signup", EVERYBODY),
    Route("account_request_login_code", EVERYBODY, data=lambda w: {"email": w.bystander.email}),
    Route("account_confirm_login_code", EVERYBODY),
    Route("account_reset_password", EVERYBODY, data=lambda w: {"email": w.bystander.email}),
    # Only for who has just asked for a code.
    Route("account_confirm_password_reset_code", NOBODY),
    Route("account_complete_password_reset", EVERYBODY),
    Route("account_password_reset_completed", EVERYBODY),
    # Only for who is half signed in.
    Route("mfa_authenticate", SIGNED_IN),
    Route("accounts:invitation_link", EVERYBODY, lambda w: {"token": INVITATION_TOKEN}),
    # Without the link in the session there is nothing to see.
    Route("accounts:invitation", EVERYBODY, also=(410,)),
    Route("socialaccount_login_cancelled", EVERYBODY),
    Route("socialaccount_login_error", EVERYBODY, also=(403,)),
    Route("socialaccount_signup", EVERYBODY),
    # No provider is configured in tests (tests/accounts has its own).
    Route("openid_connect_login", NOBODY, lambda w: {"provider_id": "regionen"}),
    Route("openid_connect_callback", NOBODY, lambda w: {"provider_id": "regionen"}),
    Route("saml_login", NOBODY, lambda w: {"organization_slug": "regionen"}),
    Route("saml_acs", NOBODY, lambda w: {"organization_slug": "regionen"}),
    Route("saml_finish_acs", NOBODY, lambda w: {"organization_slug": "regionen"}),
    Route("saml_sls", NOBODY, lambda w: {"organization_slug": "regionen"}),
    Route("saml_metadata", NOBODY, lambda w: {"organization_slug": "regionen"}),
    # --- one's own account
    Route("account_reauthenticate", SIGNED_IN),
    Route("mfa_reauthenticate", SIGNED_IN),
    Route("mfa_reauthenticate_webauthn", SIGNED_IN),
    Route("account_change_password", SIGNED_IN, data=lambda w: PASSWORD),
    Route("account_set_password", SIGNED_IN),
    Route("mfa_index", SIGNED_IN),
    Route("mfa_activate_totp", SIGNED_IN),
    Route("mfa_deactivate_totp", NOBODY),
    Route("mfa_view_recovery_codes", NOBODY),
    Route("mfa_generate_recovery_codes", SIGNED_IN),
    Route("mfa_list_webauthn", SIGNED_IN),
    Route("mfa_add_webauthn", SIGNED_IN),
    Route("mfa_edit_webauthn", NOBODY, lambda w: {"pk": w.passkey_of_others.pk}, label="of others"),
    Route("mfa_remove_webauthn", NOBODY, lambda w: {"pk": w.passkey_of_others.pk}, label="of others"),
    Route("socialaccount_connections", SIGNED_IN),
    Route("accounts:home", SIGNED_IN),
    Route("accounts:change_name", SIGNED_IN, data=lambda w: {"name": "Nytt Namn"}),
    Route("accounts:change_email", SIGNED_IN, data=lambda w: {"email": "ny@example.org"}),
    Route("accounts:confirm_email", SIGNED_IN, lambda w: {"token": EMAIL_TOKEN}),
    Route("accounts:sessions", SIGNED_IN),
    Route(
        "accounts:end_session", SIGNED_IN, lambda w: {"session_id": w.session_of_others.pk}, post_only=True
    ),
    Route("accounts:end_every_session", SIGNED_IN, post_only=True),
    Route("accounts:own_data", SIGNED_IN),
    Route("accounts:delete_account", SIGNED_IN),
    Route("accounts:second_factor", SIGNED_IN),
    Route("accounts:continue", SIGNED_IN),
    # --- those who invite
    Route("accounts:invitations", KEEPERS),
    Route("accounts:invite", KEEPERS, data=lambda w: {"email": "ny@example.org"}),
    Route("accounts:resend_invitation", KEEPERS, _invitation, post_only=True),
    Route("accounts:revoke_invitation", KEEPERS, _invitation, post_only=True),
    # A coordinator can't prolong or take back an invitation to a portal-wide role.
    Route(
        "accounts:resend_invitation",
        ADMINISTRATOR,
        lambda w: {"invitation_id": w.strong_invitation.pk},
        post_only=True,
        label="to a portal-wide role",
    ),
    Route(
        "accounts:revoke_invitation",
        ADMINISTRATOR,
        lambda w: {"invitation_id": w.strong_invitation.pk},
        post_only=True,
        label="to a portal-wide role",
    ),
    Route("accounts:people", ADMINISTRATOR),
    Route("accounts:people", ADMINISTRATOR, data=lambda w: {"namn": "kanarie"}, label="searched"),
    Route(
        "accounts:change_portal_role",
        ADMINISTRATOR,
        lambda w: {"user_id": w.bystander.pk},
        post_only=True,
        data=lambda w: {"role": "administrator"},
    ),
]


def plant(world: World) -> None:
    """Invitations, somebody else's session, passkey and wish to change address, letters on their way."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession
    from django.utils import timezone

    from accounts.models import EmailChange, Invitation
    from accounts.tokens import token_hash
    from common.models import OutboxMessage

    now = timezone.now()
    grants = (
        ("invitation", [{"role": "association_representative", "scope": str(world.association.pk)}]),
        ("strong_invitation", [{"role": "portal_role", "scope": "administrator"}]),
    )
    for name, granted in grants:
        world.objects[name] = Invitation.objects.create(
            email=world.address(f"address of {name}", KEEPERS),
            name=f"Ira {world.canary(f'name of {name}', KEEPERS)}",
            grants=granted,
            token_hash=token_hash(INVITATION_TOKEN if name == "invitation" else "annan"),
            sent_at=now,
            expires_at=now + timedelta(days=7),
            invited_by=world.personas["administrator"],
        )
    world.objects["session_of_others"] = UserSession.objects.create(
        user=world.bystander,
        session_key=f"session{uuid.uuid4().hex}"[:40],
        ip="192.0.2.7",
        user_agent=f"Firefox {world.canary('browser of somebody else')}",
    )
    world.objects["passkey_of_others"] = Authenticator.objects.create(
        user=world.bystander,
        type="webauthn",
        data={"name": world.canary("name of a passkey of somebody else"), "credential": {}},
    )
    EmailChange.objects.create(
        user=world.bystander,
        email=world.address("new address of somebody else"),
        token_hash=hashlib.sha256(EMAIL_TOKEN.encode()).hexdigest(),
        expires_at=now + timedelta(days=1),
    )
    OutboxMessage.objects.create(
        kind="mail",
        not_before=now + timedelta(days=1),
        payload={"to": world.address("receiver of a letter"), "text": world.canary("text of a letter")},
    )
