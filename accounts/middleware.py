"""Sign-in as a condition for every page that doesn't say otherwise, without losing what was typed."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts import lost_text, strength
from accounts.form_filling import fill
from common.closed import ClosedByDefaultMiddleware

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: Signing in and one's own account, where a person is somebody also before the second factor.
_ACCOUNT: Final = "konto/"


def is_script_call(request: HttpRequest) -> bool:
    """Tell whether a script asks, which would take a sign-in page for success."""
    accept = request.headers.get("Accept", "")
    return (
        "HX-Request" in request.headers
        or "X-Requested-With" in request.headers
        # What browsers say of fetch(); a page that a person opens is a "document".
        or request.headers.get("Sec-Fetch-Dest") == "empty"
        or ("application/json" in accept and "text/html" not in accept)
    )


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign-in and back; a form's text waits meanwhile."""
    page, text_id = request.get_full_path(), ""
    if request.method == "POST":
        page, text_id = lost_text.keep(request)
    target = lost_text.with_text_id(page, text_id) if text_id else page
    response = HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
    lost_text.hand_over_key(request, response)
    return response


class SignInRequiredMiddleware(ClosedByDefaultMiddleware):
    """Closed by default (architecture, decision 3)."""

    # Served by WSGI alone.
    async_capable = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Leave the mark by which the person is recognised after the session ended, and let nobody else
        on the same device reach the page with the back button.
        """
        response = cast(HttpResponseBase, self.get_response(request))
        # A cached or public answer that never looked at the session must not vary with it.
        if request.session.accessed and request.user.is_authenticated:
            lost_text.remember_user(request, response)
            add_never_cache_headers(response)
        return response

    # Django's own stubs know redirects alone.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """401 in JSON to scripts, the sign-in page to people."""
        if is_script_call(request):
            sign_in = reverse("account_login")
            return JsonResponse({"error": "signed_out", "sign_in": sign_in}, status=401)
        return send_to_sign_in(request)


class SecondFactorMiddleware:
    """Sends a person whose role needs a second factor to set one up, and nowhere else until then.

    Pages that are open to everybody show such a person what they show a visitor: some of them, such as the search, show
    more to those who may see more.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing: the view must be known first."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let public pages and the set-up itself through."""
        match = request.resolver_match
        if not getattr(view_func, "login_required", True):
            if match is not None and not match.route.startswith(_ACCOUNT):
                # Looked at only by the pages that ask: the others stay the same for everybody, and cacheable.
                person: Any = SimpleLazyObject(partial(_person_on_public_page, request, request.user))
                request.user = person
            return None
        if (
            not request.user.is_authenticated
            or (match is not None and _belongs_to_setting_up(match.view_name))
            or not strength.must_get_second_factor(request)
        ):
            return None
        if is_script_call(request):
            return JsonResponse({"error": "second_factor_missing"}, status=403)
        page, text_id = request.get_full_path(), ""
        if request.method == "POST":
            page, text_id = lost_text.keep(request)
        request.session["after_second_factor"] = lost_text.with_text_id(page, text_id)
        response = HttpResponseRedirect(reverse("accounts:second_factor"))
        lost_text.hand_over_key(request, response)
        return response


class LostTextMiddleware:
    """Puts what was typed before the session ended back into the form it was typed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Fill the page's form; what has no field to go to is shown, so that nothing is lost."""
        response = self.get_response(request)
        if request.method != "GET" or lost_text.PARAMETER not in request.GET:
            return response
        kept = lost_text.kept_text(request)
        if kept is None or 300 <= response.status_code < 400 or response.streaming:
            return response
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            # The form's own page is gone: show the text by itself.
            words = [value for values in kept.fields.lists() for value in values[1] if value.strip()]
            page = render(request, "accounts/lost_text.html", {"words": words, "kept": kept})
            add_never_cache_headers(page)
            return page
        html = response.content.decode(response.charset)  # type: ignore[attr-defined]
        left_over: tuple[str, ...] = ()
        if not getattr(request, "_lost_text_is_filled", False):
            filled = fill(html, page=request.path, posted_to=kept.posted_to, typed=kept.fields)
            html, left_over = filled.html, filled.left_over
        shown = {"kept": kept, "left_over": left_over, "has_icon": 'id="i-info"' in html}
        notice = render_to_string("accounts/_lost_text_notice.html", shown)
        response.content = _after_main(html, notice)  # type: ignore[attr-defined]
        response.headers.pop("Content-Length", None)
        add_never_cache_headers(response)
        return response


def _person_on_public_page(request: HttpRequest, user: Any) -> Any:
    lacks = user.is_authenticated and strength.must_get_second_factor(request, user)
    # The object itself, not the lazy one around it: some look at its type.
    return AnonymousUser() if lacks else getattr(user, "_wrapped", user)


def _after_main(html: str, notice: str) -> str:
    start = html.find("<main")
    end = html.find(">", start) + 1
    return html[:end] + notice + html[end:] if start >= 0 else notice + html


def _belongs_to_setting_up(view_name: str) -> bool:
    return view_name.startswith("mfa_") or view_name in {
        "account_logout",
        "account_reauthenticate",
        "accounts:second_factor",
        "accounts:continue",
    }
