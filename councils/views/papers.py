"""Papers of a meeting: added, sent out, opened, in one printable file."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.models import Edition
from common.notices import notify
from councils.forms.meetings import PaperForm
from councils.models import Meeting, Paper
from councils.print_pack import holds_removed, newest_pack, request_pack
from councils.services import papers as services
from councils.views.meeting_access import for_meeting


@for_meeting("councils.run_meeting")
def paper_new(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Add a paper."""
    back = reverse("councils:meeting", args=[meeting.pk])
    form = PaperForm(request.POST or None, request.FILES or None, meeting=meeting, cancel_url=back)
    if request.method == "POST" and form.is_valid() and form.checked:
        data = form.cleaned_data
        try:
            services.add_paper(
                meeting,
                form.checked,
                title=data["title"],
                item=data["item"],
                is_public=data["is_public"],
                actor=signed_in(request),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Handlingen är tillagd.")
            return redirect(back)
    context = {"form": form, "heading": "Ny handling", "meeting": meeting}
    return render(request, "councils/meetings/form.html", context)


@for_meeting("councils.run_meeting")
@require_POST
def paper_remove(request: HttpRequest, meeting: Meeting, paper: UUID) -> HttpResponse:
    """Take a paper away."""
    services.remove_paper(_paper(meeting, paper), actor=signed_in(request))
    notify(request, "Handlingen är borttagen.")
    return redirect("councils:meeting", meeting.pk)


@for_meeting("councils.run_meeting")
@require_POST
def papers_out(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Note that the papers are out, and tell the called."""
    try:
        services.send_papers_out(meeting, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Handlingarna är ute. De som är kallade har fått veta det.")
    return redirect("councils:meeting", meeting.pk)


@for_meeting()
@require_safe
def paper(request: HttpRequest, meeting: Meeting, paper: UUID) -> HttpResponseBase:
    """The file of a paper, never run in the portal's name. The invited to a dialogue meeting read those for everybody."""
    found = _paper(meeting, paper)
    if not signed_in(request).has_perm("councils.read_paper", found):
        raise PermissionDenied
    return paper_response(found)


@for_meeting("councils.run_meeting")
@require_POST
def pack_request(request: HttpRequest, meeting: Meeting, size: str) -> HttpResponse:
    """Let the worker make the print pack as things are now."""
    try:
        request_pack(meeting, large=_is_large(size), actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Utskriften görs nu. Ladda om sidan om en liten stund.")
    return redirect("councils:meeting", meeting.pk)


@for_meeting("councils.read_papers")
@require_safe
def pack(request: HttpRequest, meeting: Meeting, size: str) -> HttpResponseBase:
    """The print pack; never one with a paper that has been taken away."""
    edition = newest_pack(meeting, large=_is_large(size))
    if edition is None or edition.state != Edition.State.READY:
        raise Http404
    if holds_removed(edition, meeting):
        words = "En handling i utskriften är borttagen. Den lämnas ut igen när den är gjord på nytt."
        notify(request, words, mind=True)
        return redirect("councils:meeting", meeting.pk)
    name = f"moteshandlingar-{meeting.slug}.pdf"
    return FileResponse(edition.file.open("rb"), content_type="application/pdf", filename=name)


def paper_response(paper: Paper) -> HttpResponseBase:
    """Answer with a paper's file; 404 when it is gone from the store."""
    try:
        content = paper.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"{paper.title[:80]}.{paper.ending}",
        content_type=services.MIME.get(paper.ending, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _is_large(size: str) -> bool:
    if size not in {"vanlig", "stor"}:
        raise Http404
    return size == "stor"


def _paper(meeting: Meeting, pk: UUID) -> Paper:
    found = meeting.papers.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
