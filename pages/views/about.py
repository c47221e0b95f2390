"""What the portal does with personal data, and what it leaves in a browser. Built from what the rooms tell."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.device_storage import stored
from common.page_cache import cached_page
from common.processings import processings


@cached_page(rooms=())
@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Every use of personal data: why, what, on which ground, who sees it and for how long."""
    return render(request, "pages/privacy.html", {"processings": processings()})


@cached_page(rooms=())
@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Everything that the portal leaves in a browser."""
    return render(request, "pages/cookies.html", {"stored": stored()})
