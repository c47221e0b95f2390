"""Checklists saved for a unit's project."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.notices import notify
from pages.checklist import queries
from pages.checklist.forms import SavedForm, typed_alone
from pages.checklist.pdf import checklist_pdf
from pages.models import Checklist
from pages.services import checklists as services
from proposals.forms.shared import submitted


@require_safe
def checklist_list(request: HttpRequest) -> HttpResponse:
    """Every checklist one may see."""
    return render(
        request, "pages/checklist/list.html", {"page": queries.listed(request.user, request.GET.get("sida"))}
    )


@permission_required("pages.save_checklist", raise_exception=True)
def checklist_new(request: HttpRequest) -> HttpResponse:
    """A new one. What was filled in alone may come along, and waits for unit and day."""
    comes_along = "spara" in request.POST
    form = SavedForm(
        None if comes_along else request.POST or None,
        units=queries.units(request.user),
        cancel_url=reverse("pages:checklists"),
        initial=typed_alone(request.POST),
    )
    if request.method == "POST" and not comes_along and form.is_valid() and (made := _saved(request, form)):
        notify(request, "Checklistan är sparad.")
        return redirect(made)
    return _form_page(request, form, "Ny checklista")


@require_safe
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest round as picture and table, and an earlier one beside it."""
    found = get_object_or_404(queries.visible(request.user), pk=pk)
    get = request.GET.get
    page = queries.checklist_page(found, get("fore", ""), get("efter", ""))
    return render(request, "pages/checklist/saved.html", {"page": page, "checklist": found})


def checklist_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill it in again; the earlier answers stay beside."""
    found = _to_fill_in(request, pk)
    form = _saved_form(request, found, again=True)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actor: Any = request.user
        if submitted(
            form,
            lambda: services.renew_checklist(
                found,
                form.facts,
                form_key=data["form_key"],
                expected_version=data["version"] or 0,
                actor=actor,
            ),
            lambda: queries.visible(request.user).get(pk=pk).version,
        ):
            notify(request, "Sparat. Nu syns före och efter bredvid varandra.")
            return redirect(found)
    return _form_page(request, form, "Fyll i igen", found)


def checklist_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what stands in the latest round."""
    found = _to_fill_in(request, pk)
    form = _saved_form(request, found, again=False)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        actor: Any = request.user
        if submitted(
            form,
            lambda: services.change_checklist(found, form.facts, expected_version=version, actor=actor),
            lambda: queries.visible(request.user).get(pk=pk).version,
        ):
            notify(request, "Sparat.")
            return redirect(found)
    return _form_page(request, form, "Ändra svaren", found)


@require_POST
def checklist_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove it with all its rounds."""
    found = queries.visible(request.user).filter(pk=pk).first()
    if found is None and not queries.was_removed_by(request.user, pk):
        raise Http404
    # A second press, of somebody who has removed it already, is told the same.
    if found is not None:
        if not request.user.has_perm("pages.remove_checklist", found):
            raise PermissionDenied
        services.remove_checklist(found, actor=request.user)  # type: ignore[arg-type] # signed in
    notify(request, "Checklistan är borttagen.")
    return redirect("pages:checklists")


@require_safe
def checklist_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as a file, made now and kept nowhere."""
    found = get_object_or_404(queries.visible(request.user), pk=pk)
    get = request.GET.get
    page = queries.checklist_page(found, get("fore", ""), get("efter", ""))
    return HttpResponse(
        checklist_pdf(page),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="checklista.pdf"'},
    )


def _to_fill_in(request: HttpRequest, pk: int) -> Checklist:
    found: Checklist = get_object_or_404(queries.visible(request.user), pk=pk)
    if not request.user.has_perm("pages.fill_in_checklist", found):
        raise PermissionDenied
    return found


def _saved_form(request: HttpRequest, found: Checklist, *, again: bool) -> SavedForm:
    return SavedForm(
        request.POST or None,
        units=queries.units(request.user),
        cancel_url=found.get_absolute_url(),
        checklist=found,
        again=again,
    )


def _saved(request: HttpRequest, form: SavedForm) -> Checklist | None:
    data = form.cleaned_data
    made: list[Checklist] = []
    actor: Any = request.user

    def save() -> None:
        made.append(
            services.save_checklist(
                data["unit"],
                form.facts,
                form_key=data["form_key"],
                expected_version=data["version"] or 0,
                actor=actor,
            )
        )

    done = submitted(form, save, lambda: services.sent_before(data["unit"], data["form_key"], actor).version)
    return made[0] if done else None


def _form_page(
    request: HttpRequest, form: SavedForm, title: str, found: Checklist | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "checklist": found}
    return render(request, "pages/checklist/form.html", context)
