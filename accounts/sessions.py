"""Sessions in the database, as Django keeps them, read by a query that is built once (``SESSION_ENGINE``)."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from common.prepared import PreparedRow

_SESSION = PreparedRow(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key="a-session-key",
    now=datetime(1970, 1, 1, tzinfo=UTC),
)


class SessionStore(DatabaseStore):
    """Django's own, but for how a session is read: every page of a signed-in person begins with that."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing when it has ended."""
        # PostgreSQL refuses a NUL character, and no key of ours holds one.
        known = self.session_key and "\0" not in self.session_key
        session = _SESSION.find(key=self.session_key, now=timezone.now()) if known else None
        if session is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(session.session_data)
        return held
