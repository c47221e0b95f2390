"""What everybody sees of the councils. Cached whole: no session, no messages, no names of visitors."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from common.page_cache import cached_page
from councils.queries import public_councils as queries
from councils.views.files import rules_response

#: A page names associations, networks, units and principals.
ROOMS = ("councils", "associations", "organisations")


@cached_page(rooms=ROOMS)
@login_not_required
def council_list(request: HttpRequest) -> HttpResponse:
    """Every council with a public page."""
    return render(request, "councils/councils/public_list.html", {"rows": queries.council_list()})


@cached_page(rooms=ROOMS)
@login_not_required
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """One council."""
    found = get_object_or_404(queries.public_councils(), slug=slug)
    context = {"page": queries.public_council(found)}
    return render(request, "councils/councils/public_council.html", context)


@login_not_required
def rules(request: HttpRequest, slug: str) -> FileResponse:
    """The rules of procedure of a council with a public page."""
    return rules_response(get_object_or_404(queries.public_councils(), slug=slug))
