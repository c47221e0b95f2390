"""What an evaluation came to: points, conclusion, report, public tick."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.models import Edition
from common.notices import notify
from peersupport.forms.evaluations import ConclusionForm, FindingForm
from peersupport.models import Placement
from peersupport.queries import evaluations as queries
from peersupport.services import evaluation_report as services
from peersupport.views.access import for_placement
from peersupport.views.evaluations import done, evaluation_response, evaluation_url

_VIEW, _RUN = "peersupport.view_placement", "peersupport.run_evaluation"


@for_placement(_RUN)
@require_POST
def finding_add(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Write down one thing to keep, change or stop."""
    found = queries.evaluation_of(placement, evaluation)
    form = FindingForm(request.POST, action=request.path)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.add_finding(
                found, data["kind"], data["text"], form_key=form.key, actor=signed_in(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(f"{evaluation_url(found)}#punkter")
    return evaluation_response(request, found, finding=form)


@for_placement(_RUN)
@require_POST
def finding_remove(request: HttpRequest, placement: Placement, evaluation: int, finding: int) -> HttpResponse:
    """Take a point away."""
    found = queries.evaluation_of(placement, evaluation)
    point = queries.finding_of(found, finding)
    return done(
        request,
        found,
        lambda: services.remove_finding(point, actor=signed_in(request)),
        "Punkten är borttagen.",
    )


@for_placement(_RUN)
def conclusion(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Write the conclusion, on a page of its own: no other button there takes away what is typed."""
    found = queries.evaluation_of(placement, evaluation)
    back = f"{evaluation_url(found)}#slutsats"
    form = ConclusionForm(request.POST or None, evaluation=found, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.write_conclusion(
                found, data["conclusion"], expected_version=data["version"], actor=signed_in(request)
            )
        except DomainError as error:
            found.refresh_from_db()
            form.refuse(error, version=found.version)
        else:
            notify(request, "Slutsatsen är sparad.")
            return redirect(back)
    context = {"form": form, "placement": placement, "evaluation": found, "heading": "Slutsatsen"}
    return render(request, "peersupport/evaluation_form.html", context)


@for_placement(_RUN)
@require_POST
def make(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Make the report of what stands now."""
    found = queries.evaluation_of(placement, evaluation)
    return done(
        request,
        found,
        lambda: services.make_report(found, actor=signed_in(request)),
        "Rapporten är klar. Filen görs nu.",
    )


@for_placement(_RUN)
@require_POST
def retry(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Try again to make a file that failed."""
    found = queries.evaluation_of(placement, evaluation)
    return done(
        request,
        found,
        lambda: services.retry_report(found, actor=signed_in(request)),
        "Vi försöker en gång till.",
    )


@for_placement(_VIEW)
@require_safe
def progress(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """How far the worker has come with the file: the piece of the page that asks again by itself."""
    found = queries.evaluation_of(placement, evaluation)
    if found.edition is None:
        raise Http404
    if "bit" not in request.GET:
        return redirect(evaluation_url(found))
    page = queries.evaluation_page(found, signed_in(request))
    return render(request, "peersupport/_evaluation_job.html", {"page": page})


@for_placement(_VIEW)
@require_safe
def file(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """The report as PDF."""
    edition = queries.evaluation_of(placement, evaluation).edition
    if edition is None or edition.state != Edition.State.READY:
        raise Http404
    with edition.file.open("rb") as content:
        response = HttpResponse(content.read(), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="utvardering-{evaluation}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@for_placement("peersupport.publish_evaluation")
@require_POST
def show(request: HttpRequest, placement: Placement, evaluation: int) -> HttpResponse:
    """Show the result on the public page, or take it away."""
    found = queries.evaluation_of(placement, evaluation)
    publicly = request.POST.get("visa") == "1"
    words = (
        "Resultatet visas på den öppna sidan."
        if publicly
        else "Resultatet visas inte längre på den öppna sidan."
    )
    return done(
        request,
        found,
        lambda: services.show_result(found, publicly=publicly, actor=signed_in(request)),
        words,
    )
