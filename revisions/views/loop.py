""" "Svar och åtgärder" of one audit in the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.people import signed_in
from common.notices import notify
from revisions.forms.loop import GroupsForm
from revisions.models import UserAudit
from revisions.queries.frame import audit_frame
from revisions.queries.report_loop import loop_page
from revisions.services.sorting import sort_audit
from revisions.views.access import for_audit


@for_audit()
@require_safe
def loop(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The audit's proposals: who has answered what, and what came of it."""
    page = loop_page(audit, signed_in(request))
    return render(request, "revisions/report/loop.html", {"page": page, "frame": page.frame})


@for_audit("revisions.plan_audit")
def groups(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Say which priority groups the audit concerns."""
    back = reverse("revisions:loop", args=[audit.pk])
    # Nothing chosen is a choice too, and comes as an empty form.
    form = GroupsForm(request.POST if request.method == "POST" else None, audit=audit, cancel_url=back)
    if form.is_valid():
        sort_audit(audit, list(form.cleaned_data["priority_groups"]), actor=signed_in(request))
        notify(request, "Sparat.")
        return redirect(back)
    context = {
        "form": form,
        "heading": "Prioriterade grupper",
        "frame": audit_frame(audit, signed_in(request), current="revisions:loop"),
    }
    return render(request, "revisions/form.html", context)
