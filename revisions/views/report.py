"""The report as the team writes it: chapters, history, preview, remarks, approval, editions."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.report import ChapterForm, CorrectionForm, WordsForm, versions_to_compare
from revisions.models import UserAudit
from revisions.queries import report as queries
from revisions.queries.frame import audit_frame
from revisions.queries.report_data import REPORT, SUMMARY, report_data
from revisions.report_document import document
from revisions.report_markup import to_html
from revisions.services import publication, reply
from revisions.services import report as services
from revisions.views.access import for_audit

_EDIT, _APPROVE = "revisions.edit_report", "revisions.approve_report"


@for_audit(_EDIT)
@require_safe
def report(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Chapters, what stands in the way, who reads the draft, editions."""
    page = queries.report_page(audit, signed_in(request))
    return render(request, "revisions/report/report.html", {"page": page, "frame": page.frame})


@for_audit(_EDIT)
def chapter(request: HttpRequest, audit: UserAudit, kind: str) -> HttpResponse:
    """Write one chapter."""
    try:
        page = queries.chapter_page(audit, kind, signed_in(request))
    except DomainError as error:
        return _fault(request, audit, error)
    if page is None:
        raise Http404
    form = ChapterForm(
        request.POST or None,
        initial={"text": page.text, "version": page.number},
        needed=kind in services.NEEDED,
        cancel_url=reverse("revisions:report", args=[audit.pk]),
    )
    if request.method == "POST" and form.is_valid() and not form.is_shown_only:
        words, number = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            services.save_chapter(audit, kind, words, expected_version=number, actor=signed_in(request))
        except DomainError as error:
            newest = queries.chapter_page(audit, kind, signed_in(request))
            form.refuse(error, version=newest.number if newest else 0)
        else:
            notify(request, "Kapitlet är sparat.")
            return redirect("revisions:report_chapter", audit.pk, kind)
    typed = form["text"].value() or ""
    context = {
        "page": page,
        "frame": page.frame,
        "form": form,
        "reading": queries.reading_of(typed),
        "too_long": queries.too_long_for_its_page(audit, kind, typed),
        "shown": to_html(typed, level=4),
    }
    return render(request, "revisions/report/chapter.html", context)


@for_audit(_EDIT)
@require_safe
def history(request: HttpRequest, audit: UserAudit, kind: str) -> HttpResponse:
    """Every version of a chapter, who wrote it, and two of them compared."""
    try:
        page = queries.history_page(audit, kind, signed_in(request), versions_to_compare(request))
    except DomainError as error:
        return _fault(request, audit, error)
    if page is None:
        raise Http404
    return render(request, "revisions/report/history.html", {"page": page, "frame": page.frame})


