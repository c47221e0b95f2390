"""Sign-in through the region's identity provider: OpenID Connect and SAML 2.0.

allauth speaks the protocols. Added here: nothing of what the provider tells about a person is kept
(it may hold a personal identity number), an assertion works once, and the provider's word on how
strong the sign-in was is heard.
"""

import binascii
import time
from datetime import timedelta
from typing import Any, Final

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import httpkit
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.saml.utils import build_auth, build_saml_config
from allauth.socialaccount.providers.saml.views import ACSView, LoginView, SAMLViewMixin
from allauth.socialaccount.sessions import LoginSession
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from requests import RequestException

from accounts.adapters import refuse_provider_sign_in
from accounts.tokens import token_hash
from common.rate_limit import may_again

log = structlog.get_logger(__name__)

#: An assertion's id is remembered this long, in seconds, and longer if the assertion itself lives longer.
ASSERTION_REMEMBERED: Final = 24 * 60 * 60
#: Anybody may post an answer, and it is parked before it is checked. A signed answer with its certificates has some 10 kB.
LARGEST_ANSWER: Final = 200_000
ANSWERS_A_MINUTE: Final = 100


def forget_claims(sociallogin: Any) -> None:
    """Keep a fingerprint of the provider's id and nothing else of the person.

    The id may itself be a personal identity number, which the portal never stores (architecture,
    decision 12); a keyed hash recognises it next time without holding it.
    """
    account = sociallogin.account
    known_as = f"{account.provider}:{account.uid}"
    account.uid = salted_hmac("accounts.provider_uid", known_as, algorithm="sha256").hexdigest()
    account.extra_data = {}


class PortalOpenIDConnect(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's OpenID Connect, with claims forgotten and ``acr``/``amr`` heard."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return the sign-in with ``is_strong`` set when the provider vouches for it."""
        sociallogin = super().complete_login(request, app, token, **kwargs)
        claims = sociallogin.account.extra_data.get("id_token") or {}
        methods = claims.get("amr")
        said = {claims.get("acr"), *(methods if isinstance(methods, list) else [methods])}
        sociallogin.is_strong = bool(said & set(app.settings.get("strong", [])))
        forget_claims(sociallogin)
        return sociallogin


@login_not_required
@never_cache
def start_openid_connect(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to the provider."""
    return _openid_connect(OAuth2LoginView, request, provider_id)


@login_not_required
@never_cache
def finish_openid_connect(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the person back from the provider."""
    return _openid_connect(OAuth2CallbackView, request, provider_id)


def _openid_connect(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(PortalOpenIDConnect(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, KeyError, ValueError) as error:
        # The provider is away or answers nonsense. Its words may hold personal data: log the kind alone.
        log.warning("openid_connect_failed", error=type(error).__name__)
        return refuse_provider_sign_in(request)
    return answer


start_saml = LoginView.as_view()


# Decorated anew: marks on the overridden method are not inherited.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class ReceiveSaml(ACSView):  # type: ignore[misc]
    """Park the provider's answer: its browser post comes from another site without our cookie, so
    allauth sends the browser on to ``finish_saml`` at our own address.
    """

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        """Park nothing for a provider that isn't ours, nothing huge and not any number: parking takes room."""
        self.get_app(organization_slug)
        is_small = int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST_ANSWER
        if not is_small or not may_again(
            request, "saml_answer", limit=ANSWERS_A_MINUTE, per=timedelta(minutes=1)
        ):
            return refuse_provider_sign_in(request)
        parked: HttpResponse = super().dispatch(request, organization_slug)
        for cookie in parked.cookies.values():
            cookie["httponly"] = True
        return parked


receive_saml = ReceiveSaml.as_view()


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class FinishSaml(SAMLViewMixin, View):  # type: ignore[misc]
    """Check the parked answer and sign the person in."""

    def get(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        """Refuse anything wrong, unsigned, late, meant for others, unasked for or seen before."""
        provider = self.get_provider(organization_slug)
        parked = LoginSession(request, "saml_acs_session", "saml-acs-session")
        stored = parked.store.get("request")
        parked.delete()
        if not stored:
            return self._refuse("nothing_parked")
        answer = httpkit.deserialize_request(stored, HttpRequest())
        auth = build_auth(answer, provider)
        if problem := _problem(auth):
            return self._refuse(problem)
        if not _first_time(auth):
            return self._refuse("replayed")
        try:
            # Only the session that asked holds this state, and only once.
            state = provider.unstash_redirect_state(request, auth.get_last_response_in_response_to() or "")
        except PermissionDenied:
            return self._refuse("not_asked_for")
        try:
            sociallogin = provider.sociallogin_from_response(request, auth)
        except ValueError:
            return self._refuse("no_subject")
        sociallogin.state = state
        contexts = set(auth.get_last_authn_contexts())
        sociallogin.is_strong = bool(contexts & set(provider.app.settings.get("strong", [])))
        forget_claims(sociallogin)
        try:
            signed_in: HttpResponse = complete_social_login(request, sociallogin)
        except ImmediateHttpResponse as refusal:
            return refusal.response  # type: ignore[no-any-return]
        return signed_in

    def _refuse(self, problem: str) -> HttpResponse:
        log.warning("saml_refused", problem=problem)
        return refuse_provider_sign_in(self.request)


finish_saml = FinishSaml.as_view()


@login_not_required
def saml_metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Describe the portal to the provider. No single logout: an unsigned one could sign people out."""
    mixin = SAMLViewMixin()
    mixin.request = request
    config = build_saml_config(request, mixin.get_app(organization_slug).settings, organization_slug)
    config["sp"].pop("singleLogoutService", None)
    described = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(described, content_type="application/samlmetadata+xml")


@login_not_required
def no_single_logout(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Exists because allauth asks for its address; does nothing."""
    raise Http404


def _problem(auth: Any) -> str:
    try:
        auth.process_response()
    except (binascii.Error, OneLogin_Saml2_Error, SyntaxError, ValueError):
        # The XML parser's errors are syntax errors.
        return "unreadable"
    if auth.get_errors() or not auth.is_authenticated():
        return "invalid"
    return ""


def _first_time(auth: Any) -> bool:
    """Claim the assertion's id; ``False`` when it was used before, by whomever."""
    key = f"saml-assertion:{token_hash(auth.get_last_assertion_id() or '')}"
    lives = (auth.get_last_assertion_not_on_or_after() or 0) - int(time.time())
    return bool(cache.add(key, 1, ASSERTION_REMEMBERED + max(0, lives)))
