"""What anybody reads of the audits. Cached whole: no session, no messages, no names of visitors."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.page_cache import cached_page
from revisions.forms.public import AuditFilterForm
from revisions.queries import public as queries
from revisions.report_document import document
from revisions.report_markup import to_html

#: An audit's page shows its proposals and the names of those it addresses.
ROOMS = ("revisions", "proposals", "organisations", "associations", "surveys")


@cached_page(rooms=ROOMS, params=queries.AuditFilter.params())
@login_not_required
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Audits that anybody may know of, with where they are."""
    page = queries.list_page(request.GET)
    form = AuditFilterForm(page.chosen, page.options)
    return render(request, "revisions/public/list.html", {"page": page, "form": form})


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def audit(request: HttpRequest, slug: str) -> HttpResponse:
    """One audit: what it asks, where it is, what it found, what came of it; or that nothing came of it."""
    found = queries.announced_audits().filter(slug=slug).first()
    if found is None:
        return _cancelled(request, slug)
    return render(request, "revisions/public/audit.html", {"page": queries.public_page(found)})


def _cancelled(request: HttpRequest, slug: str) -> HttpResponse:
    stopped_on = queries.cancelled_on(slug)
    if stopped_on is None:
        raise Http404
    context = {"on": stopped_on, "contact": settings.PORTAL["coordinator_email"]}
    return render(request, "revisions/public/cancelled.html", context)


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as a page."""
    found = get_object_or_404(queries.public_audits(), slug=slug)
    data, number = queries.edition_data(found)
    if data is None:
        raise Http404
    corrected = data.get("corrected_on", "")
    context = {
        "audit": found,
        "data": data,
        "number": number,
        "document": document(data),
        "corrected_on": date.fromisoformat(corrected) if corrected else None,
    }
    return render(request, "revisions/public/report.html", context)


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    """The one-page summary in plain language."""
    found = get_object_or_404(queries.public_audits(), slug=slug)
    data, number = queries.edition_data(found)
    if data is None or not data["plain_summary"]:
        raise Http404
    context = {
        "audit": found,
        "data": data,
        "number": number,
        "summary": to_html(data["plain_summary"], level=2),
    }
    return render(request, "revisions/public/summary.html", context)
