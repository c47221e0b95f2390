"""What a reader makes of one row of a table or one VEVENT, before it is judged."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from calendar_app.services.content import TimePlan
from common.errors import DomainError

MIB = 1024 * 1024
#: A file is at most this long, in bytes, as the upload form and the readers have it.
MOST_BYTES = 5 * MIB
#: And holds at most this many activities.
MOST_ROWS = 10_000
#: No cell or text property may be longer, in characters: longer ones are mistakes or attacks.
LONGEST_TEXT = 10_000


@dataclass
class Patience:
    """How long a file may take to read, in seconds: some rules are built to take for ever."""

    seconds: float = 120.0
    _started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise ``UnreadableFileError`` when the time is up."""
        if time.monotonic() - self._started > self.seconds:
            raise UnreadableFileError("Filen tar för lång tid att läsa. Dela upp den i flera mindre filer.")


class UnreadableFileError(DomainError):
    """The file as a whole cannot be used. The sentence says why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """One activity as the file has it.

    ``texts`` holds the file's own words by field of ``EventContent`` (``association_ids`` are names).
    ``problems`` say what stops the row, each beginning with its column; ``remarks`` what was left out.
    """

    number: int
    uid: str = ""
    # Set for a changed time that came without its series: the series' own Id.
    series_uid: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    plan: TimePlan | None = None
    cancelled: bool = False
    private: bool = False
    cancelled_starts: tuple[datetime, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
