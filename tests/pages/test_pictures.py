"""Pictures on pages: light, in measures for phones and desks, and missed by nobody when a file is lost."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from common.stamps import raise_stamp
from pages import tasks
from pages.models import NewsPage, PortalImage, PortalRendition
from pages.pictures import MOST_KIB
from tests.pages.editors import news_index
from tests.pages.files import picture_bytes

pytestmark = pytest.mark.django_db


def _photo(size: tuple[int, int], kind: str = "JPEG") -> SimpleUploadedFile:
    """The heaviest photo there is: nothing in it is like anything else in it."""
    out = io.BytesIO()
    photo = Image.effect_noise(size, 120).convert("RGB" if kind == "JPEG" else "RGBA")
    photo.save(out, kind)
    return SimpleUploadedFile(f"p.{kind.lower()}", out.getvalue())


def _news(file: SimpleUploadedFile, *, is_published: bool = True) -> NewsPage:
    picture = PortalImage.objects.create(title="Bild", file=file)
    page: NewsPage = news_index().add_child(
        instance=NewsPage(
            title="Nyhet",
            slug="nyhet",
            owner_role="Samordnaren",
            live=is_published,
            picture=picture,
            picture_words='Rådet äter "bullar"',
            body=[("image", {"image": picture})],
        )
    )
    return page


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_heaviest_photo_is_light_and_old_phones_see_it_too(client: Any, kind: str) -> None:
    _news(_photo((1000, 1400), kind))

    html = client.get("/aktuellt/nyhet/").content.decode()

    first, in_text = re.findall(r"<picture>.*?</picture>", html)
    assert 'alt="Rådet äter &quot;bullar&quot;"' in first
    # As wide as it stands on the page, whatever the file that is chosen.
    assert 'width="514" height="720"' in first
    assert ("lazy" in first, "lazy" in in_text) == (False, True)
    files = {one.url: one.file for one in PortalRendition.objects.all()}
    candidates = re.search(r'srcset="([^"]+)"', first)[1].split(", ")  # type: ignore[index]
    old = re.search(r'src="([^"]+)"', first)[1]  # type: ignore[index]
    asked = {old: "JPEG", **{one.split()[0]: "WEBP" for one in candidates}}
    assert len(asked) == 3
    for address, wanted in asked.items():
        with files[address].open("rb") as kept, Image.open(kept) as shown:
            assert (shown.format, files[address].size <= MOST_KIB * 1024) == (wanted, True), address


def test_a_small_picture_is_named_once_and_not_blown_up(client: Any) -> None:
    _news(SimpleUploadedFile("b.png", picture_bytes((300, 200))))

    html = client.get("/aktuellt/nyhet/").content.decode()

    assert re.search(r'srcset="\S+ 300w"', html)
    assert 'width="300" height="200"' in html


def test_a_page_opens_although_the_file_of_its_picture_is_lost(client: Any) -> None:
    page = _news(SimpleUploadedFile("b.png", picture_bytes((300, 200))))
    assert page.picture
    page.picture.file.storage.delete(page.picture.file.name)

    answer = client.get("/aktuellt/nyhet/")

    assert answer.status_code == 200
    assert "<picture" not in answer.content.decode()


@pytest.mark.parametrize("lost", ["format-webp|max-400", "format-webp|max-720", "format-jpeg"])
def test_a_page_opens_although_one_measure_can_not_be_made_again(client: Any, lost: str) -> None:
    page = _news(_photo((1000, 1400)))
    assert "<picture" in client.get("/aktuellt/nyhet/").content.decode()
    assert page.picture
    page.picture.file.storage.delete(page.picture.file.name)
    PortalRendition.objects.get(filter_spec__startswith=lost).delete()
    cache.clear()
    raise_stamp("pages")

    answer = client.get("/aktuellt/nyhet/")

    assert answer.status_code == 200
    assert "<picture" not in answer.content.decode()


def test_pictures_are_made_when_the_page_is_published_and_not_by_a_visitor(
    client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = _news(_photo((1000, 1400)), is_published=False)
    assert not PortalRendition.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    made = set(PortalRendition.objects.values_list("pk", flat=True))
    assert len(made) == 3
    tasks.make_pictures(page.pk)
    assert set(PortalRendition.objects.values_list("pk", flat=True)) == made
    assert "<picture" in client.get("/aktuellt/nyhet/").content.decode()
    assert set(PortalRendition.objects.values_list("pk", flat=True)) == made


def test_a_page_that_waits_for_its_time_has_no_pictures_made(django_capture_on_commit_callbacks: Any) -> None:
    page = _news(SimpleUploadedFile("b.png", picture_bytes((300, 200))), is_published=False)
    page.go_live_at = timezone.now() + timedelta(days=2)

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert not PortalRendition.objects.exists()
