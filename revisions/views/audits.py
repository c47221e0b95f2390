"""The list of audits, a new enquiry, one audit's overview and its moves."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from common.privacy import clean_text
from revisions.forms.agreement import AuditForm, OrderForm
from revisions.forms.audits import CancelForm, FindForm, PresentationForm
from revisions.models import UserAudit
from revisions.queries import audits as queries
from revisions.queries import overview
from revisions.queries.agreement import experience
from revisions.queries.frame import audit_frame
from revisions.services import audits as services
from revisions.views.access import for_audit


def audit_list(request: HttpRequest) -> HttpResponse:
    """The audits one may see: a board by phase for coordinators, one's own for others."""
    user = signed_in(request)
    if not overview.has_audits(user):
        raise PermissionDenied
    group, words = request.GET.get("fas", ""), clean_text(request.GET.get("q", ""))[:100]
    found = queries.audit_list(user, group=group, words=words, page=request.GET.get("sida", "1"))
    parameters = request.GET.copy()
    parameters.pop("sida", None)
    context = {
        "found": found,
        "form": FindForm(request.GET or None, groups=[(slug, name) for slug, name, _ in queries.GROUPS]),
        "query": parameters.urlencode(),
        "may_register": user.has_perm("revisions.register_enquiry"),
        "may_order": user.has_perm("revisions.order_audit"),
    }
    return render(request, "revisions/list.html", context)


@permission_required("revisions.register_enquiry", raise_exception=True)
def new_enquiry(request: HttpRequest) -> HttpResponse:
    """Enter that somebody asks for an audit."""
    form = AuditForm(request.POST or None, cancel_url=reverse("revisions:list"))
    if request.method == "POST" and form.is_valid():
        try:
            audit = services.register_enquiry(form.facts, form.addressed, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Förfrågan är inlagd. Här ser du vad som behövs för en överenskommelse.")
            return redirect("revisions:audit", audit.pk)
    return render(request, "revisions/new.html", {"form": form})


@permission_required("revisions.order_audit", raise_exception=True)
def order(request: HttpRequest) -> HttpResponse:
    """What an audit takes and costs, before a manager asks for one."""
    user = signed_in(request)
    form = OrderForm(request.POST or None, user=user, cancel_url=reverse("revisions:list"))
    if request.method == "POST" and form.is_valid():
        try:
            audit = services.ask_for_audit(**form.cleaned_data, actor=user)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Förfrågan är skickad. Samordnaren hör av sig till dig.")
            return redirect("revisions:audit", audit.pk)
    return render(request, "revisions/order.html", {"form": form, "experience": experience()})


@for_audit()
def audit_overview(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Where the audit is, and what its next move needs."""
    page = queries.audit_page(audit, signed_in(request))
    return render(request, "revisions/audit.html", {"page": page, "frame": page.frame})


@for_audit()
@require_POST
def move(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Take the audit to the next phase. The service asks for the move's own permission."""
    if not queries.may_move(audit, signed_in(request)):
        raise PermissionDenied
    try:
        services.move_audit(audit, request.POST.get("target", ""), actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Revisionen är nu i fasen ”{audit.get_status_display()}”.")
    return redirect("revisions:audit", audit.pk)


@for_audit("revisions.plan_audit")
def cancel(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """End the audit before its report, and say why."""
    form = CancelForm(request.POST or None, cancel_url=reverse("revisions:audit", args=[audit.pk]))
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_audit(audit, form.cleaned_data["reason"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Revisionen är avbruten.")
            return redirect("revisions:audit", audit.pk)
    return _form_page(request, audit, form, "Avbryt revisionen", "revisions:audit")


@for_audit("revisions.plan_audit")
def presentation(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Note that the result was told to users, staff or management."""
    back = reverse("revisions:audit", args=[audit.pk])
    form = PresentationForm(request.POST or None, audit=audit, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_presentation(audit, **form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Antecknat.")
            return redirect(back)
    return _form_page(request, audit, form, "Ni har berättat om resultatet", "revisions:audit")


@for_audit("revisions.plan_audit")
@require_POST
def remove_presentation(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Take away a record that was entered by mistake."""
    found = queries.presentation(audit, row)
    if found is None:
        raise Http404
    services.remove_presentation(found, actor=signed_in(request))
    notify(request, "Borttaget.")
    return redirect("revisions:audit", audit.pk)


def _form_page(request: HttpRequest, audit: UserAudit, form: Any, heading: str, current: str) -> HttpResponse:
    frame = audit_frame(audit, signed_in(request), current=current)
    return render(request, "revisions/form.html", {"frame": frame, "form": form, "heading": heading})
