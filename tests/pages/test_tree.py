"""The editors' tree: made by itself, one root, roles mirrored in Wagtail's groups."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import TransactionTestCase
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.models import PortalRole
from pages.editing.tree import EDITORS, PUBLISHERS, ensure_tree
from pages.models import InformationPage, PortalRoot

pytestmark = pytest.mark.django_db


def test_a_second_look_changes_nothing() -> None:
    first = ensure_tree()
    pages, groups = Page.objects.count(), Group.objects.count()

    again = ensure_tree()

    assert (again.pk, Page.objects.count(), Group.objects.count()) == (first.pk, pages, groups)
    assert Site.objects.get(is_default_site=True).root_page_id == PortalRoot.objects.get().pk
    assert not Page.objects.filter(title__contains="Welcome").exists()
    assert set(Group.objects.values_list("name", flat=True)) >= {EDITORS, PUBLISHERS}
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


@pytest.mark.django_db(transaction=True)
def test_an_entirely_empty_database_gets_the_same_tree_once() -> None:
    # Given not even what Wagtail's own migrations leave behind
    TransactionTestCase()._fixture_teardown()  # type: ignore[attr-defined]
    assert not Page.objects.exists()
    assert not Group.objects.exists()
    assert not Workflow.objects.exists()

    # When the tree is asked for twice
    first = ensure_tree()
    again = ensure_tree()

    # Then everything it needs stands there, once
    assert again.pk == first.pk == PortalRoot.objects.get().pk
    assert Page.objects.count() == 2
    assert Site.objects.get().root_page_id == first.pk
    assert Collection.objects.count() == 1
    assert set(Group.objects.values_list("name", flat=True)) == {EDITORS, PUBLISHERS}
    workflow = Workflow.objects.get()
    assert WorkflowTask.objects.get().workflow == workflow
    assert WorkflowPage.objects.get().workflow == workflow
    assert WorkflowTask.objects.get().task.specific.groups.get().name == PUBLISHERS
    for name, verbs in ((EDITORS, ("add", "choose")), (PUBLISHERS, ("add", "change", "choose"))):
        on_files = GroupCollectionPermission.objects.filter(group__name=name)
        assert set(on_files.values_list("permission__codename", flat=True)) == {
            f"{verb}_{kind}" for verb in verbs for kind in ("image", "document")
        }


def test_the_groups_follow_the_roles(editor: Any, coordinator: Any, outsider: Any) -> None:
    root = ensure_tree()

    assert editor.has_perm("wagtailadmin.access_admin")
    assert not outsider.has_perm("wagtailadmin.access_admin")
    assert root.permissions_for_user(editor).can_add_subpage()
    assert not root.permissions_for_user(editor).can_publish_subpage()
    assert root.permissions_for_user(coordinator).can_publish_subpage()

    PortalRole.objects.filter(user=editor).get().delete()

    assert not editor.groups.exists()


def test_a_published_page_is_open_and_a_draft_is_not(client: Any) -> None:
    root = ensure_tree()
    page = root.add_child(
        instance=InformationPage(title="Om oss", slug="om-oss", lead="Vilka vi är.", owner_role="Samordnaren")
    )
    draft = root.add_child(
        instance=InformationPage(title="Inte än", slug="inte-an", owner_role="Samordnaren", live=False)
    )

    assert "Vilka vi är." in client.get("/om-oss/").content.decode()
    assert page.get_url() == "/om-oss/"
    assert client.get(f"/{draft.slug}/").status_code == 404


def test_the_editors_rooms_are_closed_to_others(client: Any, editor: Any, outsider: Any) -> None:
    ensure_tree()
    assert client.get("/redaktion/").status_code == 302

    client.force_login(outsider)
    assert client.get("/redaktion/").status_code == 403

    client.force_login(editor)
    answer = client.get("/redaktion/")
    assert answer.status_code == 200
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
