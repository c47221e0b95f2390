"""Make, use and shred the keys of sealed text. No key is kept from one request to the next."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from common.models import ShreddedKey
from common.sealing.envelope import Cipher, cipher_for, new_key_bytes, seal_text, unseal_text
from common.sealing.errors import (
    KeyGoneError,
    KeyMissingError,
    SealBrokenError,
    SealingError,
    SealingKeysError,
)
from common.sealing.opening import open_store
from common.sealing.wrapping import SealingKeys, sealing_keys


class Keyring:
    """Keys read together, for one page or one job; made by :func:`keyring`. Not to be kept longer than that."""

    def __init__(self, ciphers: dict[UUID, Cipher], faults: dict[UUID, SealingError]) -> None:
        self._ciphers = ciphers
        self._faults = faults

    def seal(self, text: str, key_id: UUID, *, place: str) -> bytes:
        """Seal ``text`` for its place. A half surrogate pair becomes �, as when a browser sends it."""
        return seal_text(self._cipher(key_id), text, key_id, place)

    def unseal(self, sealed: bytes | memoryview, key_id: UUID, *, place: str) -> str:
        """Return the text; the error says whether key, store or seal is at fault."""
        return unseal_text(self._cipher(key_id), sealed, key_id, place)

    def opens(self, key_id: UUID | None) -> bool:
        """Whether this key can be used, for pages that show the rest without it."""
        return key_id in self._ciphers

    def _cipher(self, key_id: UUID) -> Cipher:
        try:
            return self._ciphers[key_id]
        except KeyError:
            raise self._faults.get(key_id, KeyMissingError()) from None


def new_key() -> UUID:
    """Make a key and return its id, once the wrapped key is durable in store *and* mirror.

    Raises ``KeyStoreError`` otherwise. If the transaction that asked is rolled back, the key is an orphan, which a daily
    task removes.
    """
    key_id = uuid4()
    open_store().add(key_id, sealing_keys().wrap(new_key_bytes(), key_id))
    return key_id


def seal(text: str, key_id: UUID, *, place: str) -> bytes:
    """Seal one text for its place (column and row, see :func:`common.sealing.place_of`)."""
    return keyring([key_id]).seal(text, key_id, place=place)


def unseal(sealed: bytes | memoryview, key_id: UUID, *, place: str) -> str:
    """Open one text. Raises ``KeyGoneError``, ``KeyStoreError`` or ``SealBrokenError``.

    For several texts, read their keys together with :func:`keyring`: this reads the store each time.
    """
    return keyring([key_id]).unseal(sealed, key_id, place=place)


def keyring(key_ids: Iterable[UUID | None], *, shredded: Collection[UUID] | None = None) -> Keyring:
    """Read many keys at once: one look at the store and one query. ``None`` (a row without a key) is left out.

    ``shredded`` are those among them that somebody asked to destroy, from a caller who has read that in a query of
    their own. Raises ``KeyStoreError`` when the store is away. A key that is gone, missing or unreadable is told when it is used, so
    that one interview's fault does not close the others.
    """
    asked = {key_id for key_id in key_ids if key_id}
    if not asked:
        return Keyring({}, {})
    found = dict(open_store().read(asked))
    # What somebody asked to destroy is not opened again, though a worker has not come to it yet.
    if shredded is None:
        shredded = set(ShreddedKey.objects.filter(pk__in=asked).values_list("pk", flat=True))
    found.update(dict.fromkeys(shredded))
    keys = sealing_keys()
    ciphers: dict[UUID, Cipher] = {}
    faults: dict[UUID, SealingError] = {}
    for key_id, wrapped in found.items():
        opened = _opened(wrapped, key_id, keys)
        if isinstance(opened, SealingError):
            faults[key_id] = opened
        else:
            ciphers[key_id] = opened
    return Keyring(ciphers, faults)


def _opened(wrapped: bytes | None, key_id: UUID, keys: SealingKeys) -> Cipher | SealingError:
    if wrapped is None:
        return KeyGoneError()
    try:
        return cipher_for(keys.unwrap(wrapped, key_id))
    except (SealingKeysError, SealBrokenError) as error:
        return error
