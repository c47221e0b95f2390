"""A draft may lack anything but is never lost; what is handed in, approved or published lacks nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import TaskState

from common.swedish import today
from pages.models import NewsPage, PortalImage
from tests.pages.editors import BY_ITSELF, draft, news_index, paragraph, sent
from tests.pages.files import picture_bytes

pytestmark = pytest.mark.django_db

#: Every part with nothing written in it, and with half of it.
UNFINISHED: dict[str, dict[str, Any]] = {
    "text": {"": paragraph("")},
    "fact": {"heading": "", "text": paragraph("")},
    "quote": {"words": "", "said_where": ""},
    "image": {"image-image": "", "image-alt_text": "", "caption": ""},
    "table": {"caption": "", "table-caption": "", "table-column-count": "0", "table-row-count": "0"},
    "law": {"name": "Socialtjänstlag", "number": "", "chapter": "", "words": paragraph(""), "quote": "", "wording_of": "", "source": ""},
    "links": {"count": "1", "0-deleted": "", "0-order": "0", "0-id": "", "0-value-words": "klicka här", "0-value-page": "", "0-value-address": ""},
    "documents": {"documents-count": "1", "documents-0-deleted": "", "documents-0-order": "0", "documents-0-id": "", "documents-0-value": ""},
    "film": {"title": "", "language": "sv", "file": "", "captions": "", "address": "", "length": "", "transcript": paragraph("")},
    "wheel": {"letters-count": "1", "letters-0-deleted": "", "letters-0-order": "0", "letters-0-id": "", "letters-0-value-letter": "", "letters-0-value-word": "", "letters-0-value-text": ""},
    "section": {"heading": "", "body-count": "0"},
}  # fmt: skip


@pytest.fixture
def picture() -> PortalImage:
    image: PortalImage = PortalImage.objects.create(
        title="Bild", file=SimpleUploadedFile("b.png", picture_bytes((40, 30)))
    )
    return image


@pytest.fixture
def add(client: Any, coordinator: Any) -> str:
    client.force_login(coordinator)
    return reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_index().pk])


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_draft_saves_itself_although_the_picture_lacks_words_and_is_published_first_with_them(
    client: Any, add: str, picture: PortalImage
) -> None:
    saved = client.post(add, sent(picture=picture.pk), **BY_ITSELF)
    page = NewsPage.objects.get(slug="nytt-brukarrad")

    refused = client.post(_edit(page), {**sent(picture=picture.pk), "action-publish": "1"})
    file_name = client.post(
        _edit(page), {**sent(picture=picture.pk, picture_words="IMG_0001.jpg"), "action-publish": "1"}
    )
    page.refresh_from_db()
    was_live = page.live
    words = sent(picture=picture.pk, picture_words="Två personer vid ett bord")
    client.post(_edit(page), {**words, "action-publish": "1"})

    assert saved.json()["success"] is True
    assert "Skriv vad bilden visar, eller kryssa i" in refused.content.decode()
    assert "ser ut som ett filnamn" in file_name.content.decode()
    page.refresh_from_db()
    assert (was_live, page.live, page.picture) == (False, True, picture)


def test_what_a_draft_can_not_hold_is_named_and_nothing_of_it_is_kept(client: Any, add: str) -> None:
    later = (today() + timedelta(days=2)).isoformat()

    number = client.post(add, sent(lead="Ring 19121212-1212"), **BY_ITSELF)
    day = client.post(add, sent(reviewed_on=later), **BY_ITSELF)
    within = client.post(add, sent(("text", {"": paragraph("Ring 19121212-1212")})), **BY_ITSELF)
    nameless = client.post(add, sent(title=""), **BY_ITSELF)

    told = [answer.json()["error_message"] for answer in (number, day, within, nameless)]
    assert [answer.status_code for answer in (number, day, within, nameless)] == [400] * 4
    assert all(sentence.startswith("Det du har skrivit står kvar här.") for sentence in told)
    assert "Ingress: " in told[0]
    assert "personnummer" in told[0]
    assert "Granskad: Dagen har inte varit än" in told[1]
    assert "Innehåll: " in told[2]
    assert "personnummer" in told[2]
    assert "Rubrik: Skriv en rubrik." in told[3]
    assert not NewsPage.objects.filter(slug="nytt-brukarrad").exists()


@pytest.mark.parametrize("kind", UNFINISHED)
def test_every_part_can_wait_half_finished_in_a_draft_be_looked_at_and_not_be_published(
    client: Any, add: str, kind: str
) -> None:
    form = sent((kind, UNFINISHED[kind]))

    saved = client.post(add, form, **BY_ITSELF)
    page = NewsPage.objects.get(slug="nytt-brukarrad")
    looked_at = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    shown = client.post(looked_at, form).json()
    preview = client.get(looked_at)
    refused = client.post(_edit(page), {**form, "action-publish": "1"})

    assert saved.json()["success"] is True, saved.json()
    assert shown == {"is_valid": True, "is_available": True}
    assert preview.status_code == 200
    assert "något behöver rättas" in refused.content.decode()
    page.refresh_from_db()
    assert not page.live


def test_approving_without_opening_the_page_publishes_nothing_unfinished(
    client: Any, coordinator: Any, editor: Any, picture: PortalImage
) -> None:
    page = draft(picture=picture, picture_words="Två personer vid ett bord")
    page.get_workflow().start(page, editor)
    page.picture_words = ""
    page.save_revision(clean=False)
    client.force_login(coordinator)
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])

    answer = client.post(address, follow=True)
    page.refresh_from_db()
    was_live = page.live
    page.picture_words = "Två personer vid ett bord"
    page.save_revision(clean=False)
    client.post(address)

    assert "något saknas i utkastet" in answer.content.decode()
    page.refresh_from_db()
    assert (was_live, page.live) == (False, True)


def test_many_at_once_publishes_nothing_unfinished(
    client: Any, coordinator: Any, picture: PortalImage
) -> None:
    whole = draft(title="Hel", slug="hel")
    lacking = draft(title="Halv", slug="halv", picture=picture)
    client.force_login(coordinator)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    refused = client.post(f"{address}?id={whole.pk}&id={lacking.pk}&next=/redaktion/", follow=True)
    client.post(f"{address}?id={whole.pk}&next=/redaktion/")

    assert "”Halv” är inte publicerad" in refused.content.decode()
    assert list(NewsPage.objects.live().filter(slug__in=["hel", "halv"])) == [whole]


def test_a_piece_of_news_is_one_step_away(client: Any, editor: Any) -> None:
    index = news_index()
    client.force_login(editor)
    start = client.get("/redaktion/").content.decode()

    form = client.get("/redaktion/ny-nyhet/", follow=True)

    assert 'href="/redaktion/ny-nyhet/"' in start
    assert form.redirect_chain[-1][0] == reverse(
        "wagtailadmin_pages:add", args=["pages", "newspage", index.pk]
    )
