"""Whether the people whose unsent answers lie on a phone still have an account.

A phone knows people by opaque names (``device_mark``), and asks for those it holds. It learns nothing that the names
don't already stand for, and forgets what lies there of somebody whose account is gone.
"""

from collections.abc import Collection, Iterator
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import User

#: What ``device_mark`` makes its names with.
SALT: Final = "revisions.interview_device"


def known_owners(marks: Collection[str]) -> dict[str, str]:
    """Return those of ``marks`` that belong to an account, each with the name of the key it was made with."""
    wanted, found = set(marks), {}
    for pk in User.objects.values_list("pk", flat=True):
        for secret in _secrets():
            mark = salted_hmac(SALT, str(pk), secret=secret, algorithm="sha256").hexdigest()[:32]
            if mark in wanted:
                found[mark] = _name_of(secret)
        if len(found) == len(wanted):
            break
    return found


def key_names() -> list[str]:
    """Return opaque names of the keys in use: an unknown name made with another key may still be somebody's."""
    return [_name_of(secret) for secret in _secrets()]


def _secrets() -> Iterator[str]:
    yield from map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _name_of(secret: str) -> str:
    return salted_hmac("revisions.device_key", "name", secret=secret, algorithm="sha256").hexdigest()[:16]
