"""Addresses that the portal has itself: a page written there would be published, listed, and reached by nobody."""

from typing import Any

from django.urls import Resolver404, resolve

#: Of the portal's own, those whose view shows the editors' page.
_SHOW_AN_EDITORS_PAGE = {
    "wagtail_serve",
    "about:privacy",
    "about:accessibility",
    "about:take_part",
    "about:about_us",
    "about:no_trace",
}


def fault_of_address(slug: str, parent: Any, page: Any = None) -> str:
    """Return why a page can't be called ``slug`` below ``parent``, in a sentence, or "".

    ``page`` is one that stands already: what stands below it gets new addresses with it.
    """
    if parent is None or not slug:
        return ""
    path = f"{address_of(parent)}{slug}/"
    taken = next((one for one in (path, *_below(page, path)) if _is_the_portals(one)), "")
    if not taken:
        return ""
    return f"Portalen har redan en egen sida på {taken}, så ingen skulle nå den här. Välj en annan adress."


def address_of(page: Any) -> str:
    """Return the address below the root of the tree, whose own slug is no part of it."""
    return "/" + str(page.url_path).split("/", 2)[2]


def _below(page: Any, path: str) -> list[str]:
    if page is None or not page.pk:
        return []
    # As it stands in the database: an editor may just have typed another slug.
    stood: str = type(page)._default_manager.values_list("url_path", flat=True).get(pk=page.pk)
    below = page.get_descendants().values_list("url_path", flat=True)
    return [path + str(one).removeprefix(stood) for one in below]


def _is_the_portals(path: str) -> bool:
    try:
        return resolve(path).view_name not in _SHOW_AN_EDITORS_PAGE
    except Resolver404:
        # No address at all: the field says so.
        return False
