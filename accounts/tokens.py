"""Random links: the link goes by mail, only its hash is kept."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits that fit in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is stored. Plain SHA-256 is enough: a random token cannot be guessed from its hash."""
    return hashlib.sha256(token.encode()).hexdigest()
