"""For those who answer: what waits, answer, report, add. And what is late, for the one above."""

from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.notices import notify
from proposals import services
from proposals.forms.answers import MeasurePlanForm, MeasureReportForm, OwnAnswerForm
from proposals.forms.shared import submitted
from proposals.queries import own, work


@permission_required("proposals.have_answers", raise_exception=True)
def own_answers(request: HttpRequest) -> HttpResponse:
    return render(request, "proposals/work/own.html", {"page": own.own_page(request.user)})


@permission_required("proposals.see_late", raise_exception=True)
def late(request: HttpRequest) -> HttpResponse:
    return render(request, "proposals/work/late.html", {"rows": own.late_rows(request.user)})


def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer one proposal, or keep a draft of the answer."""
    addressee = get_object_or_404(own.answerable(request.user), pk=pk)
    if not request.user.has_perm("proposals.answer", addressee):
        raise PermissionDenied
    form = OwnAnswerForm(request.POST or None, addressee=addressee, saved=work.answer_of(addressee))
    if request.method == "POST" and form.is_valid():
        write = services.save_answer_draft if form.is_draft else services.answer_proposal
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: write(addressee, form.words, expected_version=version, actor=request.user),  # type: ignore[arg-type]
            lambda: own.answerable(request.user).get(pk=pk).version,
        ):
            notify(request, "Utkastet är sparat. Bara ni ser det." if form.is_draft else "Svaret är skickat.")
            return redirect("proposals:answer", pk) if form.is_draft else redirect("proposals:own")
    context = {"form": form, "addressee": addressee, "recommendation": own.recommendation(addressee)}
    return render(request, "proposals/work/answer.html", context)


def measure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell how a measure goes: the page that reminders lead to."""
    found = get_object_or_404(own.own_measures(request.user), pk=pk)
    if not request.user.has_perm("proposals.answer", found):
        raise PermissionDenied
    form = MeasureReportForm(request.POST or None, measure=found, cancel_url=reverse("proposals:own"))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: services.update_measure(
                found,
                form.report,
                expected_version=version,
                actor=request.user,  # type: ignore[arg-type]
            ),
            lambda: own.own_measures(request.user).get(pk=pk).version,
        ):
            notify(request, "Sparat. Tack för att du berättar.")
            return redirect("proposals:own")
    return render(request, "proposals/work/measure.html", {"form": form, "measure": found})


def measure_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a measure to a proposal one has said yes to."""
    addressee = get_object_or_404(own.answerable(request.user), pk=pk)
    if not request.user.has_perm("proposals.answer", addressee):
        raise PermissionDenied
    form = MeasurePlanForm(request.POST or None, cancel_url=reverse("proposals:own"))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if submitted(
            form,
            lambda: services.add_measure(addressee, form.plan, form_key=key, actor=request.user),  # type: ignore[arg-type]
        ):
            notify(request, "Åtgärden är tillagd.")
            return redirect("proposals:own")
    context = {"form": form, "title": "Ny åtgärd", "lead": f"För förslaget: {addressee.proposal.title}"}
    return render(request, "proposals/work/form.html", context)


def own_measure_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add something the unit does by itself."""
    unit = get_object_or_404(own.own_units(request.user), slug=slug)
    if not request.user.has_perm("proposals.answer", unit):
        raise PermissionDenied
    form = MeasurePlanForm(request.POST or None, cancel_url=reverse("proposals:own"))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if submitted(
            form,
            lambda: services.add_own_measure(unit, form.plan, form_key=key, actor=request.user),  # type: ignore[arg-type]
        ):
            notify(request, "Åtgärden är tillagd.")
            return redirect("proposals:own")
    context = {"form": form, "title": "Egen åtgärd", "lead": f"Något som {unit.name} gör på eget initiativ."}
    return render(request, "proposals/work/form.html", context)
