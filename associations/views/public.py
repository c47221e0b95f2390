"""What everybody sees. Cached whole: no session, no messages, no names of visitors."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse

from associations.forms.directory import DirectoryForm
from associations.queries import rows
from associations.queries.directory import PARAMS, DirectoryFilter, directory, places_text
from associations.queries.entry import public_entries, public_entry
from common import registries
from common.page_cache import cached_page

#: The list shows the associations' next activities, an entry its coming ones.
ROOMS = ("associations", "organisations", "calendar")


@cached_page(rooms=ROOMS, params=PARAMS)
@login_not_required
def association_list(request: HttpRequest) -> HttpResponse:
    """Show the directory, filtered by the address."""
    page = directory(DirectoryFilter.from_query(request.GET))
    context = {
        "page": page,
        "form": DirectoryForm(page.chosen, page.municipalities),
        "print_url": page.chosen.url(reverse("associations:print")),
    }
    return render(request, "associations/list.html", context)


@cached_page(rooms=ROOMS, params=PARAMS)
@login_not_required
def print_view(request: HttpRequest) -> HttpResponse:
    """Show the same choice with every phone number and address written out, for paper."""
    chosen = DirectoryFilter.from_query(request.GET)
    return render(
        request, "associations/print.html", {"entries": public_entries(chosen), "back_url": chosen.url()}
    )


@cached_page(rooms=ROOMS)
@login_not_required
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one association."""
    association = get_object_or_404(rows.public_associations(), slug=slug)
    panels = registries.panels("associations.detail", association, AnonymousUser())
    context = {
        "entry": public_entry(association),
        "panels": [render_to_string(panel.template, panel.context) for panel in panels],
    }
    return render(request, "associations/detail.html", context)


@cached_page(rooms=ROOMS)
@login_not_required
def network_list(request: HttpRequest) -> HttpResponse:
    """Show the networks."""
    networks = rows.public_networks().in_order()
    return render(request, "associations/network_list.html", {"networks": networks})


@cached_page(rooms=ROOMS)
@login_not_required
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one network and its members."""
    found = get_object_or_404(rows.public_networks(), slug=slug)
    members = [(one, places_text(one)) for one in found.public_members]  # type: ignore[attr-defined]
    return render(request, "associations/network.html", {"network": found, "members": members})
