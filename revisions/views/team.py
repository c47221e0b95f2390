"""The team: who is in it, declarations, stepping off, handing over."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify
from revisions.forms.team import DeclareForm, OfferForm
from revisions.models import AuditMember, UserAudit
from revisions.queries import team as queries
from revisions.services import team as services
from revisions.views.access import for_audit


@for_audit("revisions.see_counts")
def team(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Show the team and what each person may do with it."""
    return _page(request, audit)


@for_audit("revisions.staff_audit")
@require_POST
def offer(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Offer a place to an address; answered alike whoever has an account."""
    form = OfferForm(request.POST)
    if form.is_valid():
        email, role = form.cleaned_data["email"], form.cleaned_data["role"]
        try:
            services.offer_place(audit, email, role=role, actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Klart. Den som har ett konto är med nu. Annars har vi skickat en inbjudan.")
            return redirect("revisions:team", audit.pk)
    return _page(request, audit, offer_form=form)


@for_audit("revisions.share_welfare")
@require_POST
def declare(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The member's own two ticks."""
    form = DeclareForm(request.POST)
    own = queries.team_page(audit, signed_in(request)).own
    if form.is_valid() and own is not None:
        try:
            services.declare(own, **form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            notify(request, "Tack. Dagens datum står vid dina löften.")
            return redirect("revisions:team", audit.pk)
    return _page(request, audit, declare_form=form)


@for_audit()
@require_POST
def step_off(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """End somebody's part at once; one's own without being asked why."""
    member, actor = _member(audit, row), signed_in(request)
    is_self = member.user_id == actor.pk
    if not is_self and not actor.has_perm("revisions.plan_audit", audit):
        raise PermissionDenied
    services.step_off(member, actor=actor)
    if is_self:
        notify(request, "Du har klivit av. Tack för det du har gjort. Ingen frågar varför.")
        return redirect("overview:overview")
    notify(request, "Personen är inte med i teamet längre.")
    return redirect("revisions:team", audit.pk)


@for_audit("revisions.plan_audit")
@require_POST
def hand_over(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Make somebody else the lead."""
    member = _member(audit, row)
    services.hand_over_lead(member, actor=signed_in(request))
    notify(request, f"{member.user.name} leder teamet nu.")
    return redirect("revisions:team", audit.pk)


@for_audit("revisions.plan_audit")
@require_POST
def remove_commissioner(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Take the commissioner's role away."""
    found = queries.commissioner(audit, row)
    if found is None:
        raise Http404
    services.remove_commissioner(found, actor=signed_in(request))
    notify(request, "Personen är inte uppdragsgivare längre.")
    return redirect("revisions:team", audit.pk)


def _member(audit: UserAudit, row: int) -> AuditMember:
    member = queries.member(audit, row)
    if member is None:
        raise Http404
    return member


def _page(
    request: HttpRequest,
    audit: UserAudit,
    *,
    offer_form: OfferForm | None = None,
    declare_form: DeclareForm | None = None,
) -> HttpResponse:
    page = queries.team_page(audit, signed_in(request))
    if not page.own:
        # Membership tells of somebody's experience: who looks from outside the team is noted.
        trail.record_listed("open_team", AuditMember, actor=signed_in(request))
    context = {
        "page": page,
        "frame": page.frame,
        "offer_form": (offer_form or OfferForm()) if page.can["staff"] else None,
        "declare_form": (declare_form or DeclareForm()) if page.can["declare"] else None,
    }
    return render(request, "revisions/team.html", context)
