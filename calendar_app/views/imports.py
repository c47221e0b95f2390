"""Importing activities, and the calendar as a table."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from calendar_app.forms.imports import ConfirmForm, ImportForm
from calendar_app.imports.columns import COLUMNS
from calendar_app.imports.template import template_rows, template_xlsx
from calendar_app.models import ImportBatch
from calendar_app.queries import export
from calendar_app.queries.imports import import_page, recent_imports, visible_import
from calendar_app.services import imports as services
from common.errors import DomainError
from common.exports import csv_response
from common.notices import notify

_may_import = permission_required("calendar_app.import_events", raise_exception=True)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@_may_import
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; instructions and templates; earlier imports."""
    user = signed_in(request)
    form = ImportForm(request.POST or None, request.FILES or None, user=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        batch = services.upload_import(
            data["file"], data["format"], association=data["association"], actor=user
        )
        return redirect("calendar_app:import", pk=batch.pk)
    context = {"form": form, "columns": COLUMNS, "recent": recent_imports(user)}
    return render(request, "calendar_app/imports/start.html", context)


@_may_import
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress while the worker is busy, then the preview, then the result."""
    batch = _batch_or_404(request, pk)
    if "bit" in request.GET:
        return render(request, "calendar_app/imports/_job.html", {"batch": batch})
    page = import_page(batch, verdict=request.GET.get("visa", ""), number=request.GET.get("sida", ""))
    form = ConfirmForm(number=page.to_write, action=reverse("calendar_app:import_confirm", args=[pk]))
    return render(request, "calendar_app/imports/detail.html", {"batch": batch, "page": page, "form": form})


@_may_import
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes to the preview."""
    batch = _batch_or_404(request, pk)
    page = import_page(batch, verdict="", number="")
    form = ConfirmForm(
        request.POST, number=page.to_write, action=reverse("calendar_app:import_confirm", args=[pk])
    )
    if not form.is_valid():
        context = {"batch": batch, "page": page, "form": form}
        return render(request, "calendar_app/imports/detail.html", context)
    try:
        services.confirm_import(batch, publish=form.cleaned_data["publish"] == "ja", actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect("calendar_app:import", pk=pk)


@_may_import
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw the preview away."""
    try:
        services.discard_import(_batch_or_404(request, pk), actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("calendar_app:import", pk=pk)
    notify(request, "Importen är avbruten. Inget har lagts in, och filen är borttagen.")
    return redirect("calendar_app:imports")


@_may_import
@require_safe
def template_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The template, as Excel or CSV."""
    if kind == "csv":
        header, *rows = template_rows()
        return csv_response("mall-aktiviteter.csv", header, rows)
    response = HttpResponse(template_xlsx(), content_type=_XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="mall-aktiviteter.xlsx"'
    return response


@login_not_required
@require_safe
def calendar_csv(request: HttpRequest) -> HttpResponseBase:
    """The coming public activities as a table, with the import's own headings."""
    response = csv_response("kalender.csv", export.HEADER, export.calendar_rows())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _batch_or_404(request: HttpRequest, pk: UUID) -> ImportBatch:
    batch = visible_import(pk, signed_in(request))
    if batch is None:
        raise Http404
    return batch
