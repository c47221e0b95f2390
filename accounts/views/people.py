"""Who has an account and which portal-wide roles, for administrators."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries, services
from accounts.models import User
from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify


@permission_required("accounts.manage_portal_roles", raise_exception=True)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account. A name to look for comes by POST: names must not stand in addresses."""
    words = request.POST.get("namn", "").replace("\x00", "").strip()[:120]
    trail.record_listed("open_people", User, actor=signed_in(request), fields=["name"] if words else [])
    return render(request, "accounts/people.html", {"people": queries.people(words), "words": words})


@permission_required("accounts.manage_portal_roles", raise_exception=True)
@require_POST
def change_portal_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give or take a portal-wide role."""
    person = queries.person_or_404(user_id)
    role = request.POST.get("role", "")
    takes = request.POST.get("take") == "1"
    service = services.revoke_portal_role if takes else services.grant_portal_role
    try:
        service(person, role, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Rollen är borttagen." if takes else "Rollen är given.")
    return redirect("accounts:people")