@for_audit(_EDIT)
@require_POST
def restore(request: HttpRequest, audit: UserAudit, kind: str, number: int) -> HttpResponse:
    """Let an earlier version be the text again."""
    version = queries.version_of(audit, kind, number)
    if version is None:
        raise Http404
    seen = request.POST.get("seen", "")
    expected = int(seen) if seen.isdecimal() and len(seen) < 6 else 0
    try:
        services.restore_chapter(version, expected_version=expected, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Version {number} gäller igen. Det som stod före finns kvar bland versionerna.")
    return redirect("revisions:report_history", audit.pk, kind)


@for_audit(_EDIT)
@require_safe
def preview(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The whole report as it would be published now."""
    try:
        data = report_data(audit)
    except DomainError as error:
        return _fault(request, audit, error)
    frame = audit_frame(audit, signed_in(request), current="revisions:report")
    context = {
        "frame": frame,
        "audit": audit,
        "document": document(data),
        "summary": to_html(data["plain_summary"], level=4),
    }
    return render(request, "revisions/report/preview.html", context)


@for_audit(_APPROVE)
@require_POST
def send(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Send the draft to those it is about."""
    try:
        reply.send_for_reply(audit, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Utkastet är skickat. Nu läser de som det gäller.")
    return redirect("revisions:report", audit.pk)


@for_audit(_EDIT)
@require_safe
def remarks(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """What addressees have said of the draft, those without an answer first."""
    try:
        rows = queries.remarks_of(audit)
    except DomainError as error:
        return _fault(request, audit, error)
    frame = audit_frame(audit, signed_in(request), current="revisions:report")
    return render(request, "revisions/report/remarks.html", {"frame": frame, "rows": rows, "audit": audit})


@for_audit(_EDIT)
def answer(request: HttpRequest, audit: UserAudit, comment: UUID) -> HttpResponse:
    """Answer a remark."""
    try:
        found = queries.remark(audit, comment)
    except DomainError as error:
        return _fault(request, audit, error)
    if found is None:
        raise Http404
    back = reverse("revisions:report_remarks", args=[audit.pk])
    initial = {"text": found.answer, "version": found.row.version}
    form = WordsForm(
        request.POST or None,
        initial=initial,
        label="Revisorernas svar",
        button="Spara svaret",
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        words, version = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            reply.answer_comment(found.row, words, expected_version=version, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, version=found.row.version)
        else:
            notify(request, "Svaret är sparat. Det står bredvid synpunkten i rapporten.")
            return redirect(back)
    frame = audit_frame(audit, signed_in(request), current="revisions:report")
    context = {"frame": frame, "found": found, "form": form}
    return render(request, "revisions/report/answer.html", context)


@for_audit(_APPROVE)
@require_POST
def approve(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The lead's yes to the report as it was shown."""
    return _done(
        request,
        audit,
        lambda: publication.approve_report(audit, request.POST.get("seen", ""), actor=signed_in(request)),
        "Rapporten är godkänd som den är nu. Ändras den behöver den godkännas igen.",
    )


@for_audit(_APPROVE)
@require_POST
def publish(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Publish what is approved, when the time to read is out for everybody."""
    return _done(
        request,
        audit,
        lambda: publication.publish_report(audit, actor=signed_in(request)),
        "Rapporten är publicerad. Filerna görs nu.",
    )


@for_audit(_APPROVE)
def correct(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Make a new edition with a note of what is corrected."""
    try:
        seen = queries.seen_now(audit)
    except DomainError as error:
        return _fault(request, audit, error)
    back = reverse("revisions:report", args=[audit.pk])
    form = CorrectionForm(request.POST or None, initial={"seen": seen}, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            publication.correct_report(audit, **form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, seen)
        else:
            notify(request, "Rättelsen är publicerad som en ny utgåva. Filerna görs nu.")
            return redirect(back)
    frame = audit_frame(audit, signed_in(request), current="revisions:report")
    return render(request, "revisions/report/correct.html", {"frame": frame, "form": form})


@for_audit(_EDIT)
@require_safe
def progress(request: HttpRequest, audit: UserAudit, number: int) -> HttpResponse:
    """How far the worker has come with an edition's files; the page asks again by itself."""
    edition, summary = (queries.edition_of(audit, number, kind) for kind in (REPORT, SUMMARY))
    if edition is None:
        raise Http404
    frame = audit_frame(audit, signed_in(request), current="revisions:report")
    template = "revisions/report/_job.html" if "bit" in request.GET else "revisions/report/progress.html"
    context = {"frame": frame, "audit": audit, "edition": edition, "summary": summary}
    return render(request, template, context)


@for_audit(_EDIT)
@require_POST
def retry(request: HttpRequest, audit: UserAudit, number: int) -> HttpResponse:
    """Try again to make files that failed."""
    for kind in (REPORT, SUMMARY):
        edition = queries.edition_of(audit, number, kind)
        if edition is None:
            raise Http404
        publication.retry_edition(edition, actor=signed_in(request))
    notify(request, "Vi försöker en gång till.")
    return redirect("revisions:report_progress", audit.pk, number)


def _done(request: HttpRequest, audit: UserAudit, service: Callable[[], object], words: str) -> HttpResponse:
    try:
        service()
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words)
    return redirect("revisions:report", audit.pk)


def _fault(request: HttpRequest, audit: UserAudit, error: DomainError) -> HttpResponse:
    """The key or its store is away: say so on a page of its own. Nothing is written."""
    frame = audit_frame(audit, signed_in(request), current="revisions:report")
    context = {"frame": frame, "fault": error.message, "typed": request.POST.get("text", "")}
    return render(request, "revisions/report/fault.html", context, status=503)
