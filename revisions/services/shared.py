"""What the writes of this room share: the permission, the locked row, the version, the stamp."""

from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils.text import slugify

from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from revisions.models import AuditStatus, UserAudit

ModelT = TypeVar("ModelT", bound=models.Model)

#: The room whose stamp cached public pages read.
STAMP = "revisions"
NO_PERMISSION = "Du har inte behörighet att göra det här. Fråga revisionsledaren eller samordnaren."
CONFLICT = (
    "Det har sparats ändringar sedan du öppnade sidan. Det du skrev står kvar. "
    "Jämför det som skiljer och spara igen om ditt ska gälla."
)
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


def write_facts(locked: ModelT, facts: Any, *, expected_version: int, actor: Actor, verb: str) -> list[str]:
    """Write the facts that differ, raise version and trail; return their names.

    Raises ``EditConflictError`` with saved and typed values when somebody saved in between.
    """
    row: Any = locked
    changed = [fact.name for fact in fields(facts) if getattr(row, fact.name) != getattr(facts, fact.name)]
    if not changed:
        return []
    if row.version != expected_version:
        raise EditConflictError(
            CONFLICT, changed={_label(row, name): _pair(row, facts, name) for name in changed}
        )
    for name in changed:
        setattr(row, name, getattr(facts, name))
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    trail.record(verb, row, actor=actor, fields=changed)
    return changed


def stamp_if_public(audit: UserAudit) -> None:
    """Let cached public pages be made anew when anybody can know of the audit."""
    if audit.has_reached(AuditStatus.PREPARING) or audit.status == AuditStatus.CANCELLED:
        stamps.raise_stamp(STAMP)


def _label(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return str(field.verbose_name).capitalize()


def _pair(row: Any, facts: Any, name: str) -> tuple[str, str]:
    return _shown(getattr(row, name)), _shown(getattr(facts, name))


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
