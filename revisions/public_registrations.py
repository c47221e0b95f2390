"""What other rooms show of the published audits; filled in by ``RevisionsConfig.ready``."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common import registries
from common.registries import NavItem, SearchHit
from revisions.queries import public


def register() -> None:
    """Fill in the registries."""
    registries.register_main_nav(NavItem("Brukarrevisioner", "/brukarrevisioner/", order=30))
    registries.register_search("brukarrevisioner", search)


def search(words: str, user: Any) -> Iterator[SearchHit]:
    """Published audits that match; the same for everybody."""
    for audit, rank in public.search_hits(words):
        yield SearchHit(
            title=audit.question or audit.title,
            url=reverse("audits:audit", args=[audit.slug]),
            kind="Brukarrevision",
            excerpt=audit.lead_text[:200],
            rank=rank,
        )
