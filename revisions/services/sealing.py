"""The audit's own key: seals memos, findings, quotes' wording, drafts and replies until publication."""

from uuid import UUID

from common import sealing
from revisions.models import UserAudit


def audit_key(audit: UserAudit) -> UUID:
    """Return the audit's key, made at first need. The caller holds the audit's row lock."""
    if audit.key_id is None:
        audit.key_id = sealing.new_key()
        audit.save(update_fields=["key_id"])
    return audit.key_id
