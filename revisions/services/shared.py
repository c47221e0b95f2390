"""What the writes of this room share: the permission, the locked row, the version, the stamp."""

from typing import Any

from django.utils.text import slugify

from common import stamps
from common.actors import Actor
from common.errors import DomainError
from common.writing import CONFLICT, write_facts
from revisions.models import AuditStatus, UserAudit

__all__ = [
    "CONFLICT",
    "NO_PERMISSION",
    "STAMP",
    "TOO_LATE",
    "free_audit_slug",
    "locked_audit",
    "locked_open_audit",
    "require",
    "stamp_if_public",
    "write_facts",
]

#: The room whose stamp cached public pages read.
STAMP = "revisions"
NO_PERMISSION = "Du har inte behörighet att göra det här. Fråga revisionsledaren eller samordnaren."
TOO_LATE = "Revisionen är avslutad eller avbruten. Då ändras inget mer."


def require(actor: Actor, permission: str, subject: Any) -> None:
    """Raise ``DomainError`` unless ``actor`` holds ``permission`` for ``subject``."""
    if not actor.has_perm(permission, subject):
        raise DomainError(NO_PERMISSION)


def locked_audit(audit: UserAudit) -> UserAudit:
    """Lock the audit's row and return it as the database holds it."""
    return UserAudit._base_manager.select_for_update().get(pk=audit.pk)


def locked_open_audit(audit: UserAudit) -> UserAudit:
    """Lock the row; raise ``DomainError`` when the audit is closed or cancelled."""
    locked = locked_audit(audit)
    if locked.status in {AuditStatus.CLOSED, AuditStatus.CANCELLED}:
        raise DomainError(TOO_LATE)
    return locked


def free_audit_slug(title: str) -> str:
    """Return a public address that no other audit has."""
    wanted = slugify(title)[:110] or "revision"
    taken = set(UserAudit.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def stamp_if_public(audit: UserAudit) -> None:
    """Let cached public pages be made anew when anybody can know of the audit."""
    if audit.has_reached(AuditStatus.PREPARING) or audit.status == AuditStatus.CANCELLED:
        stamps.raise_stamp(STAMP)
