"""Pages under ``/konto/``."""

from accounts.views.invitations import (
    invitation,
    invitation_link,
    invitations,
    invite,
    resend_invitation,
    revoke_invitation,
)
from accounts.views.own_account import (
    change_email,
    change_name,
    confirm_email,
    delete_account,
    end_every_session,
    end_session,
    home,
    own_data,
    sessions,
)
from accounts.views.people import change_portal_role, people
from accounts.views.sign_in import (
    ask_for_code,
    go_on,
    no_connections,
    no_sign_up,
    passkeys,
    provider_error,
    remove_passkey,
    second_factor,
    sign_in,
)

__all__ = [
    "ask_for_code",
    "change_email",
    "change_name",
    "change_portal_role",
    "confirm_email",
    "delete_account",
    "end_every_session",
    "end_session",
    "go_on",
    "home",
    "invitation",
    "invitation_link",
    "invitations",
    "invite",
    "no_connections",
    "no_sign_up",
    "own_data",
    "passkeys",
    "people",
    "provider_error",
    "remove_passkey",
    "resend_invitation",
    "revoke_invitation",
    "second_factor",
    "sessions",
    "sign_in",
]
