"""The readiness check of a placement."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.people import signed_in
from common.notices import notify
from peersupport.forms.readiness import ReadinessForm
from peersupport.models import Placement
from peersupport.queries.readiness import readiness_page
from peersupport.services.readiness import save_readiness
from peersupport.views.access import for_placement
from peersupport.words import Phase
from proposals.forms.shared import submitted


@for_placement("peersupport.view_placement")
def readiness(request: HttpRequest, placement: Placement) -> HttpResponse:
    """What is in place and what is missing; for those who plan, with a form that saves all conditions or one."""
    user = signed_in(request)
    page = readiness_page(placement, user)
    if request.method == "POST" and not page.may_edit:
        raise PermissionDenied
    form = ReadinessForm(request.POST or None, rows=page.rows)
    unsaved: list[str] = []
    if form.is_bound and form.is_valid():
        answers, unsaved = form.answers, form.unsaved
        done = submitted(form, lambda: save_readiness(placement, answers, actor=user))
        if done and not unsaved:
            notify(request, "Sparat." if answers else "Inget var ändrat.")
            return redirect(f"{reverse('peersupport:readiness', args=[placement.pk])}#{form.only}")
        # What is typed elsewhere on the page stays there; what is saved, here or by somebody else, is known from now on.
        page = readiness_page(placement, user)
        form.renew(page.rows, set(answers) if done or form.conflict else set())
    # An ended placement is read; whoever was typing when it ended keeps what was typed.
    shows_form = page.may_edit and (form.is_bound or placement.status != Phase.ENDED)
    context = {
        "page": page,
        "placement": placement,
        "form": form,
        "unsaved": unsaved,
        "shows_form": shows_form,
    }
    return render(request, "peersupport/readiness.html", context)
