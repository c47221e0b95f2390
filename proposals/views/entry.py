"""Writing proposals: sources, drafts, sending; and the loop's rules."""

from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.errors import DomainError
from common.notices import notify
from common.swedish import today
from proposals import services
from proposals.forms.entry import ProposalForm, RulesForm, SourceForm
from proposals.forms.shared import submitted
from proposals.models import ProposalSource
from proposals.queries import work
from proposals.services.rules import change_rules


@permission_required("proposals.enter_proposal", raise_exception=True)
def source_new(request: HttpRequest) -> HttpResponse:
    """Enter a patient forum or the like."""
    form = SourceForm(request.POST or None, cancel_url=reverse("proposals:list"))
    made: list[ProposalSource] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if submitted(form, lambda: made.append(services.enter_source(**data, actor=request.user))):  # type: ignore[arg-type]
            return redirect("proposals:proposal_new", made[0].pk)
    context = {
        "form": form,
        "title": "Nya förslag",
        "lead": "Från ett patientforum, en studiecirkel, en fokusgrupp eller ett dialogmöte.",
    }
    return render(request, "proposals/work/form.html", context)


def source(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(work.team_sources(request.user), pk=pk)
    return render(request, "proposals/work/source.html", {"page": work.source_page(found, request.user)})


def proposal_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a draft."""
    found = get_object_or_404(work.team_sources(request.user), pk=pk)
    back = reverse("proposals:source", args=[found.pk])
    units = work.addressable_units(found, request.user)
    form = ProposalForm(request.POST or None, units=units, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if submitted(
            form,
            lambda: services.create_proposal(
                source=found,
                **vars(form.words),
                addressees=form.addressees,
                priority_groups=data["priority_groups"],
                form_key=data["form_key"],
                actor=request.user,  # type: ignore[arg-type]
            ),
        ):
            notify(request, "Förslaget är sparat som utkast.")
            return redirect(back)
    context = {"form": form, "title": "Nytt förslag", "lead": found.title, "crumbs": [("Förslagen", back)]}
    return render(request, "proposals/work/form.html", context)


def proposal_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a draft."""
    found = get_object_or_404(work.visible(request.user), pk=pk)
    if not (found.is_draft and request.user.has_perm("proposals.work_on_source", found)):
        raise PermissionDenied
    back = reverse("proposals:source", args=[found.source_id])
    units = work.addressable_units(found.source, request.user)
    form = ProposalForm(request.POST or None, proposal=found, units=units, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if submitted(
            form,
            lambda: services.edit_proposal(
                found,
                form.words,
                addressees=form.addressees,
                priority_groups=list(data["priority_groups"]),
                expected_version=data["version"] or 0,
                actor=request.user,  # type: ignore[arg-type]
            ),
            lambda: work.visible(request.user).get(pk=pk).version,
        ):
            notify(request, "Sparat.")
            return redirect(back)
    context = {"form": form, "title": "Ändra förslaget", "crumbs": [("Förslagen", back)]}
    return render(request, "proposals/work/form.html", context)


@require_POST
def proposal_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a draft away."""
    found = get_object_or_404(work.visible(request.user), pk=pk)
    if not (found.is_draft and request.user.has_perm("proposals.work_on_source", found)):
        raise PermissionDenied
    services.remove_draft(found, actor=request.user)  # type: ignore[arg-type]
    notify(request, "Utkastet är borttaget.")
    return redirect("proposals:source", found.source_id)


@require_POST
def source_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the drafts to those who are to answer, and let everybody read them."""
    found = get_object_or_404(work.team_sources(request.user), pk=pk)
    if not request.user.has_perm("proposals.run_source", found):
        raise PermissionDenied
    try:
        services.publish_proposals(found, today(), actor=request.user)  # type: ignore[arg-type]
        notify(request, "Förslagen är skickade och publicerade. De som ska svara får ett brev.")
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect("proposals:source", pk)


@permission_required("proposals.set_rules", raise_exception=True)
def loop_rules(request: HttpRequest) -> HttpResponse:
    """The loop's deadlines and thresholds."""
    form = RulesForm(
        request.POST or None, rules=work.present_rules(), cancel_url=reverse("overview:overview")
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: change_rules(form.facts, expected_version=version, actor=request.user),  # type: ignore[arg-type]
            lambda: work.present_rules().version,
        ):
            notify(request, "Sparat. Reglerna gäller från och med nu.")
            return redirect("proposals:rules")
    context = {
        "form": form,
        "title": "Regler för du sa – vi gjorde",
        "lead": "Svarstider som redan löper och frågor som redan är ställda behåller sina.",
    }
    return render(request, "proposals/work/form.html", context)
