"""Letters, posters, and the information read aloud before an interview."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.letters import InformationForm
from revisions.models import AuditStatus, UserAudit
from revisions.pdf import letters as pdf
from revisions.queries import agreement as queries
from revisions.queries.frame import audit_frame
from revisions.services import planning as services
from revisions.views.access import difference, for_audit


@for_audit()
def letters(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The ready documents, and what they still lack."""
    user = signed_in(request)
    context = {
        "frame": audit_frame(audit, user, current="revisions:letters"),
        "letters": pdf.LETTERS,
        "missing": queries.missing_for_letters(audit),
        "page_comes_later": audit.status in {AuditStatus.ENQUIRY, AuditStatus.AGREED},
        "may_edit": user.has_perm("revisions.plan_audit", audit),
        "information": queries.newest_information(audit)
        if user.has_perm("revisions.read_guide", audit)
        else None,
        "may_write": user.has_perm("revisions.edit_guide", audit),
    }
    return render(request, "revisions/letters.html", context)


@for_audit()
@require_safe
def letter_file(request: HttpRequest, audit: UserAudit, name: str) -> HttpResponse:
    """One document as PDF."""
    wanted = pdf.letter(name)
    if wanted is None:
        raise Http404
    response = HttpResponse(pdf.letter_pdf(audit, wanted), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{wanted.slug}.pdf"'
    return response


@for_audit("revisions.edit_guide")
def information(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Write the information; the first time it is filled in from the audit's facts."""
    newest = queries.newest_information(audit)
    text, plain = (newest.text, newest.plain_text) if newest else pdf.information_text(audit)
    back = reverse("revisions:letters", args=[audit.pk])
    number = newest.number if newest else 0
    initial = {"text": text, "plain_text": plain, "seen": number}
    form, conflict = InformationForm(request.POST or None, initial=initial, cancel_url=back), None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_information(audit, **form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, number=number)
            conflict = difference(error)
        else:
            notify(request, "Informationen är sparad. Den som redan har sagt ja har kvar sin version.")
            return redirect(back)
    frame = audit_frame(audit, signed_in(request), current="revisions:letters")
    context = {
        "frame": frame,
        "form": form,
        "heading": "Information före intervjun",
        "is_first": newest is None,
        "conflict": conflict,
    }
    return render(request, "revisions/information.html", context, status=409 if conflict else 200)
