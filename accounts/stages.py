"""A step of signing in."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts.strength import SESSION_KEY


class AskSecondFactor(AuthenticateStage):  # type: ignore[misc]
    """Ask for app or passkey, unless the identity provider already did something as strong."""

    def handle(self) -> tuple[Any, bool]:
        """Note in the session how strong this sign-in is; every sign-in passes here and overwrites it."""
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        self.request.session[SESSION_KEY] = bool(getattr(sociallogin, "is_strong", False))
        response, goes_on = super().handle()
        return response, goes_on

    def _should_handle(self, request: HttpRequest) -> bool:
        if request.session.get(SESSION_KEY):
            return False
        return bool(super()._should_handle(request))
