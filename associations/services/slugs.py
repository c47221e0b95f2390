"""Addresses of entries and networks."""

from django.db import models
from django.utils.text import slugify

#: Words that other pages of the directory already use as addresses.
RESERVED = {"arbete", "bekrafta", "natverk", "foreningar", "utskrift", "ny", "felanmalda", "bekraftelser"}


def free_slug(model: type[models.Model], name: str, fallback: str) -> str:
    """Return an address for ``name`` that no other row of ``model`` has: ``foreningen-lyktskenet``.

    It is settled once and stays when the name changes: it is promised to outsiders and to feeds.
    """
    base = slugify(name)[:150].strip("-") or fallback
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
