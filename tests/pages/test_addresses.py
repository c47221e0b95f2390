"""No page is written where the portal has a page of its own: it would be published, listed, and reached by nobody."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pages.editing.tree import ensure_tree
from pages.models import InformationPage
from tests.pages.editors import sent

pytestmark = pytest.mark.django_db


def _page(parent: Any, slug: str, **fields: Any) -> InformationPage:
    page: InformationPage = parent.add_child(
        instance=InformationPage(title="Sida", slug=slug, owner_role="Samordnaren", **fields)
    )
    return page


@pytest.mark.parametrize(
    ("slug", "is_free"),
    [
        ("arvode", False),
        ("kalender", False),
        ("aktuellt", True),
        ("tillganglighet", True),
    ],
)
def test_a_page_is_written_where_somebody_reaches_it(
    client: Any, coordinator: Any, slug: str, is_free: bool
) -> None:
    root = ensure_tree()
    client.force_login(coordinator)
    add = reverse("wagtailadmin_pages:add", args=["pages", "informationpage", root.pk])

    answer = client.post(add, {**sent(slug=slug), "action-publish": "1"}, follow=True)

    assert InformationPage.objects.filter(slug=slug).exists() == is_free
    told = f"Portalen har redan en egen sida på /{slug}/, så ingen skulle nå den här." in answer.text
    assert told != is_free
    if is_free:
        assert "Nytt brukarråd" in client.get(f"/{slug}/").text
    else:
        with pytest.raises(ValidationError):
            _page(root, slug)


def test_a_page_is_neither_renamed_moved_nor_copied_to_where_nobody_reaches_it(
    client: Any, coordinator: Any
) -> None:
    root = ensure_tree()
    parent = _page(root, "arbete")
    below = _page(parent, "arvode")
    own = _page(parent, "vilket-steg")
    client.force_login(coordinator)

    def url(name: str, *args: Any) -> str:
        return reverse(f"wagtailadmin_pages:{name}", args=args)

    told = [
        # Renamed: what stands below the page would lie under the portal's own.
        client.post(url("edit", parent.pk), {**sent(slug="delaktighetstrappan"), "action-publish": "1"}),
        client.post(url("move_confirm", below.pk, root.pk), follow=True),
        client.post(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
            + f"?id={below.pk}&next=/redaktion/",
            {"chooser": root.pk},
            follow=True,
        ),
        client.post(
            url("copy", below.pk),
            {
                "new_title": "Sida",
                "new_slug": "arvode",
                "new_parent_page": root.pk,
                "publish_copies": "on",
            },
        ),
    ]

    assert [answer.status_code for answer in told] == [200] * 4
    assert ["Portalen har redan en egen sida på" in answer.text for answer in told] == [True] * 4
    assert {page.url_path for page in InformationPage.objects.all()} == {
        f"/start/{path}/" for path in ("arbete", "arbete/arvode", "arbete/vilket-steg")
    }
    # Elsewhere everything goes as before.
    client.post(url("move_confirm", own.pk, root.pk))
    own.refresh_from_db()
    assert own.get_url() == "/vilket-steg/"
