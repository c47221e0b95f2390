"""How allauth behaves here: no sign-up, Swedish sentences, mail through the outbox, secrets encrypted."""

import time
from typing import Any, Final

import segno
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from accounts import queries, secrets_at_rest, strength
from common import outbox

log = structlog.get_logger(__name__)

#: How long a sign-in counts as "just now" before a sensitive change, in seconds.
FRESH_FOR: Final = 300
CODE_SUBJECT = "Din kod"
NOTICE_SUBJECT = "Ett meddelande om ditt konto"

#: allauth's mails → our template and subject. Anything else is a notice about the account's safety.
_MAILS: Final = {
    "account/email/login_code": ("accounts_login_code", CODE_SUBJECT),
    "account/email/password_reset_code": ("accounts_password_code", CODE_SUBJECT),
    # The same subject, so that the receiver's inbox tells a person looking over their shoulder nothing.
    "account/email/unknown_account": ("accounts_unknown_address", CODE_SUBJECT),
}
_NOTICES: Final = {
    "account/email/password_changed": "Lösenordet till ditt konto har ändrats.",
    "account/email/password_set": "Ditt konto har fått ett lösenord.",
    "account/email/password_reset": "Lösenordet till ditt konto har ändrats.",
    "mfa/email/totp_activated": "En app för koder har kopplats till ditt konto.",
    "mfa/email/totp_deactivated": "Appen för koder har tagits bort från ditt konto.",
    "mfa/email/recovery_codes_generated": "Du har fått nya reservkoder. De gamla gäller inte längre.",
    "mfa/email/webauthn_added": "En nyckel har lagts till på ditt konto.",
    "mfa/email/webauthn_removed": "En nyckel har tagits bort från ditt konto.",
    "socialaccount/email/account_connected": "Ditt konto har kopplats till en inloggningstjänst.",
}
_MESSAGES: Final = {
    "account/messages/logged_out.txt": "Du är utloggad.",
    "account/messages/password_changed.txt": "Lösenordet är ändrat.",
    "account/messages/password_set.txt": "Ditt konto har fått ett lösenord.",
    "mfa/messages/totp_activated.txt": "Appen är kopplad till ditt konto.",
    "mfa/messages/totp_deactivated.txt": "Appen är borttagen.",
    "mfa/messages/webauthn_added.txt": "Nyckeln är sparad.",
    "mfa/messages/webauthn_removed.txt": "Nyckeln är borttagen.",
    "mfa/messages/recovery_codes_generated.txt": "Du har fått nya reservkoder. Spara dem nu.",
    "usersessions/messages/sessions_logged_out.txt": "De andra enheterna är utloggade.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Kontot är avstängt. Hör av dig till samordnaren.",
        "email_password_mismatch": "E-postadressen och lösenordet hör inte ihop. Kontrollera båda.",
        "enter_current_password": "Det är inte ditt nuvarande lösenord. Försök igen.",
        "incorrect_code": "Koden stämmer inte. Kontrollera siffrorna eller be om en ny kod.",
        "incorrect_passkey": "Nyckeln gick inte att använda. Försök igen eller välj ett annat sätt.",
        "incorrect_password": "Lösenordet stämmer inte. Försök igen.",
        "invalid_login": "Skriv din e-postadress.",
        "too_many_login_attempts": "Det har blivit för många försök. Vänta några minuter och försök igen.",
        "rate_limited": "Det har blivit för många försök. Vänta några minuter och försök igen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a coordinator invites."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail; after sending, the outbox forgets its text and thereby the code in it."""
        template, subject = _MAILS.get(template_prefix, ("accounts_notice", NOTICE_SUBJECT))
        values = {"code": context.get("code", ""), "sentence": _NOTICES.get(template_prefix, "")}
        outbox.queue_mail(template, to=email, subject=subject, context=values)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the holder what changed; never from where, so no address or device ends up in a mail."""
        if template_prefix in _NOTICES:
            self.send_mail(template_prefix, email or user.email, {})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all: the pages themselves say most of it."""
        text = message or _MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, text)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A person who signed in a moment ago is not asked again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] > FRESH_FOR

    def get_login_stages(self) -> list[str]:
        """Ask for the second factor in our own stage: a strong sign-in at the provider is enough."""
        return [
            "accounts.stages.AskSecondFactor" if stage == "allauth.mfa.stages.AuthenticateStage" else stage
            for stage in super().get_login_stages()
        ]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps, passkeys and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Koden stämmer inte. Vänta på nästa kod i appen och försök igen.",
        "cannot_delete_authenticator": (
            "Din roll kräver en andra faktor. Lägg till en annan innan du tar bort den här."
        ),
        "cannot_generate_recovery_codes": "Koppla en app eller en nyckel först. Då får du reservkoder.",
        "unverified_email": "Bekräfta din e-postadress först.",
    }

    def get_totp_issuer(self) -> str:
        """The portal's name, as the app shows it."""
        return str(settings.PORTAL["name"])

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code as inline SVG: a data address would be stopped by the content security policy."""
        picture = segno.make(url, error="m").svg_inline(scale=5, border=2, svgclass=None, lineclass=None)
        return mark_safe(picture)  # noqa: S308 - drawn by segno from squares, holds no text

    def encrypt(self, text: str) -> str:
        """A dump of the database must not give away the apps' secrets."""
        return secrets_at_rest.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Counterpart of ``encrypt``."""
        return secrets_at_rest.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays while a role needs one."""
        others = strength.factors(authenticator.user).exclude(pk=authenticator.pk)
        return others.exists() or not strength.needs_second_factor(authenticator.user)

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """Nyckel 1, Nyckel 2 …"""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Nyckel {number}"

    def _get_site_name(self) -> str:
        return str(settings.PORTAL["name"])


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the region's identity provider. Nobody gets an account this way."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Providers come from the environment alone, never from the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Answer with our own page. The provider's words may hold personal data: log the kind alone."""
        if error != AuthError.CANCELLED:
            log.warning("provider_sign_in_failed", error=type(exception).__name__)
            raise ImmediateHttpResponse(refuse_provider_sign_in(request))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """Match an address the provider vouches for to an existing account."""
        for address in sociallogin.email_addresses:
            if address.verified and (user := queries.person_who_signs_in(address.email)):
                return user, user.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Stop whoever has no account, and anything but a sign-in, with one calm page."""
        wants_sign_in = sociallogin.state.get("process", AuthProcess.LOGIN) == AuthProcess.LOGIN
        if not wants_sign_in or not sociallogin.is_existing:
            raise ImmediateHttpResponse(refuse_provider_sign_in(request, has_no_account=wants_sign_in))


def refuse_provider_sign_in(request: HttpRequest, *, has_no_account: bool = False) -> HttpResponse:
    """Answer a failed sign-in through the provider, without anything of what the provider said."""
    page = "socialaccount/no_account.html" if has_no_account else "socialaccount/authentication_error.html"
    return render(request, page, status=403)
