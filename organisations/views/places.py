"""Areas and municipalities."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.actors import Actor
from organisations import queries
from organisations.forms import AreaForm, MunicipalityForm
from organisations.services import places as services
from organisations.views.maintenance import EditView, MaintainView

CRUMBS = (("Översikt", "overview:overview"), ("Kommuner och områden", "organisations:places"))


@permission_required("organisations.maintain", raise_exception=True)
def place_list(request: HttpRequest) -> HttpResponse:
    """The county's areas and municipalities."""
    return render(request, "organisations/places.html", {"places": queries.places()})


class AreaCreate(MaintainView):
    form_class = AreaForm
    title = "Nytt område"
    saved = "Området finns nu med."
    crumbs = CRUMBS

    def save(self, form: AreaForm, actor: Actor) -> Any:
        return services.create_area(form.facts, actor=actor)


class AreaEdit(EditView):
    form_class = AreaForm
    title = "Ändra område"
    crumbs = CRUMBS

    def rows(self) -> QuerySet[Any]:
        return queries.area_rows()

    def save(self, form: AreaForm, actor: Actor) -> Any:
        return services.edit_area(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )


class MunicipalityCreate(MaintainView):
    form_class = MunicipalityForm
    title = "Ny kommun"
    saved = "Kommunen finns nu med."
    crumbs = CRUMBS

    def save(self, form: MunicipalityForm, actor: Actor) -> Any:
        return services.create_municipality(form.facts, actor=actor)


class MunicipalityEdit(EditView):
    form_class = MunicipalityForm
    title = "Ändra kommun"
    crumbs = CRUMBS

    def rows(self) -> QuerySet[Any]:
        return queries.municipality_rows()

    def save(self, form: MunicipalityForm, actor: Actor) -> Any:
        return services.edit_municipality(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )
