"""Addresses of entries and networks."""

from django.db import models

from common.slugs import free_slug

#: Words that other pages of the directory already use as addresses.
RESERVED = frozenset(
    {"arbete", "bekrafta", "natverk", "foreningar", "utskrift", "ny", "felanmalda", "bekraftelser"}
)


def free_address(model: type[models.Model], name: str, fallback: str) -> str:
    """Return an address for an entry or a network: ``foreningen-lyktskenet``. Promised to outsiders and to feeds."""
    return free_slug(model, name, fallback=fallback, longest=150, reserved=RESERVED)
