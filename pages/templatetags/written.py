"""What editors have written, as a page shows it."""

from typing import Any
from urllib.parse import urlsplit

from django import template

from pages.pictures import ShownPicture, shown_picture

register = template.Library()


@register.filter
def link_host(address: str) -> str:
    """Return whose site an address leads to: "vimeo.com"."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@register.simple_tag(name="shown_picture")
def picture_on_page(image: Any, words: str | None = None, is_lazy: bool = False) -> ShownPicture | None:
    """Return the picture in measures and weights for phones and desks (``pages.pictures``)."""
    return shown_picture(image, words, is_lazy=is_lazy)
