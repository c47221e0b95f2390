"""What search engines and those who find weaknesses ask for."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.page_cache import cached_page
from common.site_map import places
from pages import security_txt

#: Sitemaps protocol: no more in one file.
MOST = 50_000
#: Every room that registers places, by its stamp.
ROOMS = (
    "calendar", "associations", "organisations", "pages", "proposals", "revisions", "surveys", "councils", "peersupport",
)  # fmt: skip


@cached_page(rooms=ROOMS)
@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that anybody can open, with the day it last changed."""
    context = {"places": places()[:MOST], "origin": settings.PORTAL_ORIGIN}
    return render(request, "pages/sitemap.xml", context, content_type="application/xml")


@cached_page(rooms=())
@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing is hidden here that is not hidden anyway: pages that must not be listed say so themselves."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {settings.PORTAL_ORIGIN}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@cached_page(rooms=())
@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness (RFC 9116)."""
    return HttpResponse(security_txt.text(), content_type="text/plain; charset=utf-8")
