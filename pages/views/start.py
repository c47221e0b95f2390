"""The start page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from common import registries
from common.page_cache import cached_page
from pages import queries
from pages.from_editors import from_editors


@cached_page(
    rooms=("calendar", "associations", "organisations", "proposals", "revisions"), params=("kommun",)
)
@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, what happens soon, and three ways to take part."""
    page = queries.start_page(request.GET.get("kommun", ""))
    panels = [render_to_string(one.template, one.context) for one in registries.start_page(request.GET)]
    context = {"page": page, "panels": panels, "written": from_editors()}
    return render(request, "pages/start.html", context)
