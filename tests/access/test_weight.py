"""The first view of every type of public page weighs at most sixty kilobytes besides fonts (issue "The public pages", 6).

Reckoned from what the page asks for; ``tests/journeys/test_first_view.py`` weighs the portal's main pages in a browser.
"""

import gzip
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile

from common.actors import SYSTEM
from pages.content.shipped import load_demo_news, load_shipped_pages
from pages.editing.files import prepared_picture
from pages.models import InformationPage, NewsIndex, NewsPage, PortalImage, PortalRendition
from pages.pictures import shown_picture
from tests.access.build import routes
from tests.access.opening import address_of, ask
from tests.access.world import World
from tests.pages.files import photo_with_place
from tests.pages.whole_page import page_with_every_part

#: Bytes transferred besides fonts.
MOST = 60 * 1024
_ASKED = re.compile(
    r'<link rel="(?:stylesheet|icon)" href="/static/([^"]+)"|<script [^>]*src="/static/([^"]+)"'
    r'|<img (?![^>]*loading="lazy")[^>]*src="/static/([^"]+)"'
)
#: A browser takes one of a picture's files, not before it is needed when it is lazy.
_PICTURE = re.compile(r'<picture>((?:(?!</picture>|loading="lazy").)*)</picture>')
_IMPORTED = re.compile(r'(?:from|import) "(\./[^"]+|\.\./[^"]+)"|url\("?([^)"]+\.svg)"?\)')
_HASHED = re.compile(r"\.[0-9a-f]{12}(\.\w+)$")


@cache
def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def _asked_for(html: str) -> set[Path]:
    """Every file of ours that the page needs, and what those need in turn."""
    found: set[Path] = set()
    waiting = [_file(next(filter(None, match.groups()))) for match in _ASKED.finditer(html)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix in {".css", ".js"}:
            needed = _IMPORTED.finditer(path.read_text(encoding="utf-8"))
            waiting += [(path.parent / (match[1] or match[2])).resolve() for match in needed]
    return found


def _file(name: str) -> Path:
    found = finders.find(_HASHED.sub(r"\1", name))
    assert found, name
    return Path(found)


def _pictures(html: str) -> int:
    """What the pictures weigh when the browser takes the heaviest file of each."""
    weights = {one.url: one.file.size for one in PortalRendition.objects.all()}
    return sum(
        max(weights[address] for address in re.findall(r'(?:src(?:set)?="|, )(/[^" ]+)', inner))
        for inner in _PICTURE.findall(html)
    )


def _news_with_a_large_photo() -> str:
    upload = SimpleUploadedFile("IMG_0001.JPG", photo_with_place((6000, 4000)))
    picture = PortalImage.objects.create(title="Brukarrådet", file=prepared_picture(upload))
    # What is made while a page is asked for is rolled back with it.
    assert shown_picture(picture)
    page = NewsIndex.objects.get().add_child(
        instance=NewsPage(
            title="Nytt brukarråd",
            slug="stort-foto",
            owner_role="Samordnaren",
            picture=picture,
            picture_words="Fyra personer vid ett bord",
        )
    )
    return str(page.get_url())


def addresses(world: World) -> list[str]:
    """Return every type of public page, those that editors write with them."""
    # The shipped list of news has news below it.
    world.news_index.delete()
    load_shipped_pages(actor=SYSTEM)
    load_demo_news(actor=SYSTEM)
    written = [*InformationPage.objects.live(), *NewsPage.objects.live()]
    photo = _news_with_a_large_photo()
    whole = page_with_every_part().get_url()
    public = [address_of(world, route) for route in routes() if route.is_public_page]
    return [
        *dict.fromkeys(
            [*public, *(page.get_url() for page in written), photo, whole, "/aktuellt/", "/sok/?q=stöd"]
        )
    ]


def test_every_type_of_public_page_weighs_at_most_sixty_kilobytes(world: World) -> None:
    weighed: dict[str, int] = {}
    with_pictures: list[str] = []
    for address in addresses(world):
        answer = ask(world, "visitor", "GET", address)
        if answer.status != 200 or not answer.is_html:
            continue
        files = sum(_packed(path) for path in _asked_for(answer.content.decode()))
        pictures = _pictures(answer.content.decode())
        weighed[address] = files + pictures + len(gzip.compress(answer.content))
        with_pictures += [address] if pictures else []

    assert len(weighed) > 70
    assert {address: weight for address, weight in weighed.items() if weight > MOST} == {}
    # Nothing is reckoned as nothing: every page has its style sheets.
    assert min(weighed.values()) > 10_000
    assert any(address.endswith("/stort-foto/") for address in with_pictures)
