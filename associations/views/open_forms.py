"""Forms that need no account. Never cached; each has its own page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from associations import services
from associations.forms.reports import ChangesNeededForm, ErrorReportForm
from associations.models import Association
from associations.queries.entry import public_entry
from associations.queries.rounds import linked_round
from associations.queries.rows import public_associations
from associations.spam_guard import has_room
from common.errors import DomainError

TOO_MANY = (
    "Vi har fått många meddelanden den senaste timmen och kan inte ta emot fler just nu. "
    "Det du skrev är kvar. Försök igen om en stund, eller ring samordnaren."
)


@never_cache
@login_not_required
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a report that something on an entry is wrong."""
    association = get_object_or_404(public_associations(), slug=slug)
    cancel_url = association.get_absolute_url()
    form = ErrorReportForm(request.POST or None, cancel_url=cancel_url)
    if request.method == "POST" and form.is_trap_sprung:
        return redirect("associations:report_thanks", slug)  # a machine learns nothing from the answer
    if request.method == "POST" and form.is_valid():
        if has_room(slug):
            services.report_error(
                association, about=form.cleaned_data["about"], text=form.cleaned_data["text"]
            )
            return redirect("associations:report_thanks", slug)
        form.add_error(None, TOO_MANY)
    return render(request, "associations/report.html", {"association": association, "form": form})


@never_cache
@login_not_required
def report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say thank you."""
    association = get_object_or_404(public_associations(), slug=slug)
    return render(request, "associations/report_thanks.html", {"association": association})


@never_cache
@login_not_required
def confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the facts behind a mailed link; a press on the button confirms, opening the page never does."""
    found = linked_round(token)
    if found is None:
        return render(request, "associations/confirm_by_link.html", {"entry": None}, status=404)
    form = ChangesNeededForm(request.POST if "change" in request.POST else None)
    if request.method == "POST":
        if "change" in request.POST:
            if form.is_valid() and has_room(found.association.slug):
                text = form.cleaned_data["text"]
                services.report_error(found.association, about="other", text=text, from_association=True)
                return redirect("associations:changes_sent")
            if form.is_valid():
                form.add_error(None, TOO_MANY)
        else:
            return _confirmed(request, token)
    return render(
        request, "associations/confirm_by_link.html", _page(found.association, found.is_confirmed, form)
    )


@never_cache
@login_not_required
def changes_sent(request: HttpRequest) -> HttpResponse:
    """Tell the association what happens with the changes they asked for."""
    return render(request, "associations/changes_sent.html")


def _confirmed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        services.confirm_by_link(token)
    except DomainError:
        return render(request, "associations/confirm_by_link.html", {"entry": None}, status=404)
    return redirect("associations:confirm_by_link", token)


def _page(association: Association, confirmed: bool, form: ChangesNeededForm) -> dict[str, object]:
    return {
        "entry": public_entry(association),
        "confirmed": confirmed,
        "is_public": association.is_public,
        "form": form,
    }
