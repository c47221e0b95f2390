"""Printed editions: fetched by anybody, made by the coordinator."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.shortcuts import redirect, render
from django.utils.http import parse_etags
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from calendar_app.edition_periods import EditionPeriod
from calendar_app.forms.editions import EditionForm
from calendar_app.pdf.formats import FORMATS
from calendar_app.queries import editions as queries
from calendar_app.services import editions as services
from common.errors import DomainError
from common.models import Edition
from common.notices import notify
from common.page_cache import cached_page

_may_publish = permission_required("calendar_app.publish_edition", raise_exception=True)


@cached_page(rooms=("calendar",), params=("ar",))
@login_not_required
@require_safe
def edition_list(request: HttpRequest) -> HttpResponse:
    """Every finished edition, year by year."""
    year = request.GET.get("ar", "")
    page = queries.editions_page(int(year) if year.isdecimal() and len(year) == 4 else None)
    return render(request, "calendar_app/editions/list.html", {"page": page})


@login_not_required
@require_safe
def latest(request: HttpRequest, code: str) -> HttpResponseBase:
    """The newest edition of a month or a term. ``?format=stor`` large print, ``?format=affisch`` the poster."""
    period = _period_or_404(code)
    paper = FORMATS.get(request.GET.get("format", "normal"))
    edition = queries.ready_edition(period, paper) if paper else None
    if edition is None:
        return _no_edition(request, period)
    return _pdf(request, edition, period, lasting=False)


@login_not_required
@require_safe
def numbered(request: HttpRequest, code: str, number: int, paper: str) -> HttpResponseBase:
    """One edition, for good."""
    period = _period_or_404(code)
    edition = queries.ready_edition(period, FORMATS[paper], number) if paper in FORMATS else None
    if edition is None:
        return _no_edition(request, period)
    return _pdf(request, edition, period, lasting=True)


@_may_publish
def work(request: HttpRequest) -> HttpResponse:
    """Make an edition, and see which there are."""
    form = EditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["period"]
        try:
            number = services.publish_edition(period, actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return redirect("calendar_app:edition_progress", code=period.code, number=number)
    context = {"form": form, "offered": queries.offered_periods()}
    return render(request, "calendar_app/editions/work.html", context)


@_may_publish
@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """What has changed in a period since its latest edition."""
    period = _period_or_404(code)
    context = {"period": period, "changes": queries.changes_so_far(period)}
    return render(request, "calendar_app/editions/changes.html", context)


@_may_publish
@require_safe
def progress(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """How far the worker has come; the page asks again by itself until everything is done."""
    period = _period_or_404(code)
    row = queries.edition_of(period, number)
    if row is None:
        raise Http404
    piece = "bit" in request.GET
    template = "calendar_app/editions/_job.html" if piece else "calendar_app/editions/progress.html"
    return render(request, template, {"period": period, "row": row, "total": len(row.files)})


@_may_publish
@require_POST
def retry(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Try again to make the files that failed."""
    if services.retry_edition(_period_or_404(code), number, actor=signed_in(request)):
        notify(request, "Vi försöker en gång till.")
    return redirect("calendar_app:edition_progress", code=code, number=number)


def _period_or_404(code: str) -> EditionPeriod:
    period = EditionPeriod.parse(code)
    if period is None:
        raise Http404
    return period


def _no_edition(request: HttpRequest, period: EditionPeriod) -> HttpResponse:
    return render(request, "calendar_app/editions/missing.html", {"period": period}, status=404)


def _pdf(request: HttpRequest, edition: Edition, period: EditionPeriod, *, lasting: bool) -> HttpResponseBase:
    """Answer with the file. An edition's address may be kept for a day, in which it only can lose contacts; "the latest" is asked anew."""
    etag = f'"{edition.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        name = f"kalender-{period.code}-{edition.key.split(':')[2]}-utgava-{edition.number}.pdf"
        try:
            content = edition.file.open("rb")
        except FileNotFoundError as error:
            # Contacts are being taken out at this moment: the file is made again.
            raise Http404 from error
        response = FileResponse(content, content_type="application/pdf", filename=name)
        response.headers["Content-Length"] = str(edition.size)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=86400" if lasting else "public, no-cache"
    return response
