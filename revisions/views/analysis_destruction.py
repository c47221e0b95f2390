"""Destruction of the raw material: the list of what goes, two yeses, the record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.analysis_destruction import DestructionForm
from revisions.models import UserAudit
from revisions.queries import analysis_destruction as queries
from revisions.services import destruction as services
from revisions.views.analysis_access import for_analysis


@for_analysis
def destruction(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """What will go and when, and one of the two yeses."""
    page = queries.destruction_page(audit, signed_in(request))
    is_second = page.plan is not None and page.plan.first_yes_by is not None
    form = DestructionForm(request.POST or None, button="Förstör råmaterialet" if is_second else "Säg ja")
    if request.method == "POST" and form.is_valid():
        try:
            plan = services.confirm_destruction(audit, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            is_agreed = plan.second_yes_by is not None
            said = (
                "Råmaterialet förstörs nu."
                if is_agreed
                else "Ditt ja är sparat. En till i teamet behöver säga ja."
            )
            notify(request, said)
            return redirect("revisions:destruction", audit.pk)
    context = {"page": page, "frame": page.frame, "form": form}
    return render(request, "revisions/analysis/destruction.html", context)


@for_analysis
@require_POST
def take_back(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Take back the first yes."""
    try:
        services.take_back_yes(audit, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Ingen har sagt ja längre. Inget förstörs.")
    return redirect("revisions:destruction", audit.pk)
