"""The audit's material while it is analysed: when it may be opened, and that every opening is noted."""

from collections.abc import Iterable

from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.models import TrailEntry
from revisions.models import AuditStatus, Interview, UserAudit
from revisions.services.interviews import ONE_OPENING
from revisions.services.shared import locked_audit, require

PERMISSION = "revisions.analyse"
#: While these last, passages are coded.
CODING = (AuditStatus.ANALYSING, AuditStatus.DRAFT, AuditStatus.FACTCHECK)
#: While these last, findings and quotes are written; after publication for a corrected edition.
FINDING = (*CODING, AuditStatus.PUBLISHED, AuditStatus.FOLLOWING_UP)

NOT_YET = (
    "Svaren läses tillsammans när alla intervjuer är klara. Revisionsledaren bestämmer när analysen börjar."
)
NO_MORE = "Analysen är avslutad för den här revisionen. Då ändras inget mer i den."
DESTROYED = "Råmaterialet är förstört. Det som publicerades av det finns kvar."


def why_closed(audit: UserAudit) -> str:
    """Return why the material can't be read now, or ""."""
    if audit.raw_destroyed_on is not None:
        return DESTROYED
    return "" if audit.has_reached(AuditStatus.ANALYSING) else NOT_YET


def why_not_coded(audit: UserAudit) -> str:
    """Return why passages can't be marked now, or ""."""
    return why_closed(audit) or ("" if audit.status in CODING else NO_MORE)


def locked_for_coding(audit: UserAudit, actor: Actor) -> UserAudit:
    """Lock the audit's row for somebody who codes. Raises ``DomainError`` with the reason when nobody may."""
    locked = _locked(audit, actor)
    if reason := why_not_coded(locked):
        raise DomainError(reason)
    return locked


def locked_for_findings(audit: UserAudit, actor: Actor) -> UserAudit:
    """Lock the audit's row for somebody who writes findings or chooses quotes."""
    locked = _locked(audit, actor)
    if locked.status not in FINDING:
        raise DomainError(NO_MORE if locked.has_reached(AuditStatus.ANALYSING) else NOT_YET)
    return locked


def record_openings(interviews: Iterable[Interview], *, actor: Actor) -> None:
    """Note on the trail that a person opened these interviews: two queries, however many there are."""
    by_id = {str(interview.pk): interview for interview in interviews}
    if not by_id:
        return
    lately = TrailEntry.objects.filter(
        kind=TrailEntry.Kind.OPENED,
        actor_id=actor.actor_id,
        object_type=Interview._meta.label_lower,
        object_id__in=list(by_id),
        at__gt=timezone.now() - ONE_OPENING,
    )
    known = set(lately.values_list("object_id", flat=True))
    trail.record_all_opened([one for pk, one in by_id.items() if pk not in known], actor=actor)


def person_of(actor: Actor) -> int | None:
    """Return the acting person's id; ``None`` for the portal itself."""
    return getattr(actor, "pk", None)


def _locked(audit: UserAudit, actor: Actor) -> UserAudit:
    locked = locked_audit(audit)
    require(actor, PERMISSION, locked)
    return locked
