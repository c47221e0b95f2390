"""Payroll lists: opened, gathered, sent, taken as files, marked as paid."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common import trail
from common.errors import DomainError
from common.exports import csv_response
from common.notices import notify
from councils import payroll_files
from councils.forms.rates import PaidForm, month_of
from councils.models import PayrollList
from councils.queries import payroll as queries
from councils.services import payroll as services

_KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """All lists for those who send, the sent ones for those who receive."""
    user = request.user
    if not (user.has_perm("councils.send_payroll") or user.has_perm("councils.payroll_work")):
        raise PermissionDenied
    page = queries.payroll_page(user, request.GET.get("sida", "1"))
    return render(request, "councils/fees/payroll.html", {"page": page})


@require_POST
def list_open(request: HttpRequest) -> HttpResponse:
    """Gather what is attested for a principal and a month."""
    actor: Any = request.user
    if not actor.has_perm("councils.send_payroll"):
        raise PermissionDenied
    month = month_of(request.POST.get("month", ""))
    principal = queries.principal_of(request.POST.get("principal", ""))
    if month is None or principal is None:
        notify(request, "Välj huvudman och månad i listan.", mind=True)
        return redirect("fees:payroll")
    try:
        made = services.open_payroll_list(principal, month, actor=actor)
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("fees:payroll")
    return redirect("fees:payroll_list", made.pk)


@require_safe
def list_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One list, row by row. That it was opened stands in the trail."""
    found = _found(request, pk)
    actor: Any = request.user
    trail.record_opened(found, actor=actor)
    form = PaidForm(action=reverse("fees:payroll_paid", args=[pk]))
    context = {"page": queries.list_page(found, actor), "form": form}
    return render(request, "councils/fees/payroll_list.html", context)


@require_POST
def list_gather(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put what has been attested since on an open list."""
    return _act(request, pk, "councils.send_payroll", services.gather_payroll_list, "Hämtat.")


@require_POST
def list_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lock the list and tell payroll."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0

    def send(found: PayrollList, *, actor: Any) -> PayrollList:
        return services.send_payroll_list(found, expected_version=seen, actor=actor)

    return _act(request, pk, "councils.send_payroll", send, "Skickad. Löneenheten har fått ett brev om det.")


@require_POST
def list_paid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which day it was paid."""
    form = PaidForm(request.POST, action="")
    if not form.is_valid():
        found = _found(request, pk)
        if not request.user.has_perm("councils.receive_payroll", found):
            raise PermissionDenied
        notify(request, " ".join(str(one) for one in form.errors.get("paid_on", [])), mind=True)
        return redirect("fees:payroll_list", pk)

    def pay(found: PayrollList, *, actor: Any) -> PayrollList:
        return services.mark_list_paid(found, form.cleaned_data["paid_on"], actor=actor)

    return _act(request, pk, "councils.receive_payroll", pay, "Märkt som utbetald.")


@require_safe
def list_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """A sent list as PDF, CSV or Excel. Who fetched it stands in the trail."""
    found = _found(request, pk)
    if found.sent_at is None or not found.rows:
        raise Http404
    actor: Any = request.user
    trail.record_opened(found, actor=actor)
    name = f"loneunderlag-{found.number}.{kind}"
    if kind == "csv":
        return csv_response(name, payroll_files.HEADER, payroll_files.table_rows(found))
    make = payroll_files.payroll_pdf if kind == "pdf" else payroll_files.payroll_xlsx
    return HttpResponse(
        make(found),
        content_type=_KINDS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _found(request: HttpRequest, pk: UUID) -> PayrollList:
    found = get_object_or_404(queries.visible(request.user), pk=pk)
    if not request.user.has_perm("councils.read_payroll", found):
        raise PermissionDenied
    return found


def _act(request: HttpRequest, pk: UUID, permission: str, act: Any, done: str) -> HttpResponse:
    found = _found(request, pk)
    if not request.user.has_perm(permission, found):
        raise PermissionDenied
    try:
        act(found, actor=request.user)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, done)
    return redirect("fees:payroll_list", pk)
