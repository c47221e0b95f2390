"""What everybody reads of peer support. Cached whole: no session, no message, no name."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.page_cache import cached_page
from peersupport import evidence
from peersupport.queries import public_page as queries
from peersupport.services.shared import STAMP

#: A page names units and municipalities, and shows what surveys came to.
ROOMS = (STAMP, "organisations", "surveys")


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What peer support is, where it is, how to begin."""
    context = {"page": queries.public_page(), "evidence": evidence}
    return render(request, "peersupport/public/page.html", context)


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What users and staff answered, where team and unit show it."""
    return render(request, "peersupport/public/results.html", {"results": queries.public_results()})


@login_not_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A published evaluation's report."""
    edition = queries.public_report(pk)
    response = FileResponse(
        edition.file.open("rb"), content_type="application/pdf", filename=f"peer-support-utvardering-{pk}.pdf"
    )
    response.headers["Content-Length"] = str(edition.size)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
