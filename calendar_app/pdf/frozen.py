"""What an edition is made from, as plain values that are stored in it and never change.

Only what anybody may read on the web goes in, and no person's name. An edition is kept for good; the
telephone numbers and addresses for questions in it are not (``services.edition_contacts``).
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

#: Raised when the shape below changes, so that old editions can still be told apart.
SHAPE = 1


@dataclass(frozen=True, kw_only=True)
class PrintedRow:
    """One occurrence. ``start`` and ``end`` are Stockholm wall-clock times in ISO 8601; whole days end at midnight."""

    uid: str
    start: str
    end: str
    all_day: bool
    title: str
    organisers: list[str]
    place: str
    town: str
    online: str
    registration: str
    phone: str
    email: str
    cost: str
    access: str
    step: int | None
    cancelled: bool
    new_time: bool
    full: bool

    @property
    def starts(self) -> datetime:
        """The start, in Stockholm wall-clock time."""
        return datetime.fromisoformat(self.start)

    @property
    def ends(self) -> datetime:
        """The end, in Stockholm wall-clock time."""
        return datetime.fromisoformat(self.end)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference from the edition before. ``what`` is the word in front: Nytt, Inställt, Ny tid …

    ``uid`` tells which occurrence it is about; editions from before it was kept have none.
    """

    what: str
    when: str
    title: str
    detail: str
    uid: str = ""


@dataclass(frozen=True, kw_only=True)
class Since:
    """The edition before, and what has happened since."""

    number: int
    day: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class FrozenCalendar:
    """Everything a printed calendar says. ``day`` is "senast uppdaterad"."""

    period: str
    paper: str
    day: str
    name: str
    county: str
    responsible: str
    responsible_email: str
    web_url: str
    crisis: list[str]
    rows: list[PrintedRow]
    since: Since | None = None
    contacts_forgotten: bool = False
    shape: int = SHAPE

    @property
    def updated(self) -> date:
        """The day the data was frozen."""
        return date.fromisoformat(self.day)

    def to_json(self) -> dict[str, Any]:
        """Return what ``Edition.data`` stores."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "FrozenCalendar":
        """Return what ``to_json`` stored."""
        since = stored["since"]
        if since is not None:
            since = Since(
                number=since["number"],
                day=since["day"],
                changes=[Change(**change) for change in since["changes"]],
            )
        rows = [PrintedRow(**row) for row in stored["rows"]]
        return cls(**{**stored, "rows": rows, "since": since})
