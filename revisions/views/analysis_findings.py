"""Findings, their quotes, and the proposals that come of them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.analysis_findings import FindingForm, FindingProposalForm, QuoteForm, version_from
from revisions.models import Finding, Quote, UserAudit
from revisions.queries import analysis_findings as queries
from revisions.queries.analysis_text import passage_of
from revisions.queries.frame import audit_frame
from revisions.services import findings as services
from revisions.services import quotes as quote_services
from revisions.views.analysis_access import for_analysis


@for_analysis
@require_safe
def findings(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Strengths and improvement areas."""
    page = queries.findings_page(audit, signed_in(request))
    return render(request, "revisions/analysis/findings.html", {"page": page, "frame": page.frame})


@for_analysis
def finding_new(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Write a finding."""
    back = reverse("revisions:findings", args=[audit.pk])
    code = request.GET.get("tema", "")
    form = FindingForm(
        request.POST or None,
        initial={"code": code if code.isdecimal() else None},
        audit=audit,
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["form_key"]
            made = services.create_finding(audit, form.words, form_key=key, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Sparat. Nu kan ni välja citat.")
            return redirect("revisions:finding", audit.pk, made.pk)
    return _form_page(request, audit, form, "Nytt resultat")


@for_analysis
@require_safe
def finding(request: HttpRequest, audit: UserAudit, finding: UUID) -> HttpResponse:
    """One finding with its quotes and what can be quoted."""
    page = queries.finding_page(_finding(audit, finding), signed_in(request), request.GET.get("sida", ""))
    return render(request, "revisions/analysis/finding.html", {"page": page, "frame": page.frame})


@for_analysis
def finding_edit(request: HttpRequest, audit: UserAudit, finding: UUID) -> HttpResponse:
    """Change a finding's words, kind or theme."""
    found = _finding(audit, finding)
    # What was sent needs nothing opened: without the key store it comes back filled in.
    initial: dict[str, Any] = {} if request.method == "POST" else _saved_words(found)
    back = reverse("revisions:finding", args=[audit.pk, finding])
    form = FindingForm(request.POST or None, initial=initial, audit=audit, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.edit_finding(found, form.words, expected_version=version, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, version=found.version)
        else:
            notify(request, "Ändringarna är sparade.")
            return redirect(back)
    return _form_page(request, audit, form, "Ändra resultatet")


@for_analysis
@require_POST
def finding_done(request: HttpRequest, audit: UserAudit, finding: UUID, what: str) -> HttpResponse:
    """Move a finding up or down, or take it away."""
    found = _finding(audit, finding)
    try:
        if what == "ta-bort":
            services.remove_finding(found, actor=signed_in(request))
            notify(request, "Resultatet är borttaget.")
        else:
            services.move_finding(found, up=what == "upp", actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("revisions:finding", audit.pk, finding)
    return redirect("revisions:findings", audit.pk)


@for_analysis
def finding_proposal(request: HttpRequest, audit: UserAudit, finding: UUID) -> HttpResponse:
    """Write a proposal from a finding."""
    found = _finding(audit, finding)
    back = reverse("revisions:finding", args=[audit.pk, finding])
    form = FindingProposalForm(
        request.POST or None, audit=audit, quotes=queries.approved_quotes(found), cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_from_finding(found, **form.proposal, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Förslaget är sparat som utkast. Det skickas när rapporten publiceras.")
            return redirect(back)
    return _form_page(request, audit, form, "Nytt förslag")


@for_analysis
@require_POST
def quote_choose(request: HttpRequest, audit: UserAudit, finding: UUID, passage: UUID) -> HttpResponse:
    """Take a marked passage as a quote."""
    found, place = _finding(audit, finding), passage_of(audit, passage)
    if place is None:
        raise Http404
    try:
        quote = quote_services.choose_quote(found, place, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("revisions:finding", audit.pk, finding)
    return redirect("revisions:quote", audit.pk, quote.pk)


@for_analysis
def quote(request: HttpRequest, audit: UserAudit, quote: UUID) -> HttpResponse:
    """The redaction step: the original beside what readers will see."""
    found = _quote(audit, quote)
    page = queries.quote_page(found, signed_in(request))
    form = QuoteForm(
        request.POST or None,
        initial={"wording": page.row.wording, "version": found.version},
        cancel_url=reverse("revisions:finding", args=[audit.pk, found.finding_id]),
    )
    if request.method == "POST" and form.is_valid():
        words, version = form.cleaned_data["wording"], form.cleaned_data["version"]
        try:
            quote_services.reword_quote(found, words, expected_version=version, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, version=found.version)
        else:
            notify(request, "Orden är sparade. En annan revisor behöver godkänna dem.")
            return redirect("revisions:quote", audit.pk, quote)
    return render(request, "revisions/analysis/quote.html", {"page": page, "frame": page.frame, "form": form})


@for_analysis
@require_POST
def quote_done(request: HttpRequest, audit: UserAudit, quote: UUID, what: str) -> HttpResponse:
    """Approve, reject or take away a quote, as it stood when the page was opened."""
    found, actor = _quote(audit, quote), signed_in(request)
    try:
        if what == "ta-bort":
            quote_services.remove_quote(found, actor=actor)
            notify(request, "Citatet är borttaget.")
            return redirect("revisions:finding", audit.pk, found.finding_id)
        judge = quote_services.approve_quote if what == "godkann" else quote_services.reject_quote
        judge(found, expected_version=version_from(request.POST), actor=actor)
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Citatet är godkänt." if what == "godkann" else "Citatet används inte.")
    return redirect("revisions:quote", audit.pk, quote)


def _form_page(request: HttpRequest, audit: UserAudit, form: Any, heading: str) -> HttpResponse:
    frame = audit_frame(audit, signed_in(request), current="revisions:analysis")
    context = {"frame": frame, "form": form, "heading": heading}
    return render(request, "revisions/analysis/form.html", context)


def _saved_words(found: Finding) -> dict[str, Any]:
    versions = {"code": found.code_id, "version": found.version, "form_key": found.pk}
    return {**vars(services.words_of(found)), **versions}


def _finding(audit: UserAudit, pk: UUID) -> Finding:
    found = queries.finding_of(audit, pk)
    if found is None:
        raise Http404
    return found


def _quote(audit: UserAudit, pk: UUID) -> Quote:
    found = queries.quote_of(audit, pk)
    if found is None:
        raise Http404
    return found
