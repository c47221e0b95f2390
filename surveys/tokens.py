"""What lets a form be sent once, and what lets somebody come back to it.

A form's token is random and signed, so that only our own forms can be sent, without a cookie. The database keeps a
keyed hash of it until the survey closes. The resume code follows from the token: the same form always has the same
code, however often it is put away. Only a slow, salted hash of the code is kept.
"""

import hashlib
import uuid
from typing import Final

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from surveys.models import Survey

_DIGITS: Final = 12
# About 50 ms and 16 MB for each try (RFC 7914's interactive setting).
_COST: Final = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def new_token(survey: Survey) -> str:
    """Return the token of a form that is opened now. Says nothing of when."""
    return _signer(survey).sign(uuid.uuid4().hex)


def read_token(survey: Survey, signed: str) -> str | None:
    """Return the token inside, or ``None`` when it isn't one of this survey's."""
    try:
        return _signer(survey).unsign(signed)
    except BadSignature:
        return None


def signed_again(survey: Survey, token: str) -> str:
    """Return a token from a paused draft as its form carries it."""
    return _signer(survey).sign(token)


def receipt(survey: Survey, token: str) -> str:
    """Return what the database remembers of a sent form."""
    return salted_hmac(f"surveys.receipt:{survey.pk}", token, algorithm="sha256").hexdigest()


def resume_code(survey: Survey, token: str) -> str:
    """Return the code of a form, "4821 0937 5526"."""
    number = int(salted_hmac(f"surveys.resume:{survey.pk}", token, algorithm="sha256").hexdigest(), 16)
    digits = f"{number % 10**_DIGITS:0{_DIGITS}d}"
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


def code_hash(survey: Survey, code: str) -> str:
    """Return the slow hash of a code, however it was spaced. Raise ``ValueError`` when it can't be a code."""
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    if len(digits) != _DIGITS:
        raise ValueError("not a code")
    return hashlib.scrypt(digits.encode(), salt=bytes(survey.resume_salt), **_COST).hex()


def _signer(survey: Survey) -> Signer:
    return Signer(salt=f"surveys.form:{survey.pk}")
