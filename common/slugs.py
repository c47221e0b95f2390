"""Addresses made from names: settled once, and kept when the name changes."""

from collections.abc import Collection

from django.db import models
from django.utils.text import slugify


def free_slug(
    model: type[models.Model],
    name: str,
    *,
    fallback: str = "namnlos",
    longest: int = 74,
    reserved: Collection[str] = (),
) -> str:
    """Return an address for ``name`` that no other row of ``model`` has: "oppenvarden-gavle", "…-2".

    ``longest`` leaves room for a number in the column; ``reserved`` are words that other pages use.
    """
    base = slugify(name)[:longest].strip("-") or fallback
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    taken.update(reserved)
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
