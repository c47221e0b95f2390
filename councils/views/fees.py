"""Arvode and journeys for those who claim: what to claim, write, change, take back, correct; what one has been offered."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.errors import DomainError
from common.notices import notify
from councils.forms.fee_agreements import DeclineForm
from councils.forms.fees import ClaimForm
from councils.models import Claim
from councils.queries import fee_agreements as agreements
from councils.queries import fees
from councils.services import fee_agreements, fee_claims
from councils.services.fee_claims import ALREADY
from proposals.forms.shared import submitted


@require_safe
@permission_required("councils.have_fees", raise_exception=True)
def own(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/fees/own.html", {"page": fees.own_page(request.user)})


def claim_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim for a meeting one was at. Whoever has done it already is shown what was claimed."""
    invitation = get_object_or_404(fees.findable_invitations(request.user), pk=pk)
    actor: Any = request.user
    earlier = fees.claim_of(invitation)
    if earlier is not None and request.method != "POST":
        return redirect("fees:claim", earlier.pk)
    page = fees.form_page(invitation.mandate, invitation.meeting)
    form = ClaimForm(request.POST or None, page=page, facts=fees.first_facts(page), cancel_url=_home(actor))
    if not form.counts and form.is_bound and form.is_valid():
        made: list[Claim] = []
        key = form.cleaned_data["form_key"]
        if earlier is not None and earlier.form_key != key:
            notify(request, ALREADY, mind=True)
            return redirect("fees:claim", earlier.pk)
        if submitted(
            form,
            lambda: made.append(
                fee_claims.write_claim(
                    invitation, form.facts, submit=not form.is_draft, form_key=key, actor=actor
                )
            ),
        ):
            return _told(request, made[0])
    return _form(request, form, "Begär arvode och resa")


@require_safe
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One claim: what it says, what it comes to, how it has gone."""
    found = get_object_or_404(fees.visible(request.user), pk=pk)
    page = fees.claim_page(found, request.user)
    return render(request, "councils/fees/claim.html", {"page": page, "home": _home(request.user)})


def claim_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a draft, or what came back."""
    found = _own_claim(request, pk)
    if found.status not in {"draft", "returned"}:
        return redirect("fees:claim", pk)
    actor: Any = request.user
    page = fees.form_page(found.mandate, found.meeting, found.table)  # type: ignore[arg-type] # forgotten claims are sent ones
    form = ClaimForm(
        request.POST or None,
        page=page,
        facts=fee_claims.facts_of(found),
        claim=found,
        cancel_url=reverse("fees:claim", args=[pk]),
    )
    if not form.counts and form.is_bound and form.is_valid():
        saved: list[Claim] = []
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: saved.append(
                fee_claims.edit_claim(
                    found, form.facts, submit=not form.is_draft, expected_version=version, actor=actor
                )
            ),
            lambda: fees.visible(request.user).get(pk=pk).version,
        ):
            return _told(request, saved[0])
    return _form(request, form, "Ändra din begäran", found)


@require_POST
def claim_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a submitted claim back."""
    found = _own_claim(request, pk)
    actor: Any = request.user
    try:
        fee_claims.withdraw_claim(found, actor=actor)
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("fees:claim", pk)
    notify(request, "Tillbaka hos dig som utkast. Ändra det du vill och skicka in igen.")
    return redirect("fees:claim_edit", pk)


@require_POST
def claim_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a draft."""
    found = _own_claim(request, pk)
    actor: Any = request.user
    try:
        fee_claims.remove_claim(found, actor=actor)
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("fees:claim", pk)
    notify(request, "Utkastet är borttaget.")
    return redirect(_home(actor))


def claim_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what has been sent to payroll."""
    found = get_object_or_404(fees.visible(request.user), pk=pk)
    actor: Any = request.user
    if not (actor.has_perm("councils.claim", found) or actor.has_perm("councils.attest", found)):
        raise PermissionDenied
    if not fee_claims.can_be_corrected(found):
        return redirect("fees:claim", pk)
    page = fees.form_page(found.mandate, found.meeting, found.table)  # type: ignore[arg-type] # forgotten ones can't be corrected
    row = fees.unsaved_claim(page.mandate, page.meeting, corrects=found)
    form = ClaimForm(
        request.POST or None,
        page=page,
        facts=fees.corrected_facts(found),
        claim=row,
        cancel_url=reverse("fees:claim", args=[pk]),
    )
    if not form.counts and form.is_bound and form.is_valid():
        made: list[Claim] = []
        if submitted(form, lambda: made.append(fee_claims.correct_claim(found, form.facts, actor=actor))):
            return _told(request, made[0])
    return _form(request, form, "Rätta det som är skickat", found)


def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """What one has been offered, and the yes."""
    found = get_object_or_404(agreements.visible_agreements(request.user), pk=pk)
    actor: Any = request.user
    if request.method == "POST":
        if not actor.has_perm("councils.accept_agreement", found):
            raise PermissionDenied
        try:
            fee_agreements.accept_agreement(found, actor=actor)
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            notify(request, "Tack. Nu är ni överens.")
        return redirect("fees:own")
    context = {"page": agreements.agreement_page(found, actor), "home": _home(actor)}
    return render(request, "councils/fees/agreement.html", context)


def agreement_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The no to what one has been offered."""
    found = get_object_or_404(agreements.visible_agreements(request.user), pk=pk)
    actor: Any = request.user
    if not actor.has_perm("councils.accept_agreement", found):
        raise PermissionDenied
    back = reverse("fees:agreement", args=[pk])
    form = DeclineForm(request.POST or None, back_url=back)
    if (
        request.method == "POST"
        and form.is_valid()
        and submitted(
            form,
            lambda: fee_agreements.decline_agreement(found, form.cleaned_data["because"], actor=actor),
        )
    ):
        notify(request, "Ditt nej är sparat. Samordnaren kan komma med ett nytt erbjudande.")
        return redirect("fees:own")
    lead = f"{found.mandate.council.name}. Du sitter kvar i rådet även om du tackar nej till det här."
    context = {"form": form, "title": "Tacka nej", "lead": lead, "crumbs": [("Överenskommelse", back)]}
    return render(request, "councils/fees/form.html", context)


def _form(request: HttpRequest, form: ClaimForm, title: str, found: Claim | None = None) -> HttpResponse:
    """The form with its sum; to a script that asks for the sum alone, the sum alone."""
    context = {"form": form, "sum": form.sum(), "page": form.page}
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "councils/fees/_sum.html", context)
    corrects = found is not None and fee_claims.can_be_corrected(found)
    more = {"title": title, "claim": found, "corrects": corrects, "home": _home(request.user)}
    return render(request, "councils/fees/claim_form.html", {**context, **more})


def _own_claim(request: HttpRequest, pk: UUID) -> Claim:
    found = get_object_or_404(fees.visible(request.user), pk=pk)
    if not request.user.has_perm("councils.claim", found):
        raise PermissionDenied
    return found


def _told(request: HttpRequest, found: Claim) -> HttpResponse:
    if found.status == "draft":
        notify(request, "Utkastet är sparat. Det är inte inskickat än.")
    else:
        notify(request, "Inskickat. Nu ska en samordnare attestera.")
    return redirect("fees:claim", found.pk)


def _home(user: Any) -> str:
    """Where somebody's list is: one's own, or what waits to be attested."""
    return reverse("fees:own" if user.has_perm("councils.have_fees") else "fees:attest_list")
