"""Sealed text: what users of care tell an audit or a survey, readable only with a key of its own (architecture 5).

Each interview and each set of answers has a key. The database holds key ids and ciphertext; the keys, wrapped by
``SEALING_KEYS``, live in a key store outside the database. To shred a key is to delete everything it sealed, in old
dumps too. ``docs/decisions/sealed-text.md`` says what this protects against, and what not.
"""

from common.sealing.columns import register_key_column
from common.sealing.errors import (
    KeyGoneError,
    KeyMissingError,
    KeyStoreError,
    SealBrokenError,
    SealingError,
    SealingKeysError,
)
from common.sealing.keys import Keyring, keyring, new_key, seal, unseal
from common.sealing.places import place_of, seal_field
from common.sealing.shredding import shred

__all__ = [
    "KeyGoneError",
    "KeyMissingError",
    "KeyStoreError",
    "Keyring",
    "SealBrokenError",
    "SealingError",
    "SealingKeysError",
    "keyring",
    "new_key",
    "place_of",
    "register_key_column",
    "seal",
    "seal_field",
    "shred",
    "unseal",
]
