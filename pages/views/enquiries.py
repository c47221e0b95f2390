"""Ways to take part, the contact page, the report of what is hard to use, and the coordinator's inbox."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.notices import notify
from common.page_cache import cached_page
from common.rate_limit import may_again
from pages.enquiries import forms, queries
from pages.enquiries.ways import WAYS, way_of
from pages.models.enquiries import PERMISSION, Enquiry
from pages.services import enquiries as services

#: Messages an hour from one network address: enough for a library or a day centre.
TRIES = 20
TOO_MANY = (
    "Vi har fått många meddelanden från den här uppkopplingen den senaste timmen. "
    "Det du skrev är kvar. Försök igen om en stund, eller ring samordnaren."
)


@cached_page(rooms=())
@login_not_required
@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """Every way to take part."""
    return render(request, "pages/enquiry_ways.html", {"ways": WAYS, "promise": queries.promise()})


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: HttpRequest, slug: str) -> HttpResponse:
    """One way in a few sentences, and its form."""
    found = way_of(slug)
    if found is None:
        raise Http404
    form = forms.TakePartForm(request.POST or None, kind=found.kind, message_hint=found.message_hint)
    return _asked(request, form, "pages/enquiry_way.html", {"way": found})


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Who the coordinator is, how to reach them, and a form."""
    return _asked(request, forms.ContactForm(request.POST or None), "pages/contact.html", {})


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_accessibility(request: HttpRequest) -> HttpResponse:
    """Tell what is hard to use. Needs neither account nor name."""
    form = forms.AccessibilityForm(request.POST or None)
    return _asked(request, form, "pages/enquiry_accessibility.html", {})


@never_cache
@login_not_required
@require_safe
def sent(request: HttpRequest, sending: UUID) -> HttpResponse:
    """The receipt, with the promised day."""
    receipt = queries.receipt(sending)
    if receipt is None:
        raise Http404
    return render(request, "pages/enquiry_sent.html", {"receipt": receipt})


def _asked(
    request: HttpRequest, form: forms.EnquiryForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        if may_again(request, "enquiry", limit=TRIES, per=timedelta(hours=1)):
            enquiry = services.send_enquiry(form.message, form_id=form.form_id)
            return redirect("pages:enquiry_sent", enquiry.sending)
        form.add_error(None, TOO_MANY)
    return render(request, template, {"form": form, "promise": queries.promise(), **context})


@permission_required(PERMISSION, raise_exception=True)
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """The inbox. That somebody read it is noted."""
    asked = request.GET
    page = queries.inbox(request.user, asked.get("del", ""), asked.get("typ", ""), asked.get("sida"))
    trail.record_listed("open_enquiries", Enquiry, actor=_actor(request))
    return render(request, "pages/enquiries.html", {"inbox": page})


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it is answered, or closed without an answer; ``lage`` says which."""
    enquiry = get_object_or_404(queries.enquiries_of(request.user), pk=pk)
    outcome = {"besvarad": Enquiry.Status.ANSWERED, "stangd": Enquiry.Status.CLOSED}.get(
        request.POST.get("lage", ""), ""
    )
    try:
        services.settle_enquiry(enquiry, outcome, actor=_actor(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        words = "Frågan är besvarad." if outcome == Enquiry.Status.ANSWERED else "Frågan är stängd."
        notify(request, words, undo_url=reverse("pages:enquiry_reopen", args=[pk]))
    return redirect("pages:enquiries")


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it back among those that wait."""
    enquiry = get_object_or_404(queries.enquiries_of(request.user), pk=pk)
    try:
        services.reopen_enquiry(enquiry, actor=_actor(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Frågan väntar på svar igen.")
    return redirect("pages:enquiries")


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete it at once."""
    # Already gone is as good as deleted: a second press is told the same.
    if enquiry := queries.enquiries_of(request.user).filter(pk=pk).first():
        services.delete_enquiry(enquiry, actor=_actor(request))
    notify(request, "Frågan är borttagen.")
    return redirect("pages:enquiries")


def _actor(request: HttpRequest) -> Actor:
    return request.user  # type: ignore[return-value] # signed in
