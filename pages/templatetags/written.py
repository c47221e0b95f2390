"""Words for what editors write."""

from urllib.parse import urlsplit

from django import template

register = template.Library()


@register.filter
def link_host(address: str) -> str:
    """Return whose site an address leads to: "vimeo.com"."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
