"""Inviting, and taking an invitation."""

from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import queries, services
from accounts.forms import InviteForm, OpenAccountForm
from accounts.models import Invitation
from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify

_SESSION_KEY = "invitation"


@permission_required("accounts.invite_user", raise_exception=True)
@require_GET
def invitations(request: HttpRequest) -> HttpResponse:
    """The invitations and how far they have come."""
    trail.record_listed("open_invitations", Invitation, actor=signed_in(request))
    rows = queries.invitation_rows(signed_in(request))
    return render(request, "accounts/invitations.html", {"rows": rows})


@permission_required("accounts.invite_user", raise_exception=True)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    user = signed_in(request)
    form = InviteForm(request.POST or None, user=user)
    if form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("email", "name", "grants")}
        try:
            services.invite_person(**wanted, actor=user)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            notify(request, "Inbjudan är skickad. Länken gäller i sju dagar.")
            return redirect("accounts:invitations")
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
def resend_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send a new link."""
    return _act(
        request, invitation_id, services.resend_invitation, "En ny länk är skickad. Den gamla gäller inte."
    )


@require_POST
def revoke_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Make the link worthless."""
    return _act(request, invitation_id, services.revoke_invitation, "Inbjudan är återkallad.")


def _act(request: HttpRequest, invitation_id: UUID, service: object, done: str) -> HttpResponse:
    user = signed_in(request)
    found = queries.invitation_or_404(user, invitation_id)
    if not user.has_perm("accounts.manage_invitation", found):
        raise PermissionDenied
    try:
        service(found, actor=user)  # type: ignore[operator]
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, done)
    return redirect("accounts:invitations")


@login_not_required
@require_GET
@never_cache
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address at once: no log, history or next page sees more of it."""
    request.session[_SESSION_KEY] = token
    answer = redirect("accounts:invitation")
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """Show what the invitation is about; make the account, or add the roles, by POST."""
    token = request.session.get(_SESSION_KEY, "")
    found = services.find_invitation(token)
    if found is None or found.state != "waiting":
        state = found.state if found else "unknown"
        return render(request, "accounts/invitation_over.html", {"state": state}, status=410)
    if request.user.is_authenticated or queries.person_with_address(found.email):
        return _take_with_account(request, found, token)
    form = OpenAccountForm(request.POST or None, email=found.email, initial={"name": found.name})
    if form.is_valid():
        try:
            person = services.open_account(
                token, name=form.cleaned_data["name"], password=form.cleaned_data["password"] or None
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            del request.session[_SESSION_KEY]
            record_authentication(request, person, method="code", email=person.email)
            return perform_login(request, Login(user=person, email=person.email))  # type: ignore[no-any-return]
    roles = queries.roles_offered(found)
    return render(request, "accounts/invitation.html", {"invitation": found, "roles": roles, "form": form})


def _take_with_account(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    is_theirs = request.user.is_authenticated and signed_in(request).email == found.email
    if request.method == "POST" and is_theirs:
        try:
            services.accept_invitation(token, actor=signed_in(request))
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            notify(request, "Klart. Dina nya roller gäller nu.")
        del request.session[_SESSION_KEY]
        return redirect("accounts:home")
    roles = queries.roles_offered(found)
    page = {"invitation": found, "roles": roles, "is_theirs": is_theirs}
    return render(request, "accounts/invitation_with_account.html", page)
