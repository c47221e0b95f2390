"""Principals and units."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.actors import Actor
from common.notices import notify
from organisations import queries
from organisations.forms import PrincipalForm, UnitForm, UnitSearchForm
from organisations.services import bodies as services
from organisations.views.maintenance import EditView, MaintainView

UNITS = (("Översikt", "overview:overview"), ("Verksamheter", "organisations:units"))
PRINCIPALS = (("Översikt", "overview:overview"), ("Huvudmän", "organisations:principals"))


@permission_required("organisations.maintain", raise_exception=True)
def unit_list(request: HttpRequest) -> HttpResponse:
    """All units: search, filter, sort."""
    form = UnitSearchForm(request.GET or None)
    wanted = form.wanted()
    found = queries.unit_list(request.user, wanted, request.GET.get("sida", "1"))
    parameters = request.GET.copy()
    parameters.pop("sida", None)
    context = {"found": found, "form": form, "wanted": wanted, "query": parameters.urlencode()}
    return render(request, "organisations/units.html", context)


def unit_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit: facts, who answers, who has roles there."""
    unit = get_object_or_404(queries.unit_rows(request.user), slug=slug)
    if not request.user.has_perm("organisations.view_unit", unit):
        raise PermissionDenied
    context = {
        "page": queries.unit_page(unit, request.user),
        "may_maintain": request.user.has_perm("organisations.maintain"),
    }
    return render(request, "organisations/unit.html", context)


class UnitCreate(MaintainView):
    form_class = UnitForm
    title = "Ny verksamhet"
    saved = "Verksamheten finns nu med. Ange gärna vem som svarar för den."
    crumbs = UNITS

    def save(self, form: UnitForm, actor: Actor) -> Any:
        self.made = services.create_unit(form.facts, actor=actor)
        return self.made

    def back_url(self) -> str:
        made = getattr(self, "made", None)
        return reverse("organisations:unit", args=[made.slug]) if made else super().back_url()


class UnitEdit(EditView):
    form_class = UnitForm
    title = "Ändra verksamhet"
    crumbs = UNITS

    def rows(self) -> QuerySet[Any]:
        return queries.unit_rows(self.request.user)

    def save(self, form: UnitForm, actor: Actor) -> Any:
        return services.edit_unit(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )

    def back_url(self) -> str:
        return reverse("organisations:unit", args=[self.subject.slug])


@require_POST
@permission_required("organisations.maintain", raise_exception=True)
def unit_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark the unit as closed down."""
    unit = get_object_or_404(queries.unit_rows(request.user), slug=slug)
    services.close_unit(unit, actor=request.user)  # type: ignore[arg-type] # signed in
    undo = reverse("organisations:unit_reopen", args=[slug])
    notify(request, f"{unit.name} är nu markerad som nedlagd.", undo_url=undo)
    return redirect("organisations:unit", slug)


@require_POST
@permission_required("organisations.maintain", raise_exception=True)
def unit_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark the unit as open again."""
    unit = get_object_or_404(queries.unit_rows(request.user), slug=slug)
    services.reopen_unit(unit, actor=request.user)  # type: ignore[arg-type] # signed in
    notify(request, f"{unit.name} är öppen igen.")
    return redirect("organisations:unit", slug)


@permission_required("organisations.maintain", raise_exception=True)
def principal_list(request: HttpRequest) -> HttpResponse:
    """All principals and who answers for them."""
    return render(request, "organisations/principals.html", {"principals": queries.principals()})


class PrincipalCreate(MaintainView):
    form_class = PrincipalForm
    title = "Ny huvudman"
    saved = "Huvudmannen finns nu med."
    crumbs = PRINCIPALS

    def save(self, form: PrincipalForm, actor: Actor) -> Any:
        return services.create_principal(form.facts, actor=actor)


class PrincipalEdit(EditView):
    form_class = PrincipalForm
    title = "Ändra huvudman"
    crumbs = PRINCIPALS

    def rows(self) -> QuerySet[Any]:
        return queries.principal_rows()

    def save(self, form: PrincipalForm, actor: Actor) -> Any:
        return services.edit_principal(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )
