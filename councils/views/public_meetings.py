"""What anybody reads of a meeting. Cached whole: no session, no messages."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from common.page_cache import cached_page
from councils.models import Meeting
from councils.queries import public_meetings as queries
from councils.views.papers import paper_response

#: A meeting's page shows bodies, and what came of what the council said.
ROOMS = ("councils", "proposals", "organisations", "associations", "surveys")


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def meeting(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One meeting; the address it had before it was moved leads on."""
    found = queries.find_meeting(slug, day)
    if found is None:
        moved = queries.moved_meeting(slug, day)
        if moved is None:
            raise Http404
        return redirect(moved)
    return render(request, "councils/minutes/public_meeting.html", {"page": queries.public_page(found)})


@login_not_required
@require_safe
def minutes_pdf(request: HttpRequest, slug: str, day: str) -> HttpResponseBase:
    """The newest edition of the minutes."""
    return _pdf(request, _meeting(slug, day), large=False)


@login_not_required
@require_safe
def minutes_large_pdf(request: HttpRequest, slug: str, day: str) -> HttpResponseBase:
    """The newest edition of the minutes in large print."""
    return _pdf(request, _meeting(slug, day), large=True)


@login_not_required
@require_safe
def paper(request: HttpRequest, slug: str, day: str, pk: UUID) -> HttpResponseBase:
    """A paper that anybody may read."""
    found = queries.public_papers(_meeting(slug, day)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return paper_response(found)


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def archive(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A year's meetings."""
    council = queries.public_council(slug)
    page = queries.archive(council, year) if council else None
    if page is None:
        raise Http404
    return render(request, "councils/minutes/archive.html", {"page": page})


def _meeting(slug: str, day: str) -> Meeting:
    found = queries.find_meeting(slug, day) or queries.moved_meeting(slug, day)
    if found is None:
        raise Http404
    return found


def _pdf(request: HttpRequest, meeting: Meeting, *, large: bool) -> HttpResponseBase:
    edition = queries.minutes_file(meeting, large=large)
    if edition is None:
        raise Http404
    etag = f'"{edition.sha256}"'
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        size = "-stor-stil" if large else ""
        name = f"anteckningar-{meeting.council.slug}-{meeting.slug}{size}.pdf"
        response = FileResponse(edition.file.open("rb"), content_type="application/pdf", filename=name)
        response.headers["Content-Length"] = str(edition.size)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    return response
