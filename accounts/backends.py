"""Who a password belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts import queries


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend with one look-up for known and unknown addresses alike.

    An unknown address costs the same hash as a wrong password (``_mitigate_timing_attack``), an
    account without a password too (Django hashes for those as well).
    """

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        return self._check_password(queries.person_with_address(email), password)
