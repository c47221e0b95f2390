"""Versions of the guide: read, print, compare, lock, copy from another audit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from common.swedish import count_text
from revisions.models import UserAudit
from revisions.pdf import guide as pdf
from revisions.queries import guide as queries
from revisions.queries.frame import audit_frame
from revisions.services import guide_versions as services
from revisions.views.access import for_audit
from revisions.views.guide import guide_url


@for_audit("revisions.read_guide")
def history(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """All versions with what changed."""
    frame = audit_frame(audit, signed_in(request), current="revisions:guide")
    return render(request, "revisions/guide_history.html", {"frame": frame, "rows": queries.history(audit)})


@for_audit("revisions.read_guide")
def version(request: HttpRequest, audit: UserAudit, number: int) -> HttpResponse:
    """One version as it is asked."""
    found = queries.version(audit, number)
    if found is None:
        raise Http404
    frame = audit_frame(audit, signed_in(request), current="revisions:guide")
    context = {"frame": frame, "content": queries.content_of(found), "guide": found}
    return render(request, "revisions/guide_version.html", context)


@for_audit("revisions.read_guide")
@require_safe
def version_pdf(request: HttpRequest, audit: UserAudit, number: int, size: str) -> HttpResponse:
    """One version on paper, in ordinary or large print."""
    found = queries.version(audit, number)
    if found is None or size not in pdf.SIZES:
        raise Http404
    response = HttpResponse(pdf.guide_pdf(found, size=size), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="intervjuguide-{number}-{size}.pdf"'
    return response


@for_audit("revisions.edit_guide")
def lock(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Show what is missing, then lock."""
    found = queries.open_version(audit)
    if found is None:
        return redirect(guide_url(audit))
    if request.method == "POST":
        try:
            services.lock_guide(found, actor=signed_in(request))
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            notify(request, f"Version {found.number} är låst. Intervjuer som börjar nu följer den.")
            return redirect(guide_url(audit))
    page = queries.guide_page(audit, signed_in(request))
    context = {"page": page, "frame": page.frame, "missing": queries.lock_problems(found)}
    return render(request, "revisions/guide_lock.html", context)


@for_audit("revisions.edit_guide")
def sources(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Guides one may copy from."""
    if queries.open_version(audit) is None:
        return redirect(guide_url(audit))
    user = signed_in(request)
    context = {
        "frame": audit_frame(audit, user, current="revisions:guide"),
        "sources": queries.guide_sources(audit, user),
    }
    return render(request, "revisions/guide_sources.html", context)


@for_audit("revisions.edit_guide")
def copy(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Choose areas of one other guide and copy them."""
    user, open_one = signed_in(request), queries.open_version(audit)
    source = next((one for one in queries.guide_sources(audit, user) if one.guide.pk == row), None)
    if source is None or open_one is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        chosen = queries.chosen_areas(source, request.POST.getlist("area"))
        try:
            if not chosen:
                raise DomainError("Kryssa i minst ett område.")
            came = services.copy_areas(open_one, chosen, actor=user)
        except DomainError as error:
            problem = error.message
        else:
            notify(request, f"{count_text(came, 'fråga', 'frågor')} kopierades. De ni redan hade är orörda.")
            return redirect(guide_url(audit))
    frame = audit_frame(audit, user, current="revisions:guide")
    context = {"frame": frame, "source": source, "problem": problem}
    return render(request, "revisions/guide_copy.html", context)
