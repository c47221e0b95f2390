"""Training courses: who is trained, from when and until when."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.people import signed_in
from accounts.services import offer_role
from common import trail
from common.errors import DomainError
from common.notices import notify
from revisions.forms.team import CohortForm, TrainedForm, TrainingDatesForm
from revisions.models import AuditorTraining
from revisions.queries import team as queries
from revisions.services import team as services

MANAGE = "revisions.manage_training"


@permission_required(MANAGE, raise_exception=True)
def training(request: HttpRequest) -> HttpResponse:
    """The courses, and whose training soon ends."""
    trail.record_listed("open_trainings", AuditorTraining, actor=signed_in(request))
    context = {"cohorts": queries.cohorts(), "expiring": queries.expiring()}
    return render(request, "revisions/training.html", context)


@permission_required(MANAGE, raise_exception=True)
def new_cohort(request: HttpRequest) -> HttpResponse:
    """Enter a course."""
    form = CohortForm(request.POST or None, cancel_url=reverse("revisions:training"))
    if request.method == "POST" and form.is_valid():
        try:
            cohort = services.create_cohort(**form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Utbildningen är inlagd. Lägg till dem som har gått den.")
            return redirect("revisions:cohort", cohort.pk)
    return render(request, "revisions/training_form.html", {"form": form, "heading": "Ny utbildning"})


@permission_required(MANAGE, raise_exception=True)
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Who took one course, and adding somebody by address."""
    found = get_object_or_404(queries.cohorts(), pk=pk)
    form = TrainedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        offer = {"role": "trained_auditor", "scope": str(found.pk)}
        try:
            offer_role(form.cleaned_data["email"], **offer, actor=signed_in(request))
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            notify(request, "Klart. Den som har ett konto är tillagd. Annars har vi skickat en inbjudan.")
            return redirect("revisions:cohort", found.pk)
    trail.record_listed("open_trainings", AuditorTraining, actor=signed_in(request))
    context = {"cohort": found, "people": queries.trained(found), "form": form}
    return render(request, "revisions/cohort.html", context)


@permission_required(MANAGE, raise_exception=True)
def training_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one person's dates, or take the row away."""
    row = queries.training(pk)
    if row is None:
        raise Http404
    back = (
        reverse("revisions:cohort", args=[row.cohort_id]) if row.cohort_id else reverse("revisions:training")
    )
    form = TrainingDatesForm(request.POST or None, training=row, cancel_url=back)
    if request.method == "POST" and "remove" in request.POST:
        services.remove_training(row, actor=signed_in(request))
        notify(request, "Borttaget.")
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_training_dates(row, **form.cleaned_data, actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Sparat.")
            return redirect(back)
    heading = f"När gäller utbildningen för {row.user.name}?"
    return render(request, "revisions/training_form.html", {"form": form, "heading": heading})
