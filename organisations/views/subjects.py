"""Themes and priority groups."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.actors import Actor
from common.notices import notify
from organisations import queries
from organisations.forms_subjects import PriorityGroupForm, ThemeForm
from organisations.services import subjects as services
from organisations.views.maintenance import EditView, MaintainView

CRUMBS = (("Översikt", "overview:overview"), ("Teman och grupper", "organisations:subjects"))
_MOVES = {"upp": -1, "ner": 1}


@permission_required("organisations.maintain", raise_exception=True)
def subject_list(request: HttpRequest) -> HttpResponse:
    """Both lists, those in use first."""
    return render(request, "organisations/subjects.html", {"lists": queries.subject_lists()})


class ThemeCreate(MaintainView):
    form_class = ThemeForm
    title = "Nytt tema"
    saved = "Temat finns nu med."
    crumbs = CRUMBS

    def save(self, form: ThemeForm, actor: Actor) -> Any:
        return services.create_theme(form.facts, actor=actor)


class ThemeEdit(EditView):
    form_class = ThemeForm
    title = "Ändra tema"
    crumbs = CRUMBS

    def rows(self) -> QuerySet[Any]:
        return queries.theme_rows()

    def save(self, form: ThemeForm, actor: Actor) -> Any:
        return services.edit_theme(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )


class PriorityGroupCreate(MaintainView):
    form_class = PriorityGroupForm
    title = "Ny prioriterad grupp"
    saved = "Gruppen finns nu med."
    crumbs = CRUMBS

    def save(self, form: PriorityGroupForm, actor: Actor) -> Any:
        return services.create_priority_group(form.facts, actor=actor)


class PriorityGroupEdit(EditView):
    form_class = PriorityGroupForm
    title = "Ändra prioriterad grupp"
    crumbs = CRUMBS

    def rows(self) -> QuerySet[Any]:
        return queries.priority_group_rows()

    def save(self, form: PriorityGroupForm, actor: Actor) -> Any:
        return services.edit_priority_group(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )


@permission_required("organisations.maintain", raise_exception=True)
@require_POST
def act_on_subject(request: HttpRequest, kind: str, slug: str, act: str) -> HttpResponse:
    """Move one up or down, stop using it, or use it again."""
    subject = queries.subject(kind, slug)
    if subject is None or act not in {*_MOVES, "sluta", "anvand-igen"}:
        raise Http404
    actor: Any = request.user
    if act in _MOVES:
        services.move_subject(subject, step=_MOVES[act], actor=actor)
        notify(request, "Flyttat.")
    elif act == "sluta":
        services.retire_subject(subject, actor=actor)
        again = reverse("organisations:subject_act", args=[kind, slug, "anvand-igen"])
        notify(
            request,
            f"{subject.name} går inte längre att välja. Det som redan har det behåller det.",
            undo_url=again,
        )
    else:
        services.restore_subject(subject, actor=actor)
        notify(request, f"{subject.name} går att välja igen.")
    return redirect(reverse("organisations:subjects") + f"#{kind}")
