""" "Svar och åtgärder" of one audit in the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.people import signed_in
from revisions.models import UserAudit
from revisions.queries.report_loop import loop_page
from revisions.views.access import for_audit


@for_audit()
@require_safe
def loop(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The audit's proposals: who has answered what, and what came of it."""
    page = loop_page(audit, signed_in(request))
    return render(request, "revisions/report/loop.html", {"page": page, "frame": page.frame})
