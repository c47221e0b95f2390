"""The portal's own pages among the editors'."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from pages.editing.ageing import (
    by_owner,
    last_link_check,
    own_pages,
    to_look_after,
    untagged_documents,
    without_owner,
)
from pages.editing.drafts import draft_for
from pages.editing.panels import readability_of
from pages.editing.tree import new_news_address
from pages.own_pages import OWN_PAGES
from pages.services.reviews import review_own_page


@require_safe
def pages_to_look_after(request: HttpRequest) -> HttpResponse:
    """Pages that age, by owner, links that lead nowhere, and files that not everybody can read."""
    found = to_look_after()
    part = found.part(request.GET.get("sida"))
    return render(
        request,
        "pages/editing/look_after.html",
        {
            "found": found,
            "part": part,
            "owners": by_owner(part.object_list),
            "checked": last_link_check(),
            "others_checked": settings.CHECK_LINKS_OF_OTHERS,
            "own_pages": own_pages(),
            "untagged": untagged_documents(),
            "without_owner": without_owner(),
            "header_title": "Att se över",
            "page_title": "Att se över",
        },
    )


@require_POST
def own_page_read(request: HttpRequest, number: int) -> HttpResponse:
    """Note that one of the portal's own pages was read through today."""
    page = next((one.text for one in OWN_PAGES if one.pk == number), None)
    if page is None:
        raise Http404
    review_own_page(page.url, actor=request.user)  # type: ignore[arg-type] # signed in
    messages.success(request, f"”{page.title}” är genomläst i dag.")
    return redirect("pages_to_look_after")


@require_safe
def page_readability(request: HttpRequest, pk: int) -> HttpResponse:
    """How easy the latest saved draft is to read, to be put beside the text."""
    page = draft_for(pk, request.user)
    if page is None:
        raise Http404
    return render(request, "pages/editing/_readability.html", readability_of(page))


@require_safe
def new_news(request: HttpRequest) -> HttpResponse:
    """One step from anywhere to the form of a piece of news."""
    return redirect(new_news_address())
