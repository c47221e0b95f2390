"""A unit's interest: the open form, the coordinator's list and answers."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify
from common.rate_limit import may_again
from peersupport.forms.interest import AnswerInterestForm, InterestForm
from peersupport.models import Interest
from peersupport.queries import interest as queries
from peersupport.services import interest as services

#: Messages an hour from one network address: enough for a hospital behind one.
TRIES = 20
TOO_MANY = (
    "Vi har fått många meddelanden från den här uppkopplingen den senaste timmen. "
    "Det du skrev är kvar. Försök igen om en stund, eller ring samordnaren."
)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """Tell the coordinator that a unit wants to know more."""
    cancel_url = reverse("peersupport_public:page")
    form = InterestForm(request.POST or None, user=request.user, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        if may_again(request, "peer-interest", limit=TRIES, per=timedelta(hours=1)):
            try:
                services.send_interest(form.facts, form_key=form.form_key, sender=form.sender(request.user))
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                return redirect("peersupport_public:interest_sent")
        else:
            form.add_error(None, TOO_MANY)
    context = {"form": form, "kept": services.CONTACT_KEPT.days}
    return render(request, "peersupport/interest.html", context)


@never_cache
@login_not_required
@require_safe
def interest_sent(request: HttpRequest) -> HttpResponse:
    """The receipt: what happens now. Holds nothing of what was written."""
    return render(request, "peersupport/interest_sent.html", {"kept": services.CONTACT_KEPT.days})


@permission_required("peersupport.answer_interest", raise_exception=True)
@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """Those that wait, and those that are answered. That somebody read it is noted."""
    user = signed_in(request)
    found = queries.inbox(user, request.GET.get("del", ""), request.GET.get("sida"), request.path)
    trail.record_listed("open_interests", Interest, actor=user)
    return render(request, "peersupport/interests.html", {"inbox": found})


@permission_required("peersupport.answer_interest", raise_exception=True)
def answer_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a placement, or say why not."""
    user = signed_in(request)
    found = get_object_or_404(queries.visible_interests(user), pk=pk)
    cancel_url = reverse("peersupport:interests")
    form = AnswerInterestForm(request.POST or None, interest=found, cancel_url=cancel_url)
    if request.method == "GET":
        trail.record_opened(found, actor=user)
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, found, form)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {"form": form, "row": queries.row_of(found)}
    return render(request, "peersupport/interest_answer.html", context)


def _answered(request: HttpRequest, interest: Interest, form: AnswerInterestForm) -> HttpResponse:
    user, data = signed_in(request), form.cleaned_data
    if data["answer"] == AnswerInterestForm.BEGIN:
        made = services.begin_from_interest(interest, data["unit"], words=data["words"], actor=user)
        notify(request, "Placeringen finns nu, och svaret är skickat.")
        return redirect("peersupport:placement", made.pk)
    services.decline_interest(interest, words=data["words"], actor=user)
    notify(request, "Svaret är skickat.")
    return redirect("peersupport:interests")
