"""What the signed-in frame needs: whose workspace it is, and the links at the foot."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from inflytande.overview.queries import workspace_label

#: (label, name of address, permission or ""): links about oneself and about the portal's upkeep.
_ACCOUNT_LINKS = (
    ("Mitt konto", "accounts:home", ""),
    ("Mina roller", "roles:mine", ""),
    ("Bjud in", "accounts:invitations", "accounts.invite_user"),
    ("Hjälpnummer", "pages:crisis_lines", "pages.maintain_crisis_lines"),
    ("Ord att akta", "pages:privacy_words", "pages.maintain_privacy_words"),
    ("Ord i sökningen", "pages:synonyms", "pages.maintain_synonyms"),
    ("Spårbarhet", "trail:entries", "accounts.read_trail"),
)


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values; evaluated only by pages that show them."""
    user = getattr(request, "user", None)
    return {
        "workspace_label": SimpleLazyObject(lambda: workspace_label(user)),
        "account_nav": SimpleLazyObject(lambda: _account_links(user)),
    }


def _account_links(user: Any) -> list[dict[str, str]]:
    links = []
    for label, name, permission in _ACCOUNT_LINKS:
        if not permission or user.has_perm(permission):
            try:
                links.append({"label": label, "url": reverse(name)})
            except NoReverseMatch:
                continue
    return links
