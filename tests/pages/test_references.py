"""Wagtail's index of references knows pages and nothing of the other rooms."""

from typing import Any

import pytest
from wagtail.models import ReferenceIndex

from accounts.models import PortalRole
from pages.editing.tree import ensure_tree
from pages.models import NewsIndex, NewsPage

pytestmark = pytest.mark.django_db


def test_only_pages_and_what_belongs_to_them_are_followed() -> None:
    rooms = {model._meta.app_label for model in ReferenceIndex.tracked_models}

    assert "pages" in rooms
    assert all(room.startswith(("pages", "wagtail", "taggit")) for room in rooms), rooms


def test_a_row_of_another_room_leaves_no_reference(
    outsider: Any, municipality: Any, django_capture_on_commit_callbacks: Any
) -> None:
    index = ensure_tree().add_child(
        instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren")
    )
    before = ReferenceIndex.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        PortalRole.objects.create(user=outsider, role="editor")
    after_a_role = ReferenceIndex.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        index.add_child(
            instance=NewsPage(
                title="Nyhet", slug="nyhet", owner_role="Samordnaren", municipality=municipality
            )
        )

    assert after_a_role == before
    assert ReferenceIndex.objects.count() > before
