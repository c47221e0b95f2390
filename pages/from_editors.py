"""What the start page shows of what editors have published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from pages.editing.addresses import address_of
from pages.models import InformationPage, NewsIndex, NewsPage, PortalRoot

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
    """What stands first of all, the newest news, the list of all news, and addresses by the names in ``WANTED``.

    What is missing is not written or not published.
    """

    lead: str

    news: list[NewsPage]
    all_news: str
    pages: dict[str, str]


def from_editors() -> FromEditors:
    """Return what there is, in four questions to the database however much is written."""
    news = list(NewsPage.objects.for_listing()[:NEWS])
    index = NewsIndex.objects.live().first()
    live = Page.objects.live().filter(slug__in=[path.split("/")[-2] for path in WANTED.values()])
    paths = {address_of(page) for page in live}
    return FromEditors(
        lead=PortalRoot.objects.values_list("lead", flat=True).first() or "",
        news=news,
        all_news=address_of(index) if index else "",
        pages={name: path for name, path in WANTED.items() if path in paths},
    )


def published_at(path: str) -> InformationPage | None:
    """Return the page that an editor has published at ``path``, directly below the start page."""
    slug = path.strip("/")
    found: Iterable[InformationPage] = InformationPage.objects.live().filter(slug=slug)
    return next((page for page in found if address_of(page) == f"/{slug}/"), None)


def redirect_of(request: HttpRequest) -> str:
    """Return where the page that stood at the address is now, when an editor has moved it; else ""."""
    found = get_redirect(request, Redirect.normalise_path(request.path_info))
    return (found.link or "") if found else ""
