"""The councils' working pages: the list, one council, and what the coordinator does with it."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from accounts.services import offer_role
from common import trail
from common.errors import DomainError
from common.notices import notify
from councils.forms.councils import (
    AddressForm,
    CouncilForm,
    PayrollForm,
    ReviewForm,
    SeatsForm,
    StandingForm,
    StatusForm,
)
from councils.models import Council, Mandate
from councils.queries import councils as queries
from councils.queries.balance import balance as balance_of
from councils.queries.mandates import own_mandates
from councils.services import composition, council_status, offices
from councils.services import councils as services
from councils.views.access import for_council
from councils.views.files import rules_response

INVITED = "Klart. Den som har ett konto har rollen nu. Annars har vi skickat en inbjudan."


@permission_required("councils.work", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """My councils; all of them for coordinators."""
    user = signed_in(request)
    context = {"rows": queries.my_councils(user), "own": own_mandates(user)}
    return render(request, "councils/councils/home.html", context)


@for_council("councils.view_council")
def council(request: HttpRequest, council: Council) -> HttpResponse:
    """One council: seats, people, meetings."""
    user = signed_in(request)
    page = queries.council_page(council, user)
    if any(row.member and row.member.pk for row in page.seats) and not page.own:
        trail.record_listed("open_seats", Mandate, actor=user)
    review = None
    if council.review_on and user.has_perm("councils.maintain_council", council):
        review = ReviewForm(action=reverse("councils:postpone_review", args=[council.slug]))
    return render(request, "councils/councils/council.html", {"page": page, "review_form": review})


@permission_required("councils.maintain_council", raise_exception=True)
def create(request: HttpRequest) -> HttpResponse:
    """Add a council."""
    form = CouncilForm(request.POST or None, request.FILES or None, cancel_url=reverse("councils:home"))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_council(
                form.facts,
                principals=form.cleaned_data["principals"],
                units=form.cleaned_data["units"],
                rules=form.rules_file,
                form_key=form.cleaned_data["form_key"],
                actor=signed_in(request),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Rådet finns nu. Lägg till platserna, så kan föreningarna utse sina personer.")
            return redirect("councils:seats", made.slug)
    return render(request, "councils/councils/edit.html", {"form": form, "council": None})


@for_council("councils.maintain_council")
def edit(request: HttpRequest, council: Council) -> HttpResponse:
    """Change a council's facts."""
    cancel_url = reverse("councils:council", args=[council.slug])
    form = CouncilForm(request.POST or None, request.FILES or None, council=council, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_council(
                council,
                form.facts,
                principals=form.cleaned_data["principals"],
                units=form.cleaned_data["units"],
                rules=form.rules_file,
                drop_rules=bool(form.cleaned_data.get("drop_rules")),
                expected_version=form.cleaned_data["version"],
                actor=signed_in(request),
            )
        except DomainError as error:
            council.refresh_from_db()
            form.refuse(error, version=council.version)
        else:
            notify(request, "Uppgifterna är sparade.")
            return redirect(cancel_url)
    return render(request, "councils/councils/edit.html", {"form": form, "council": council})


@for_council("councils.maintain_council")
def status(request: HttpRequest, council: Council) -> HttpResponse:
    """Pause, end or resume a council."""
    cancel_url = reverse("councils:council", args=[council.slug])
    form = StatusForm(request.POST or None, council=council, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            council_status.set_council_status(
                council,
                data["status"],
                reason=data["reason"],
                review_on=data["review_on"],
                actor=signed_in(request),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Rådets nya läge är sparat.")
            return redirect(cancel_url)
    return render(request, "councils/councils/status.html", {"form": form, "council": council})


@for_council("councils.maintain_council")
@require_POST
def postpone_review(request: HttpRequest, council: Council) -> HttpResponse:
    """Set another day to look at a paused council."""
    form = ReviewForm(request.POST, action=reverse("councils:postpone_review", args=[council.slug]))
    if form.is_valid():
        try:
            council_status.postpone_review(council, form.cleaned_data["review_on"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Dagen är flyttad.")
            return redirect("councils:council", council.slug)
    page = queries.council_page(council, signed_in(request))
    return render(request, "councils/councils/council.html", {"page": page, "review_form": form})


@for_council("councils.maintain_council")
def seats(request: HttpRequest, council: Council) -> HttpResponse:
    """The composition rule: add seats, withdraw them, name the secretary."""
    form = SeatsForm(request.POST or None, council=council, action=request.path)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = composition.add_seats(
                council,
                kind=data["kind"],
                bodies=form.bodies,
                voice=data["voice"],
                each=data["each"],
                has_substitute=data["has_substitute"],
                actor=signed_in(request),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Platsen är tillagd." if len(made) == 1 else f"{len(made)} platser är tillagda.")
            return redirect("councils:seats", council.slug)
    return _seats_page(request, council, form=form)


@for_council("councils.set_agenda")
def standing(request: HttpRequest, council: Council) -> HttpResponse:
    """Choose which items stand on every agenda."""
    cancel_url = reverse("councils:council", args=[council.slug])
    form = StandingForm(request.POST or None, council=council, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        services.set_standing_items(council, form.cleaned_data["codes"], actor=signed_in(request))
        notify(request, "Punkterna är sparade. De gäller för dagordningar som görs från och med nu.")
        return redirect(cancel_url)
    return render(request, "councils/councils/standing.html", {"form": form, "council": council})


@for_council("councils.maintain_council")
@require_POST
def withdraw_seat(request: HttpRequest, council: Council, seat: int) -> HttpResponse:
    """Take one seat out of the composition."""
    found = get_object_or_404(queries.visible_seats(request.user), council=council, pk=seat)
    try:
        composition.withdraw_seat(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Platsen är indragen.")
    return redirect("councils:seats", council.slug)


@for_council("councils.maintain_council")
@require_POST
def offer_office(request: HttpRequest, council: Council) -> HttpResponse:
    """Name a secretary by address; answered alike whoever has an account."""
    form = _office_form(council, request.POST)
    if form.is_valid():
        offer = {"role": "council_secretary", "scope": str(council.pk)}
        try:
            offer_role(form.cleaned_data["email"], **offer, actor=signed_in(request))
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            notify(request, INVITED)
            return redirect("councils:seats", council.slug)
    return _seats_page(request, council, office_form=form)


@for_council("councils.maintain_council")
@require_POST
def end_office(request: HttpRequest, council: Council, office: int) -> HttpResponse:
    """End a secretary's office."""
    found = get_object_or_404(queries.visible_offices(council), pk=office)
    offices.end_office(found, actor=signed_in(request))
    notify(request, "Personen är inte rådets sekreterare längre.")
    return redirect("councils:seats", council.slug)


@permission_required("councils.maintain_council", raise_exception=True)
def payroll_readers(request: HttpRequest) -> HttpResponse:
    """Who at each principal's payroll office receives its lists."""
    form = PayrollForm(request.POST or None, action=request.path)
    if request.method == "POST" and form.is_valid():
        offer = {"role": "payroll_reader", "scope": str(form.cleaned_data["principal"].pk)}
        try:
            offer_role(form.cleaned_data["email"], **offer, actor=signed_in(request))
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            notify(request, INVITED)
            return redirect("councils:payroll_readers")
    context = {"form": form, "rows": queries.payroll_readers()}
    return render(request, "councils/councils/payroll_readers.html", context)


@permission_required("councils.maintain_council", raise_exception=True)
@require_POST
def end_payroll_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's access to a principal's lists."""
    found = get_object_or_404(queries.current_payroll_readers(), pk=pk)
    offices.end_payroll_reading(found, actor=signed_in(request))
    notify(request, "Personen får inga listor längre.")
    return redirect("councils:payroll_readers")


@permission_required("councils.oversee", raise_exception=True)
def balance(request: HttpRequest) -> HttpResponse:
    """Whom the councils hear and whom they miss."""
    trail.record_listed("open_balance", Mandate, actor=signed_in(request))
    context = {"page": balance_of(request.GET.get("rad", ""))}
    return render(request, "councils/councils/balance.html", context)


@for_council("councils.view_council")
def rules(request: HttpRequest, council: Council) -> Any:
    """The rules of procedure, for those who see the council."""
    return rules_response(council)


def _office_form(council: Council, data: Any = None) -> AddressForm:
    action = reverse("councils:offer_office", args=[council.slug])
    return AddressForm(data, action=action, button="Lägg till sekreterare")


def _seats_page(
    request: HttpRequest,
    council: Council,
    *,
    form: SeatsForm | None = None,
    office_form: AddressForm | None = None,
) -> HttpResponse:
    action = reverse("councils:seats", args=[council.slug])
    context = {
        "page": queries.council_page(council, signed_in(request)),
        "form": form or SeatsForm(council=council, action=action),
        "office_form": office_form or _office_form(council),
    }
    return render(request, "councils/councils/seats.html", context)
