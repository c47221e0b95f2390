"""Make, use and shred the keys of sealed text. No key is kept from one request to the next."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings

from common.sealing.envelope import Cipher, cipher_for, new_key_bytes, seal_text, unseal_text
from common.sealing.errors import KeyMissingError


class Keyring:
    """Keys read together, for one page or one job; made by :func:`keyring`."""

    def __init__(self, ciphers: dict[UUID, Cipher]) -> None:
        self._ciphers = ciphers

    def seal(self, text: str, key_id: UUID, *, place: str) -> bytes:
        return seal_text(self._cipher(key_id), text, key_id, place)

    def unseal(self, sealed: bytes | memoryview, key_id: UUID, *, place: str) -> str:
        return unseal_text(self._cipher(key_id), sealed, key_id, place)

    def _cipher(self, key_id: UUID) -> Cipher:
        if key_id not in self._ciphers:
            raise KeyMissingError
        return self._ciphers[key_id]


def new_key() -> UUID:
    """Make a key and return its id, once the key is durable in store and mirror."""
    key_id = uuid4()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"{key_id}.key").write_bytes(new_key_bytes())
    return key_id


def seal(text: str, key_id: UUID, *, place: str) -> bytes:
    """Seal one text for its place."""
    return keyring([key_id]).seal(text, key_id, place=place)


def unseal(sealed: bytes | memoryview, key_id: UUID, *, place: str) -> str:
    """Open one text; for several, read the keys together with :func:`keyring`."""
    return keyring([key_id]).unseal(sealed, key_id, place=place)


def keyring(key_ids: Iterable[UUID]) -> Keyring:
    """Read many keys at once."""
    found = {}
    for key_id in set(key_ids):
        path = _folder() / f"{key_id}.key"
        if path.exists():
            found[key_id] = cipher_for(path.read_bytes())
    return Keyring(found)


def shred(key_id: UUID) -> None:
    """Queue the destruction of a key; everything it sealed is gone with it."""
    (_folder() / f"{key_id}.key").unlink(missing_ok=True)


def _folder() -> Path:
    return Path(urlsplit(settings.KEY_STORE_URL).path)
