"""The guide's own page: begin, opening and closing, comments."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.guide import CommentForm, FrameForm
from revisions.models import GuideArea, GuideVersion, UserAudit
from revisions.queries import guide as queries
from revisions.queries.frame import audit_frame
from revisions.services import guide as services
from revisions.services import guide_comments, guide_versions
from revisions.views.access import difference, for_audit


def guide_url(audit: UserAudit, place: str = "") -> str:
    """Return the address of the guide's page, at an area or a question."""
    return reverse("revisions:guide", args=[audit.pk]) + (f"#{place}" if place else "")


def locked_instead(request: HttpRequest, guide: GuideVersion) -> HttpResponse | None:
    """Lead to the guide when a form is opened for a version that is locked."""
    if request.method == "POST" or guide.locked_at is None:
        return None
    notify(request, services.LOCKED, mind=True)
    return redirect(guide_url(guide.audit))


@for_audit("revisions.read_guide")
def guide(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The open version to write in, else the newest locked one to read."""
    page = queries.guide_page(audit, signed_in(request))
    form = CommentForm(action=reverse("revisions:guide_comment", args=[audit.pk])) if page.is_open else None
    return render(request, "revisions/guide.html", {"page": page, "frame": page.frame, "form": form})


@for_audit("revisions.edit_guide")
@require_POST
def start(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Begin the first version, or one after the locked one."""
    try:
        begun = guide_versions.start_guide(audit, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Version {begun.number} är öppen. Hela teamet kan skriva i den.")
    return redirect(guide_url(audit))


@for_audit("revisions.edit_guide")
def frame(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Write opening and closing. When somebody locks the version meanwhile, what was typed stands in the form."""
    newest = queries.newest_version(audit)
    if newest is None:
        raise Http404
    form = FrameForm(request.POST or None, guide=newest, cancel_url=guide_url(audit))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_frame(
                newest, form.facts, expected_version=form.expected_version, actor=signed_in(request)
            )
        except DomainError as error:
            newest.refresh_from_db()
            form.refuse(error, version=newest.version)
            conflict = difference(error)
        else:
            notify(request, "Inledning och avslutning är sparade.")
            return redirect(guide_url(audit))
    return locked_instead(request, newest) or form_page(
        request, audit, form, "Inledning och avslutning", conflict
    )


@for_audit("revisions.edit_guide")
@require_POST
def comment(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Say something about the guide as a whole."""
    form = CommentForm(request.POST, action=request.path)
    open_one = queries.open_version(audit)
    if form.is_valid():
        try:
            if open_one is None:
                raise DomainError(services.LOCKED)
            guide_comments.comment_guide(open_one, form.cleaned_data["text"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            notify(request, "Kommentaren står nu i guiden.")
            return redirect(guide_url(audit, "kommentarer"))
    return form_page(request, audit, form, "Kommentar till guiden", None)


@for_audit("revisions.edit_guide")
@require_POST
def settle(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Mark a comment as dealt with; ``angra`` takes it up again."""
    found = queries.comment_of(audit, row)
    if found is None:
        raise Http404
    back = guide_url(audit, f"fraga-{found.question_id}" if found.question_id else "kommentarer")
    undone = "angra" in request.GET
    try:
        guide_comments.settle_comment(found, settled=not undone, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        again = f"{request.path}?angra=1"
        notify(
            request,
            "Kommentaren är kvar att göra." if undone else "Kommentaren är klar.",
            undo_url="" if undone else again,
        )
    return redirect(back)


def form_page(
    request: HttpRequest,
    audit: UserAudit,
    form: object,
    heading: str,
    conflict: object,
    *,
    area: GuideArea | None = None,
) -> HttpResponse:
    """Draw one form of the guide; 409 when somebody else saved in between."""
    context = {
        "frame": audit_frame(audit, signed_in(request), current="revisions:guide"),
        "form": form,
        "heading": heading,
        "said": area.title if area else "",
        "conflict": conflict,
    }
    return render(request, "revisions/guide_form.html", context, status=409 if conflict else 200)
