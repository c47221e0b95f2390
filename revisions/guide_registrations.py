"""What a person has said about guides, for their own extract and for deleting an account."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from common import registries
from common.registries import PersonalData
from revisions.models import GuideComment


def register() -> None:
    """Fill in the registries."""
    registries.register_personal_data(PersonalData("revisions.guide", extract, erase))


def extract(user: User) -> list[dict[str, Any]]:
    """List the comments a person has written."""
    return list(_comments(user))


def erase(user: User) -> None:
    """Detach the comments: they belong to the team's work and stay, without a person."""
    GuideComment.objects.filter(by=user).update(by=None)


def _comments(user: User) -> Iterator[dict[str, Any]]:
    rows = GuideComment.objects.filter(by=user).select_related("guide__audit").order_by("pk")
    for comment in rows:
        yield {
            "vad": "Kommentar till en intervjuguide",
            "revision": comment.guide.audit.title,
            "kommentar": comment.text,
            "när": comment.created_at,
        }
