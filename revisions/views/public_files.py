"""The report's files: the latest edition, one edition for good, the summary, the word-processor copy."""

from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.shortcuts import get_object_or_404, render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from common.models import Edition
from revisions.models import UserAudit
from revisions.queries import public as queries
from revisions.queries.report_data import REPORT, SUMMARY
from revisions.report_docx import CONTENT_TYPE
from revisions.report_docx import report_docx as docx_of


@login_not_required
@require_safe
def report_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The latest edition of the report."""
    return _latest(request, slug, REPORT, "rapport")


@login_not_required
@require_safe
def summary_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The latest edition of the summary."""
    return _latest(request, slug, SUMMARY, "sammanfattning")


@login_not_required
@require_safe
def edition_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """One edition, for good."""
    audit = get_object_or_404(queries.public_audits(), slug=slug)
    edition = queries.ready(audit, REPORT, number) if number else None
    if edition is None:
        raise Http404
    return _pdf(request, edition, f"rapport-{audit.slug}-utgava-{number}.pdf", lasting=True)


@login_not_required
@require_safe
def report_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest edition as a word-processor file, for those who must quote it."""
    audit = get_object_or_404(queries.public_audits(), slug=slug)
    data, number = queries.edition_data(audit)
    if data is None:
        raise Http404
    response = HttpResponse(docx_of(data, number), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="rapport-{audit.slug}.docx"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _latest(request: HttpRequest, slug: str, kind: str, name: str) -> HttpResponseBase:
    audit: UserAudit = get_object_or_404(queries.public_audits(), slug=slug)
    edition = queries.ready(audit, kind)
    if edition is None:
        return render(request, "revisions/public/missing.html", {"audit": audit}, status=404)
    return _pdf(request, edition, f"{name}-{audit.slug}.pdf", lasting=False)


def _pdf(request: HttpRequest, edition: Edition, name: str, *, lasting: bool) -> HttpResponseBase:
    """Answer with the file. An edition never changes, so its address may be kept; "the latest" is asked anew."""
    etag = f'"{edition.sha256}"'
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = FileResponse(edition.file.open("rb"), content_type="application/pdf", filename=name)
        response.headers["Content-Length"] = str(edition.size)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if lasting else "public, no-cache"
    )
    return response
