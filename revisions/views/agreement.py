"""The agreement: facts, contact persons, timetable, cost, wishes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.agreement import AuditForm
from revisions.forms.costs import cost_formset
from revisions.forms.planning import ContactForm, DecideForm, TimetableForm, WishForm
from revisions.models import UserAudit
from revisions.pdf.letters import agreement_pdf
from revisions.queries import agreement as queries
from revisions.queries.frame import audit_frame
from revisions.services import planning as services
from revisions.services.audits import revise_agreement
from revisions.views.access import difference, for_audit


@for_audit()
def agreement(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """All that is agreed, and what is missing."""
    context = {
        "frame": audit_frame(audit, signed_in(request), current="revisions:agreement"),
        "agreement": queries.agreement(audit),
        "can": queries.agreement_rights(audit, signed_in(request)),
    }
    return render(request, "revisions/agreement.html", context)


@for_audit()
@require_safe
def agreement_file(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The agreement as a PDF to print and sign."""
    response = HttpResponse(agreement_pdf(audit), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="overenskommelse.pdf"'
    return response


@for_audit("revisions.plan_audit")
def edit(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Change what is agreed."""
    # The list of all units is for those who keep it; a lead sees the audit's own.
    offers_all = signed_in(request).has_perm("organisations.maintain")
    form = AuditForm(request.POST or None, audit=audit, offers_all_units=offers_all, cancel_url=_page(audit))
    conflict = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            revise_agreement(
                audit, form.facts, form.addressed, expected_version=version, actor=signed_in(request)
            )
        except DomainError as error:
            audit.refresh_from_db()
            form.refuse(error, version=audit.version)
            conflict = difference(error)
        else:
            notify(request, "Överenskommelsen är sparad.")
            return redirect(_page(audit))
    return _form_page(request, audit, form, "Ändra överenskommelsen", conflict)


@for_audit("revisions.plan_audit")
def timetable(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The day of each step."""
    days = queries.timetable_days(audit)
    form = TimetableForm(request.POST or None, days=days, cancel_url=_page(audit))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.set_timetable(audit, form.days, seen=form.seen_days, actor=signed_in(request))
        except DomainError as error:
            conflict = difference(error)
            form.refuse(error)
        else:
            notify(request, "Tidsplanen är sparad.")
            return redirect(_page(audit))
    return _form_page(request, audit, form, "Tidsplan", conflict)


@for_audit("revisions.plan_audit")
def costs(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Hours and kronor, line by line."""
    formset, seen = cost_formset(request.POST or None, queries.cost_items(audit))
    problem, conflict = "", None
    if request.method == "POST" and formset.is_valid():
        try:
            services.set_cost_estimate(
                audit, formset.items, seen=formset.seen_items, actor=signed_in(request)
            )
        except DomainError as error:
            problem, conflict = error.message, difference(error)
        else:
            notify(request, "Tid och kostnad är sparade.")
            more = "more" in request.POST
            return redirect(reverse("revisions:costs", args=[audit.pk]) if more else _page(audit))
    context = {
        "frame": audit_frame(audit, signed_in(request), current="revisions:agreement"),
        "formset": formset,
        "seen": seen if request.method == "GET" or conflict else request.POST.get("seen", ""),
        "cost": queries.cost_of(audit.cost_lines.all()),
        "problem": problem,
        "conflict": conflict,
    }
    return render(request, "revisions/costs.html", context)


@for_audit("revisions.plan_audit")
def contact(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Whom at a unit the team talks with."""
    found = queries.audit_unit(audit, row)
    if found is None:
        raise Http404
    form = ContactForm(request.POST or None, row=found, cancel_url=_page(audit))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.set_contact_person(found, form.person, seen=form.seen_person, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, row=queries.audit_unit(audit, row) or found)
            conflict = difference(error)
        else:
            notify(request, "Kontaktpersonen är sparad.")
            return redirect(_page(audit))
    return _form_page(request, audit, form, f"Kontaktperson: {found.unit.name}", conflict)


@for_audit()
def wishes(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """What the commissioner and the unit's manager wish to have asked, and what the team answered."""
    user = signed_in(request)
    may_wish = user.has_perm("revisions.wish_topic", audit)
    if request.method == "POST" and not may_wish:
        return HttpResponse(status=403)
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.wish_topic(audit, form.cleaned_data["text"], actor=user)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Önskemålet är skickat till teamet.")
            return redirect("revisions:wishes", audit.pk)
    context = {
        "frame": audit_frame(audit, user, current="revisions:agreement"),
        "wishes": queries.wishes(audit),
        "form": form if may_wish and queries.takes_wishes(audit) else None,
        "may_decide": user.has_perm("revisions.decide_wish", audit) and queries.takes_wishes(audit),
    }
    return render(request, "revisions/wishes.html", context)


@for_audit("revisions.decide_wish")
def decide_wish(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """The team's answer to one wish."""
    found = queries.wish(audit, row)
    if found is None:
        raise Http404
    back = reverse("revisions:wishes", args=[audit.pk])
    form = DecideForm(request.POST or None, wish=found, cancel_url=back)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_wish(found, **form.answer, seen=form.seen_answer, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, wish=found)
            conflict = difference(error)
        else:
            notify(request, "Svaret är sparat.")
            return redirect(back)
    return _form_page(request, audit, form, "Svara på önskemålet", conflict, said=found.text)


def _page(audit: UserAudit) -> str:
    return reverse("revisions:agreement", args=[audit.pk])


def _form_page(
    request: HttpRequest,
    audit: UserAudit,
    form: Any,
    heading: str,
    conflict: list[dict[str, Any]] | None,
    *,
    said: str = "",
) -> HttpResponse:
    frame = audit_frame(audit, signed_in(request), current="revisions:agreement")
    context = {"frame": frame, "form": form, "heading": heading, "conflict": conflict, "said": said}
    return render(request, "revisions/form.html", context, status=409 if conflict else 200)
