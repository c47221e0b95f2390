"""Arvode for the coordinator: attest, return, offer agreements, keep rates, read sums."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common import trail
from common.errors import DomainError
from common.exports import csv_response
from common.notices import notify
from councils.forms.fee_agreements import HeardAnswerForm, OfferForm
from councils.forms.fees import AttestForm, ReturnForm
from councils.forms.rates import RateTableForm
from councils.models import Claim
from councils.queries import fee_agreements as offers
from councils.queries import fee_rates, fee_sums, fees
from councils.services import fee_agreements, fee_attests
from councils.services import fee_rates as rate_services
from proposals.forms.shared import submitted


@require_safe
@permission_required("councils.attest", raise_exception=True)
def attest_list(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/fees/attest_list.html", {"page": fees.attest_page(request.user)})


def claim_attest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read a claim through and attest it."""
    found = _to_attest(request, pk)
    actor: Any = request.user
    page = fees.claim_page(found, actor)
    back = reverse("fees:attest_list")
    form = AttestForm(request.POST or None, claim=found, payers=fee_attests.payers(found), back_url=back)
    if form.wants_to_return:
        return redirect("fees:claim_return", pk)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        done: list[Claim] = []
        if submitted(
            form,
            lambda: done.append(
                fee_attests.attest_claim(
                    found,
                    principal=data["principal"],
                    cost_centre=data["cost_centre"],
                    expected_version=data["version"] or 0,
                    actor=actor,
                )
            ),
        ):
            waits = done[0].status == "submitted"
            notify(
                request,
                "Attesterat. Summan är över gränsen: en till behöver attestera." if waits else "Attesterat.",
            )
            return redirect("fees:attest_list")
    return render(request, "councils/fees/attest.html", {"page": page, "form": form})


def claim_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a claim back, with the reason."""
    found = _to_attest(request, pk)
    actor: Any = request.user
    back = reverse("fees:claim", args=[pk])
    form = ReturnForm(request.POST or None, claim=found, back_url=back)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if submitted(
            form,
            lambda: fee_attests.return_claim(
                found, data["because"], expected_version=data["version"] or 0, actor=actor
            ),
        ):
            notify(request, "Skickad tillbaka med det du skrev.")
            return redirect("fees:attest_list")
    return _form_page(request, form, "Skicka tillbaka", reverse("fees:attest_list"), "Att attestera")


@require_safe
@permission_required("councils.edit_rates", raise_exception=True)
def agreements(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/fees/agreements.html", {"councils": fee_rates.agreement_groups()})


@permission_required("councils.edit_rates", raise_exception=True)
def agreement_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the same to several people of one council."""
    council = get_object_or_404(fee_rates.councils_with_people(request.user), slug=slug)
    actor: Any = request.user
    form = OfferForm(
        request.POST or None,
        mandates=fee_rates.offerable(council),
        rates=fee_rates.rates_today(council),
        back_url=reverse("fees:agreements"),
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if submitted(
            form,
            lambda: fee_agreements.offer_agreement(
                data["mandates"], form.offer, form_key=data["form_key"], actor=actor
            ),
        ):
            notify(request, _offered_words(data["mandates"]))
            return redirect("fees:agreements")
    lead = f"{council.name}. Beloppen är de som gäller i dag."
    return _form_page(request, form, "Erbjud uppdrag", reverse("fees:agreements"), "Överenskommelser", lead)


def agreement_heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what somebody without account answered on paper or by phone."""
    found = get_object_or_404(offers.visible_agreements(request.user), pk=pk)
    actor: Any = request.user
    if not actor.has_perm("councils.record_agreement", found):
        raise PermissionDenied
    back = reverse("fees:agreement", args=[pk])
    form = HeardAnswerForm(request.POST or None, back_url=back)
    if (
        form.is_bound
        and form.is_valid()
        and submitted(form, lambda: fee_agreements.record_answer(found, **form.answered, actor=actor))
    ):
        notify(request, "Svaret är antecknat.")
        return redirect("fees:agreement", pk)
    lead = f"{found.mandate.name}, {found.mandate.council.name}. Läs upp erbjudandet eller lämna det på papper först."
    return _form_page(request, form, "Anteckna svaret", back, "Överenskommelse", lead)


@require_safe
@permission_required("councils.edit_rates", raise_exception=True)
def rates(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/fees/rates.html", {"page": fee_rates.rates_page()})


@permission_required("councils.edit_rates", raise_exception=True)
def rate_new(request: HttpRequest) -> HttpResponse:
    """Put in a new table, empty or from an example or an earlier one."""
    actor: Any = request.user
    begin = fee_rates.to_begin_from(request.GET.get("fran", ""))
    form = RateTableForm(request.POST or None, facts=begin, version=0, back_url=reverse("fees:rates"))
    if (
        form.is_bound
        and form.is_valid()
        and submitted(form, lambda: rate_services.create_rate_table(form.facts, actor=actor))
    ):
        notify(request, "Taxan är sparad.")
        return redirect("fees:rates")
    return _form_page(request, form, "Ny taxa", reverse("fees:rates"), "Taxor")


@permission_required("councils.edit_rates", raise_exception=True)
def rate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a table that nobody has been paid by; put the words of any right."""
    found = get_object_or_404(fee_rates.tables(request.user), pk=pk)
    actor: Any = request.user
    form = RateTableForm(
        request.POST or None,
        facts=rate_services.facts_of_table(found),
        version=found.version,
        back_url=reverse("fees:rates"),
    )
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: rate_services.edit_rate_table(found, form.facts, expected_version=version, actor=actor),
            lambda: fee_rates.tables(request.user).get(pk=pk).version,
        ):
            notify(request, "Taxan är sparad.")
            return redirect("fees:rates")
    lead = rate_services.IN_USE if rate_services.table_in_use(found) else ""
    return _form_page(request, form, "Ändra taxa", reverse("fees:rates"), "Taxor", lead)


