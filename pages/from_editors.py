"""What the start page shows of what editors have published."""

from dataclasses import dataclass

from wagtail.models import Page

from pages.models import NewsIndex, NewsPage

#: So many pieces of news stand on the start page.
NEWS = 3
#: Pages that the start page leads to, by the end of their address, when they are published.
WANTED = {
    "ways": "/sa-paverkar-du/",
    "paid": "/sa-paverkar-du/arvode/",
    "laws": "/sa-paverkar-du/lagar/",
    "ladder": "/delaktighetstrappan/",
    "about": "/om-oss/",
    "easy": "/lattlast/",
    "english": "/in-english/",
    "finnish": "/suomeksi/",
}


@dataclass(frozen=True)
class FromEditors:
    """The newest news, the list of all news, and addresses by the names in ``WANTED``; missing ones are not published."""

    news: list[NewsPage]
    all_news: str
    pages: dict[str, str]


def from_editors() -> FromEditors:
    """Return what there is, in three questions to the database however much is written."""
    news = list(NewsPage.objects.for_listing()[:NEWS])
    index = NewsIndex.objects.live().first()
    live = Page.objects.live().filter(slug__in=[path.split("/")[-2] for path in WANTED.values()])
    paths = {_path(page) for page in live}
    return FromEditors(
        news=news,
        all_news=_path(index) if index else "",
        pages={name: path for name, path in WANTED.items() if path in paths},
    )


def _path(page: Page) -> str:
    """Return the address below the root of the tree, whose own slug is no part of it."""
    return "/" + str(page.url_path).split("/", 2)[2]
