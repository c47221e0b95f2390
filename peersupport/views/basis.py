"""The basis for a decision: its words, its editions, its files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.models import Edition
from common.notices import notify
from peersupport.forms.basis import BasisForm
from peersupport.models import Placement
from peersupport.queries import basis as queries
from peersupport.services import basis as services
from peersupport.views.access import for_placement
from proposals.forms.shared import submitted

_MANAGE = "peersupport.manage_placement"


@for_placement(_MANAGE)
def basis(request: HttpRequest, placement: Placement) -> HttpResponse:
    """What it lacks, who it goes to, the editions there are; the button makes the next."""
    back = reverse("peersupport:placement", args=[placement.pk])
    form = BasisForm(request.POST or None, words=queries.usual_words(placement), back_url=back)
    if form.is_bound and form.is_valid():
        words = form.words
        if submitted(form, lambda: services.request_basis(placement, words, actor=signed_in(request))):
            notify(request, "Underlaget görs nu. Du kan lämna sidan.")
            return redirect("peersupport:basis", placement.pk)
    context = {"page": queries.basis_page(placement), "form": form, "placement": placement}
    return render(request, "peersupport/basis.html", context)


@for_placement(_MANAGE)
@require_safe
def progress(request: HttpRequest, placement: Placement, number: int) -> HttpResponse:
    """How far the worker has come; the page asks for this piece by itself."""
    context = {"edition": _edition(placement, number), "placement": placement}
    return render(request, "peersupport/_basis_job.html", context)


@for_placement(_MANAGE)
@require_POST
def retry(request: HttpRequest, placement: Placement, number: int) -> HttpResponse:
    """Try again to make a file that failed."""
    services.retry_basis(placement, _edition(placement, number), actor=signed_in(request))
    notify(request, "Vi försöker en gång till.")
    return redirect("peersupport:basis", placement.pk)


@for_placement(_MANAGE)
@require_safe
def pdf(request: HttpRequest, placement: Placement, number: int) -> HttpResponseBase:
    """The file of one edition."""
    edition = _edition(placement, number)
    if edition.state != Edition.State.READY:
        raise Http404
    name = f"beslutsunderlag-{placement.unit.slug}-{number}.pdf"
    try:
        return FileResponse(edition.file.open("rb"), filename=name, content_type="application/pdf")
    except FileNotFoundError as error:
        raise Http404 from error


def _edition(placement: Placement, number: int) -> Edition:
    found = queries.edition_of(placement, number)
    if found is None:
        raise Http404
    return found
