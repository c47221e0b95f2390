"""The keys' own envelope: each key in the store is wrapped by a sealing key (``SEALING_KEYS``, newest first)."""

import hashlib
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from common.sealing.envelope import KEY_BYTES, NONCE_BYTES, TAG_BYTES, Cipher, cipher_for
from common.sealing.errors import SealBrokenError, SealingKeysError

#: First bytes of every wrapped key; the last is the version.
HEADER = b"SK\x01"
MARK_BYTES = 8
_NONCE_STARTS = len(HEADER) + MARK_BYTES
_NONCE_ENDS = _NONCE_STARTS + NONCE_BYTES
WRAPPED_BYTES = _NONCE_ENDS + KEY_BYTES + TAG_BYTES


@dataclass(frozen=True)
class SealingKey:
    """One of ``SEALING_KEYS``. ``mark`` tells which one wrapped a key, and nothing of the key itself."""

    mark: bytes
    cipher: Cipher

    @property
    def name(self) -> str:
        """The mark as an operator reads it."""
        return self.mark.hex()


@dataclass(frozen=True)
class SealingKeys:
    """All of ``SEALING_KEYS``: the first wraps, every one unwraps."""

    keys: tuple[SealingKey, ...]

    @property
    def newest(self) -> SealingKey:
        return self.keys[0]

    def wrap(self, key: bytes, key_id: UUID) -> bytes:
        """Wrap a key for its id by the newest sealing key."""
        start = HEADER + self.newest.mark
        nonce = os.urandom(NONCE_BYTES)
        return start + nonce + self.newest.cipher.encrypt(nonce, key, start + key_id.bytes)

    def unwrap(self, wrapped: bytes, key_id: UUID) -> bytes:
        """Return the key. Raise ``SealingKeysError`` without its sealing key, ``SealBrokenError`` when damaged."""
        mark = mark_of(wrapped)
        for sealing_key in self.keys:
            if sealing_key.mark == mark:
                try:
                    return sealing_key.cipher.decrypt(
                        wrapped[_NONCE_STARTS:_NONCE_ENDS],
                        wrapped[_NONCE_ENDS:],
                        HEADER + mark + key_id.bytes,
                    )
                except InvalidTag as error:
                    raise SealBrokenError from error
        raise SealingKeysError


def sealing_keys() -> SealingKeys:
    """Read the settings anew each time: no key outlives the request."""
    return SealingKeys(tuple(_sealing_key(key) for key in settings.SEALING_KEYS))


def mark_of(wrapped: bytes) -> bytes:
    """Tell which sealing key wrapped this; raise ``SealBrokenError`` for anything but a wrapped key."""
    if len(wrapped) != WRAPPED_BYTES or not wrapped.startswith(HEADER):
        raise SealBrokenError
    return wrapped[len(HEADER) : _NONCE_STARTS]


def _sealing_key(key: bytes) -> SealingKey:
    mark = hashlib.sha256(b"inflytande sealing key mark\0" + key).digest()[:MARK_BYTES]
    derived = HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"inflytande sealing key wrap 1"
    ).derive(key)
    return SealingKey(mark, cipher_for(derived))
