"""Sealed texts of the report: read and written with the audit's key, each bound to its column and row."""

from typing import Any

from django.db.models import Model

from common import sealing
from revisions.models import UserAudit


def report_ring(audit: UserAudit) -> sealing.Keyring:
    """Read the audit's key once for a page or a job. Raises ``KeyStoreError`` when the store is away."""
    return sealing.keyring([audit.key_id])


def opened(ring: sealing.Keyring, audit: UserAudit, row: Model, field: str) -> str:
    """Return the text in ``row.field``; empty when nothing is there."""
    sealed: Any = getattr(row, field)
    if sealed is None or audit.key_id is None:
        return ""
    return ring.unseal(sealed, audit.key_id, place=sealing.place_of(row, field))
