"""One proposal in the workspace, and the list of those one follows."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.errors import DomainError
from common.notices import notify
from proposals import services
from proposals.forms.answers import CheckForm, ReopenForm, SettleForm
from proposals.forms.entry import SubjectForm
from proposals.forms.shared import submitted
from proposals.models import Proposal
from proposals.queries import work
from proposals.services import followers


@permission_required("proposals.list_proposals", raise_exception=True)
def proposal_list(request: HttpRequest) -> HttpResponse:
    page = work.work_list(request.user, request.GET)
    return render(request, "proposals/work/list.html", {"page": page})


def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(work.visible(request.user), pk=pk)
    return render(request, "proposals/work/proposal.html", {"page": work.work_page(found, request.user)})


def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what the checkers saw of a measure."""
    measure = get_object_or_404(work.checkable_measures(request.user), pk=pk)
    if not request.user.has_perm("proposals.check", measure):
        raise PermissionDenied
    back = reverse("proposals:proposal", args=[measure.addressee.proposal_id])  # type: ignore[union-attr]
    form = CheckForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        verdict, note = form.cleaned_data["verdict"], form.cleaned_data["note"]
        if submitted(
            form,
            lambda: services.check_measure(measure, verdict, note, actor=request.user),  # type: ignore[arg-type]
        ):
            notify(request, "Sparat. Det syns tillsammans med förslaget.")
            return redirect(back)
    return render(request, "proposals/work/check.html", {"form": form, "measure": measure, "back": back})


def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a proposal that isn't done."""
    found = _for(request, pk, "proposals.check")
    form = SettleForm(request.POST or None, initial={"version": found.version}, cancel_url=_page(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if submitted(
            form,
            lambda: services.settle_proposal(
                found,
                data["outcome"],
                data["note"],
                expected_version=data["version"] or 0,
                actor=request.user,  # type: ignore[arg-type]
            ),
        ):
            notify(request, "Förslaget är avslutat. Det räknas inte som genomfört.")
            return redirect(_page(found))
    return _form(request, form, found, "Avsluta förslaget")


def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a proposal that isn't done after all."""
    found = _for(request, pk, "proposals.check")
    form = ReopenForm(request.POST or None, cancel_url=_page(found))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if submitted(form, lambda: services.reopen_proposal(found, note, actor=request.user)):  # type: ignore[arg-type]
            notify(request, "Förslaget är öppnat igen. Verksamheten får ett brev.")
            return redirect(_page(found))
    return _form(request, form, found, "Öppna förslaget igen")


def sort(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what a proposal is about."""
    found = _for(request, pk, "proposals.sort_proposal")
    form = SubjectForm(request.POST or None, proposal=found, cancel_url=_page(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if submitted(
            form,
            lambda: services.sort_proposal(
                found,
                theme=data["theme"],
                priority_groups=data["priority_groups"],
                actor=request.user,  # type: ignore[arg-type]
            ),
        ):
            notify(request, "Sparat.")
            return redirect(_page(found))
    return _form(request, form, found, "Område och prioriterade grupper")


@require_POST
def question_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask those who use the unit."""
    found = _for(request, pk, "proposals.ask_users")
    try:
        services.open_effect_question(found, actor=request.user)  # type: ignore[arg-type]
        notify(request, "Frågan är öppen. QR-koden på affischen leder till den.")
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect(_page(found))


@require_POST
def question_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop asking, and count."""
    found = _for(request, pk, "proposals.ask_users")
    counted = services.close_effect_question(found, actor=request.user)  # type: ignore[arg-type]
    rest = "svaren är räknade." if counted else "svaren räknas när de som kom alla på en gång är bedömda."
    notify(request, f"Frågan är stängd och {rest}")
    return redirect(_page(found))


@require_POST
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Follow with one's account, in one click."""
    found = get_object_or_404(work.visible(request.user), pk=pk)
    try:
        followers.follow_proposal(found, actor=request.user)  # type: ignore[arg-type]
        notify(request, "Du får ett brev när något händer.")
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect(_page(found))


def _for(request: HttpRequest, pk: UUID, permission: str) -> Proposal:
    """Find a proposal (404) and ask for the permission (403)."""
    found = get_object_or_404(work.visible(request.user), pk=pk)
    if not request.user.has_perm(permission, found):
        raise PermissionDenied
    return found


def _page(found: Proposal) -> str:
    return reverse("proposals:proposal", args=[found.pk])


def _form(request: HttpRequest, form: Any, found: Proposal, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": found.title,
        "crumbs": [("Förslaget", _page(found))],
    }
    return render(request, "proposals/work/form.html", context)
