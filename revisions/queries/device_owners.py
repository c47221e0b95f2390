"""Under which name a phone keeps somebody's unsent answers, and whether those it holds still have an account.

A phone knows people by opaque names and asks for those it holds. It learns nothing that the names don't already stand
for, and forgets what lies there of somebody whose account is gone.
"""

import hashlib
from collections.abc import Collection
from uuid import UUID

from accounts.models import User


def mark_of(actor_id: UUID) -> str:
    """Return the name of the person with this id of the trail: opaque, and the same for as long as the account exists.

    Not made with ``SECRET_KEY``: a new one would leave text on phones that its writer could send no more.
    """
    return hashlib.sha256(f"revisions.interview_device:{actor_id}".encode()).hexdigest()[:32]


def known_owners(marks: Collection[str]) -> list[str]:
    """Return those of ``marks`` that belong to an account."""
    wanted = set(marks)
    return sorted(wanted.intersection(map(mark_of, User.objects.values_list("actor_id", flat=True))))
