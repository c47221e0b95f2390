"""The directory as files: open data, contact cards and the booklet."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from associations import booklet, exports
from associations.queries import rows as public
from associations.queries.entry import open_data
from common.exports import csv_response
from common.page_cache import cached_page


@cached_page(rooms=("associations", "organisations"))
@login_not_required
def json_file(request: HttpRequest) -> HttpResponse:
    """Give the public facts to other systems."""
    associations = open_data(public.public_associations().in_order())
    return JsonResponse(
        {"source": f"{settings.PORTAL_ORIGIN}/foreningar/", "associations": associations},
        json_dumps_params={"ensure_ascii": False},
    )


@login_not_required
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """Give the public facts as a table."""
    rows = exports.table_rows(public.public_associations().in_order())
    return csv_response("foreningar.csv", exports.TABLE_HEADER, rows)


@cached_page(rooms=("associations", "organisations"))
@login_not_required
def vcard(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one association as a contact card."""
    association = get_object_or_404(public.public_associations(), slug=slug)
    response = HttpResponse(exports.vcard(association), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{association.slug}.vcf"'
    return response


@login_not_required
def pdf_file(request: HttpRequest) -> HttpResponse:
    """Give the whole directory as a booklet, made anew when something in it has changed."""
    stamp = booklet.current_stamp()
    etag = f'"{stamp}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    elif (content := booklet.ready_booklet(stamp)) is None:
        waits = render(request, "associations/booklet_waits.html", status=503)
        waits["Retry-After"] = "30"
        return waits
    else:
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="foreningar.pdf"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
