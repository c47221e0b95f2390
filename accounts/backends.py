"""Who a password belongs to, and who a request comes from."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from accounts import holdings, queries, strength
from accounts.models import User
from common.prepared import PreparedRow

#: Every page of a signed-in person reads that person, and whether a second factor is set up.
_PERSON = PreparedRow(
    lambda pk: User.objects.filter(pk=pk).annotate(has_factor=Exists(strength.factors(OuterRef("pk")))),
    pk=-1,
)


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend with one look-up for known and unknown addresses alike.

    An unknown address costs the same hash as a wrong password (``_mitigate_timing_attack``), an
    account without a password too (Django hashes for those as well).
    """

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        return self._check_password(queries.person_with_address(email), password)

    def get_user(self, user_id: Any) -> Any:
        """Return the person whose session a request brought; what they hold is then read with one query."""
        user = _PERSON.find(pk=user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        holdings.read_at_once(user)
        return user

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None: ``rules`` alone decides, and Django's own tables of permissions are never filled or asked."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None, as above."""
        return set()
