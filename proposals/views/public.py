"""Du sa – vi gjorde, for everybody. Cached whole (architecture decision 8)."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common import atom as atom_format
from common.exports import csv_response
from common.page_cache import cached_page
from proposals import exports, poster
from proposals.forms.public import InitiativeFilterForm, LoopFilterForm
from proposals.queries import public
from proposals.queries.initiatives import InitiativeFilter, initiatives_page
from proposals.queries.themes import themes_page

#: What the pages show: the loop's own rows, names of units, municipalities and themes.
ROOMS = ("proposals", "organisations")
#: Entries in the feed.
MOVES = 50


@cached_page(rooms=ROOMS, params=public.LoopFilter.params())
@login_not_required
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    page = public.list_page(request.GET)
    context = {"page": page, "form": LoopFilterForm(page.chosen, page.options)}
    return render(request, "proposals/public/list.html", context)


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def proposal(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(public.public_proposals(), slug=slug)
    return render(request, "proposals/public/proposal.html", {"page": public.public_page(found)})


@cached_page(rooms=(*ROOMS, "revisions"))
@login_not_required
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    return render(request, "proposals/public/themes.html", {"page": themes_page()})


@cached_page(rooms=ROOMS, params=InitiativeFilter.params())
@login_not_required
@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """What units do without a proposal."""
    page = initiatives_page(request.GET)
    context = {"page": page, "form": InitiativeFilterForm(page.chosen, page.options)}
    return render(request, "proposals/public/initiatives.html", context)


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def json_file(request: HttpRequest) -> HttpResponse:
    """Give the public proposals to other systems."""
    source = settings.PORTAL_ORIGIN + reverse("loop:list")
    return JsonResponse(
        {"source": source, "proposals": exports.open_data()}, json_dumps_params={"ensure_ascii": False}
    )


@login_not_required
@require_safe
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """Give the public proposals as a table."""
    return csv_response("forslag.csv", exports.TABLE_HEADER, exports.table_rows())


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Give what has happened lately as a feed."""
    content = exports.atom_feed(
        public.latest_moves(MOVES),
        feed_url=settings.PORTAL_ORIGIN + reverse("loop:atom"),
        page_url=settings.PORTAL_ORIGIN + reverse("loop:list"),
    )
    return HttpResponse(content, content_type=atom_format.CONTENT_TYPE)


@login_not_required
@require_safe
def poster_file(request: HttpRequest, pk: UUID, paper: str) -> HttpResponse:
    """Give the ward poster of one source."""
    content = poster.ready_poster(pk, paper)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ni-sa-vi-gjorde-{paper}.pdf"'
    response["Cache-Control"] = "no-cache"
    return response


@cached_page(rooms=(*ROOMS, "surveys"))
@login_not_required
@require_safe
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead from a poster's QR code to the question, or to a choice when several are open."""
    found = public.questions_of(pk)
    if found is None:
        raise Http404
    if len(found.rows) == 1:
        return redirect(found.rows[0][1])
    return render(request, "proposals/public/questions.html", {"page": found})
