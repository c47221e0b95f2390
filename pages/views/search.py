"""Search in everything the portal shows."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.page_cache import cached_page
from common.privacy import clean_text
from pages import queries

#: Longer is no search; the rest is left out.
LONGEST = 200


# Only the empty page is kept: an address with words is asked for once.
@cached_page(rooms=(), params=())
@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What every room finds: associations, coming activities, proposals, published audits."""
    words = clean_text(request.GET.get("q", ""))[:LONGEST].strip()
    return render(request, "pages/search.html", {"page": queries.search_page(words, request.user)})
