"""Signing in and second factors, where allauth's own pages need something more."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, RequestLoginCodeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET

from accounts import queries, strength
from accounts.adapters import refuse_provider_sign_in
from common.notices import notify


class _StartOver:
    """Whoever comes back to a first page wants to begin again, not to be sent to a half-done sign-in."""

    request: HttpRequest

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        clear_login(request)


class SignIn(_StartOver, LoginView):  # type: ignore[misc]
    """Password, with the other ways beside it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the identity providers and where to go afterwards."""
        next_url = get_next_redirect_url(self.request) or ""
        return {
            **super().get_context_data(**kwargs),
            "providers": queries.providers(self.request, next_url),
            "next_url": next_url,
        }


sign_in = SignIn.as_view()


class AskForCode(_StartOver, RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code by mail."""


ask_for_code = AskForCode.as_view()


@login_not_required
@require_GET
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Say how one gets an account."""
    return render(request, "account/signup_closed.html")


@login_not_required
@require_GET
def provider_error(request: HttpRequest) -> HttpResponse:
    """The page for a sign-in that went wrong at the provider."""
    return refuse_provider_sign_in(request)


@require_GET
def no_connections(request: HttpRequest) -> HttpResponse:
    """Connections to the provider are made by signing in; there is no page for them."""
    return redirect("accounts:home")


@require_GET
def passkeys(request: HttpRequest) -> HttpResponse:
    """Passkeys are listed among the other factors."""
    return redirect("mfa_index")


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey, unless a role needs it."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse with a sentence when it is the last factor of somebody who must have one."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            notify(self.request, adapter.error_messages["cannot_delete_authenticator"], mind=True)
            return redirect("mfa_index")
        answer: HttpResponse = super().form_valid(form)
        return answer


remove_passkey = RemovePasskey.as_view()


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Explain why a second factor is needed and how to get one."""
    if not strength.must_get_second_factor(request):
        return go_on(request)
    return render(request, "accounts/second_factor.html")


@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """Continue to what the person came for before the second factor was asked for."""
    page = request.session.pop("after_second_factor", settings.LOGIN_REDIRECT_URL)
    is_ours = get_account_adapter(request).is_safe_url(page)
    return redirect(page if is_ours else settings.LOGIN_REDIRECT_URL)
