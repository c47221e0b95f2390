"""Keeps machines out of the open forms with nothing to see, solve or leave empty.

Each form carries a signed note of when it was shown, with a number of its own. It cannot be invented, sent at once or
kept for days, and the number makes the same form sent twice one message. How many messages one network address may
send is counted by ``common.rate_limit``.
"""

import time
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core import signing

#: A person needs at least this long, in seconds.
SHORTEST = 3
#: A page may stand open this long, in seconds.
LONGEST = 24 * 60 * 60
_SALT = "common.form_note"


@dataclass(frozen=True)
class Shown:
    """A form as it was shown: its number, and how long ago in seconds."""

    form_id: UUID
    age: float

    @property
    def is_too_fast(self) -> bool:
        return self.age < SHORTEST


def new_note(form_id: UUID | None = None) -> str:
    """Return a signed note for a form that is shown now."""
    return signing.dumps([str(form_id or uuid4()), int(time.time())], salt=_SALT)


def read_note(note: str) -> Shown | None:
    """Return what the note says; nothing when it is too old, forged or missing."""
    try:
        form_id, shown_at = signing.loads(note, salt=_SALT, max_age=LONGEST)
        return Shown(UUID(form_id), time.time() - shown_at)
    except (signing.BadSignature, ValueError, TypeError):
        return None
