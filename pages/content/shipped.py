"""Where the shipped texts are, and how they are laid in."""

from pathlib import Path
from typing import Final

from django.conf import settings

from common.actors import Actor
from pages.content.loader import Loaded, import_pages
from pages.content.reading import read_news, read_pages

PAGES: Final = Path(settings.BASE_DIR) / "data" / "pages"
#: Invented news for trial installations.
DEMO_NEWS: Final = PAGES / "news"


def load_shipped_pages(*, actor: Actor, folder: Path = PAGES) -> Loaded:
    """Lay in the pages of the folder."""
    return import_pages(read_pages(folder), actor=actor)


def load_demo_news(*, actor: Actor) -> Loaded:
    """Lay in news about nothing that has happened; the pages must be there."""
    pages = read_pages(PAGES)
    news = read_news(DEMO_NEWS, owner=str(settings.PORTAL["coordinator_title"]))
    return import_pages([*pages, *news], actor=actor)
