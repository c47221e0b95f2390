"""``/.well-known/security.txt`` (RFC 9116)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from common.swedish import today

#: RFC 9116, 2.5.5 recommends less than a year ahead.
VALID = timedelta(days=330)


def text() -> str:
    """Return the file: where to write, in which languages, until when it holds, and where it stands."""
    contact = settings.PORTAL["security_contact"] or settings.PORTAL["coordinator_email"]
    if "://" not in contact and not contact.startswith(("mailto:", "tel:")):
        contact = f"mailto:{contact}"
    expires = datetime.combine(today() + VALID, time(), ZoneInfo("UTC"))
    lines = (
        "# Har du hittat en svaghet i portalen? Skriv hit. Vi svarar.",
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.PORTAL_ORIGIN}/.well-known/security.txt",
    )
    return "\n".join(lines) + "\n"
