"""Who answers for a unit or principal, and who has a role at a unit."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from accounts.services import offer_role
from common.actors import Actor
from common.errors import DomainError
from common.notices import notify
from organisations import queries
from organisations.forms import RespondentForm, UnitRoleForm
from organisations.models import Principal, Unit
from organisations.services import respondents as services
from organisations.services import roles
from organisations.views.bodies import PRINCIPALS, UNITS
from organisations.views.maintenance import EditView, MaintainView


def _page_of(body: Unit | Principal) -> str:
    if isinstance(body, Unit):
        return reverse("organisations:unit", args=[body.slug])
    return reverse("organisations:principals")


class UnitRespondentCreate(MaintainView):
    form_class = RespondentForm
    title = "Vem svarar för verksamheten?"
    crumbs = UNITS

    @cached_property
    def body(self) -> Any:
        """What the person answers for."""
        return get_object_or_404(queries.unit_rows(self.request.user), **self.kwargs)

    def save(self, form: RespondentForm, actor: Actor) -> Any:
        return services.name_respondent(self.body, form.facts, actor=actor)

    def back_url(self) -> str:
        return _page_of(self.body)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.body.name, **kwargs)


class PrincipalRespondentCreate(UnitRespondentCreate):
    title = "Vem svarar för huvudmannen?"
    crumbs = PRINCIPALS

    @cached_property
    def body(self) -> Any:
        """What the person answers for."""
        return get_object_or_404(queries.principal_rows(), **self.kwargs)


class RespondentEdit(EditView):
    form_class = RespondentForm
    title = "Ändra vem som svarar"
    template_name = "organisations/respondent.html"
    crumbs = UNITS

    def rows(self) -> QuerySet[Any]:
        return queries.respondent_rows()

    def save(self, form: RespondentForm, actor: Actor) -> Any:
        return services.edit_respondent(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )

    def back_url(self) -> str:
        return _page_of(services.body_of(self.subject))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=services.body_of(self.subject).name, **kwargs)


@require_POST
@permission_required("organisations.maintain", raise_exception=True)
def respondent_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the list of those who answer."""
    respondent = get_object_or_404(queries.respondent_rows(), pk=pk)
    page = _page_of(services.body_of(respondent))
    services.remove_respondent(respondent, actor=request.user)  # type: ignore[arg-type] # signed in
    notify(request, "Personen är borttagen ur listan.")
    return redirect(page)


class UnitRoleGive(MaintainView):
    form_class = UnitRoleForm
    title = "Ge någon en roll i verksamheten"
    saved = "Klart. Den som har ett konto har rollen nu. Annars har vi skickat en inbjudan."
    crumbs = UNITS

    @cached_property
    def unit(self) -> Unit:
        """Where the role is."""
        return get_object_or_404(queries.unit_rows(self.request.user), **self.kwargs)

    def save(self, form: UnitRoleForm, actor: Actor) -> Any:
        cleaned = form.cleaned_data
        return offer_role(cleaned["email"], role=cleaned["role"], scope=str(self.unit.pk), actor=actor)

    def back_url(self) -> str:
        return _page_of(self.unit)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.unit.name, **kwargs)


@require_POST
@permission_required("organisations.maintain", raise_exception=True)
def unit_role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role at once, with a way back."""
    role = get_object_or_404(queries.unit_role_rows(), pk=pk)
    roles.end_unit_role(role, actor=request.user)  # type: ignore[arg-type] # signed in
    undo = reverse("organisations:unit_role_restore", args=[pk])
    notify(request, "Rollen är avslutad. Personen når inte längre verksamheten.", undo_url=undo)
    return redirect("organisations:unit", role.unit.slug)


@require_POST
@permission_required("organisations.maintain", raise_exception=True)
def unit_role_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an ended role back."""
    role = get_object_or_404(queries.unit_role_rows(), pk=pk)
    try:
        roles.give_unit_role(role.user, role.unit, role.role, actor=request.user)  # type: ignore[arg-type] # signed in
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Personen har rollen igen.")
    return redirect("organisations:unit", role.unit.slug)
