"""Encrypts small secrets in the database with a key derived from ``SECRET_KEY``; rotates with it."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    """Return ciphertext made with the present key."""
    return _cipher().encrypt(text.encode()).decode()


def decrypt(ciphertext: str) -> str:
    """Return the text; keys in ``SECRET_KEY_FALLBACKS`` still open what they closed."""
    return _cipher().decrypt(ciphertext.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(secret: str) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.secrets_at_rest")
    return base64.urlsafe_b64encode(key.derive(secret.encode()))