@require_POST
@permission_required("councils.edit_rates", raise_exception=True)
def rate_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a table that nobody has been paid by."""
    found = get_object_or_404(fee_rates.tables(request.user), pk=pk)
    actor: Any = request.user
    try:
        rate_services.remove_rate_table(found, actor=actor)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Taxan är borttagen.")
    return redirect("fees:rates")


@require_safe
@permission_required("councils.edit_rates", raise_exception=True)
def sums(request: HttpRequest) -> HttpResponse:
    page = fee_sums.sums_page(request.GET.get("ar", ""))
    return render(request, "councils/fees/sums.html", {"page": page})


@require_safe
@permission_required("councils.edit_rates", raise_exception=True)
def sums_file(request: HttpRequest) -> HttpResponseBase:
    """The same sums as a table to work with. Who fetched them stands in the trail."""
    page = fee_sums.sums_page(request.GET.get("ar", ""))
    actor: Any = request.user
    trail.record_listed("export_sums", Claim, actor=actor)
    name = f"arvoden-{page.year}.csv" if page.year else "arvoden.csv"
    return csv_response(name, fee_sums.HEADER, fee_sums.file_rows(page))


def _offered_words(mandates: Any) -> str:
    """Who sees the offer here, and whom the coordinator has to ask."""
    with_account = [one for one in mandates if one.user_id is not None]
    if len(with_account) == len(mandates):
        return "Erbjudandet är skickat. De ser det när de loggar in."
    ask = "Fråga den som inte har konto, på papper eller per telefon, och anteckna svaret vid erbjudandet."
    return (
        f"Erbjudandet är sparat. De som har konto ser det när de loggar in. {ask}"
        if with_account
        else (f"Erbjudandet är sparat. {ask}")
    )


def _to_attest(request: HttpRequest, pk: UUID) -> Claim:
    found = get_object_or_404(fees.visible(request.user), pk=pk)
    if not request.user.has_perm("councils.attest", found):
        raise PermissionDenied
    return found


def _form_page(
    request: HttpRequest, form: Any, title: str, back_url: str, back: str, lead: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "crumbs": [(back, back_url)]}
    return render(request, "councils/fees/form.html", context)
