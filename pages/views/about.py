"""Pages about the portal itself, at addresses that never lead nowhere.

What is done with personal data and what lies in a browser is built from what the rooms tell; editors write the words
above. The other pages are written by editors; until theirs is published ours stands there.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.device_storage import stored
from common.page_cache import cached_page
from common.processings import processings
from pages.from_editors import published_at, redirect_of
from pages.views.written import written_page


@cached_page(rooms=())
@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Every use of personal data: why, what, on which ground, who sees it and for how long."""
    written = published_at(request.path_info)
    return render(request, "pages/privacy.html", {"processings": processings(), "written": written})


@cached_page(rooms=())
@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Everything that the portal leaves in a browser."""
    return render(request, "pages/cookies.html", {"stored": stored()})


@cached_page(rooms=("organisations",))
@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (lagen 2018:1937): the editors' page, or where to turn until it is published."""
    return _written_or(request, "pages/accessibility.html")


@cached_page(rooms=("organisations",))
@login_not_required
@require_safe
def no_trace(request: HttpRequest) -> HttpResponse:
    """How to visit the portal so that nobody sees it afterwards."""
    return _written_or(request, "pages/no_trace.html")


@cached_page(rooms=("organisations",))
@login_not_required
@require_safe
def take_part(request: HttpRequest) -> HttpResponse:
    """Ways to have a say: what the main menu leads to."""
    return _written_or(request, "pages/take_part.html")


@cached_page(rooms=("organisations",))
@login_not_required
@require_safe
def about_us(request: HttpRequest) -> HttpResponse:
    """Who does this: what the main menu leads to."""
    return _written_or(request, "pages/about_us.html")


def _written_or(request: HttpRequest, template: str) -> HttpResponse:
    try:
        return written_page(request, request.path_info.lstrip("/"))  # type: ignore[return-value] # never a file
    except Http404:
        moved = redirect_of(request)
        return redirect(moved) if moved else render(request, template)
