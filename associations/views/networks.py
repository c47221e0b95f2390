"""The coordinator's pages for networks."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from associations import services
from associations.forms.work import MemberForm, NetworkForm
from associations.queries import rows, work
from associations.views.access import wanted_state
from common.errors import DomainError
from common.notices import notify


@permission_required("associations.maintain", raise_exception=True)
def work_networks(request: HttpRequest) -> HttpResponse:
    """Show every network."""
    return render(request, "associations/work/networks.html", {"networks": work.networks()})


@permission_required("associations.maintain", raise_exception=True)
def create_network(request: HttpRequest) -> HttpResponse:
    """Add a network."""
    form = NetworkForm(request.POST or None, cancel_url=reverse("associations:work_networks"))
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            network = services.create_network(facts.pop("name"), actor=signed_in(request), **facts)
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Nätverket visas nu för alla. Lägg till föreningarna.")
            return redirect("associations:work_network", network.slug)
    return render(request, "associations/work/edit_network.html", {"form": form, "network": None})


@permission_required("associations.maintain", raise_exception=True)
def work_network(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a network's members, with ways to add and remove."""
    network = get_object_or_404(rows.visible_networks(request.user), slug=slug)
    form = MemberForm(
        request.POST or None, network=network, action=reverse("associations:work_network", args=[slug])
    )
    if request.method == "POST" and form.is_valid():
        services.add_member(network, form.cleaned_data["association"], actor=signed_in(request))
        notify(request, "Föreningen är med i nätverket.")
        return redirect("associations:work_network", slug)
    context = {"network": network, "members": rows.members(network), "form": form}
    return render(request, "associations/work/network.html", context)


@permission_required("associations.maintain", raise_exception=True)
def edit_network(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a network's facts."""
    network = get_object_or_404(rows.visible_networks(request.user), slug=slug)
    cancel_url = reverse("associations:work_network", args=[slug])
    form = NetworkForm(request.POST or None, network=network, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            services.edit_network(network, form.facts, expected_version=version, actor=signed_in(request))
        except DomainError as error:
            network.refresh_from_db()
            form.refuse(error, version=network.version)
        else:
            notify(request, "Nätverket är sparat.")
            return redirect(cancel_url)
    return render(request, "associations/work/edit_network.html", {"form": form, "network": network})


@permission_required("associations.maintain", raise_exception=True)
@require_POST
def list_network(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the network to everybody or take it down, as ``?till=`` says."""
    network = get_object_or_404(rows.visible_networks(request.user), slug=slug)
    shown = wanted_state(request, "visas", "dold")
    services.set_network_listed(network, shown, actor=signed_in(request))
    words = "visas nu för alla" if shown else "visas inte längre"
    undo = reverse("associations:list_network", args=[slug])
    notify(request, f"Nätverket {words}.", undo_url=f"{undo}?till={'dold' if shown else 'visas'}")
    return redirect("associations:work_network", slug)


@permission_required("associations.maintain", raise_exception=True)
@require_POST
def remove_member(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    """End a membership; ``angra`` in the address brings it back."""
    network = get_object_or_404(rows.visible_networks(request.user), slug=slug)
    association = get_object_or_404(rows.visible_associations(request.user), slug=member)
    if "angra" in request.GET:
        services.add_member(network, association, actor=signed_in(request))
        notify(request, "Föreningen är med i nätverket igen.")
    else:
        services.remove_member(network, association, actor=signed_in(request))
        undo = f"{reverse('associations:remove_member', args=[slug, member])}?angra=1"
        notify(request, "Föreningen är inte längre med i nätverket.", undo_url=undo)
    return redirect("associations:work_network", slug)
