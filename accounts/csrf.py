"""A form that was open too long, or sent from another tab's earlier sign-in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from accounts import lost_text
from accounts.middleware import is_script_call, send_to_sign_in
from common import views as common_views


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse, and give a signed-in person the form back filled, with a fresh token.

    Only for a form of our own: another site must not be able to plant text in anybody's form.
    """
    if is_script_call(request):
        return JsonResponse({"error": "stale_token"}, status=403)
    if request.method == "POST" and _comes_from_here(request) and _needs_sign_in(request):
        if not request.user.is_authenticated:
            return send_to_sign_in(request)
        page, text_id = lost_text.keep(request)
        if text_id:
            response = HttpResponseRedirect(lost_text.with_text_id(page, text_id))
            lost_text.hand_over_key(request, response)
            return response
    return common_views.csrf_failure(request, reason)


def _comes_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}" or (
        not origin and request.headers.get("Sec-Fetch-Site") == "same-origin"
    )


def _needs_sign_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "login_required", True)
