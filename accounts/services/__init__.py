"""Every write about people, their invitations and their portal-wide roles."""

from accounts.services.invitations import (
    accept_invitation,
    find_invitation,
    invite_administrator,
    invite_person,
    offer_role,
    open_account,
    resend_invitation,
    revoke_invitation,
)
from accounts.services.own_account import (
    change_name,
    confirm_email_change,
    delete_account,
    end_every_session,
    end_session,
    forget_devices,
    request_email_change,
)
from accounts.services.portal_roles import grant_portal_role, revoke_portal_role
from accounts.services.upkeep import forget_what_ended

__all__ = [
    "accept_invitation",
    "change_name",
    "confirm_email_change",
    "delete_account",
    "end_every_session",
    "end_session",
    "find_invitation",
    "forget_devices",
    "forget_what_ended",
    "grant_portal_role",
    "invite_administrator",
    "invite_person",
    "offer_role",
    "open_account",
    "request_email_change",
    "resend_invitation",
    "revoke_invitation",
    "revoke_portal_role",
]
