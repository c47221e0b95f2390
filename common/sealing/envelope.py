"""How a text and a key look when they are sealed: AES-256-GCM with a versioned header.

A text's key opens only what was sealed for the same key id and the same *place* (column and row): both are bound in as
associated data, so that a row of the database cannot be moved to where somebody else may read it.
"""

import os
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common.sealing.errors import SealBrokenError

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16

#: First bytes of every sealed text; the last is the version.
TEXT_HEADER = b"ST\x01"
#: A text is filled up to a multiple of this, so that its size does not tell "ja" from "nej" or "vet inte".
BLOCK_BYTES = 64
_NONCE_ENDS = len(TEXT_HEADER) + NONCE_BYTES
_SHORTEST = _NONCE_ENDS + BLOCK_BYTES + TAG_BYTES


class Cipher(Protocol):
    """AES-GCM with one key (``cryptography``'s class, made once for each key)."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


def new_key_bytes() -> bytes:
    """256 random bits from the operating system."""
    return os.urandom(KEY_BYTES)


def seal_text(cipher: Cipher, text: str, key_id: UUID, place: str) -> bytes:
    """Seal ``text`` for ``place``; a half surrogate pair becomes �, as when a browser sends it."""
    nonce = os.urandom(NONCE_BYTES)
    return TEXT_HEADER + nonce + cipher.encrypt(nonce, _filled(_as_bytes(text)), _bound(key_id, place))


def unseal_text(cipher: Cipher, sealed: bytes | memoryview, key_id: UUID, place: str) -> str:
    """Return the text; raise ``SealBrokenError`` when key, place or a single bit is wrong."""
    raw = bytes(sealed)
    if len(raw) < _SHORTEST or not raw.startswith(TEXT_HEADER):
        raise SealBrokenError
    try:
        filled = cipher.decrypt(raw[len(TEXT_HEADER) : _NONCE_ENDS], raw[_NONCE_ENDS:], _bound(key_id, place))
    except InvalidTag as error:
        raise SealBrokenError from error
    return filled.rstrip(b"\0")[:-1].decode()


def cipher_for(key: bytes) -> Cipher:
    """Make the cipher of one key."""
    return AESGCM(key)


def _bound(key_id: UUID, place: str) -> bytes:
    return TEXT_HEADER + key_id.bytes + place.encode()


def _filled(data: bytes) -> bytes:
    """End mark and zeros up to a whole number of blocks (ISO/IEC 7816-4)."""
    return data + b"\x80" + b"\0" * (-(len(data) + 1) % BLOCK_BYTES)


def _as_bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
