"""The ledger of mandates, and what those who appoint and those who are appointed do with one."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify
from common.swedish import day_text
from councils.forms.mandates import AppointForm, ContactForm, CoOptForm, EndForm
from councils.models import Council, Mandate, Seat
from councils.queries import mandates as queries
from councils.services import mandate_accounts, public_names
from councils.services import mandates as services
from councils.views.access import for_council, for_mandate, for_seat
from councils.words import MandateRole


@permission_required("councils.see_mandates", raise_exception=True)
def ledger(request: HttpRequest) -> HttpResponse:
    """The seats one appoints to, what ends and what is empty."""
    user = signed_in(request)
    trail.record_listed("open_ledger", Mandate, actor=user)
    return render(request, "councils/councils/ledger.html", {"page": queries.ledger(user)})


@for_seat
def appoint(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Appoint somebody to a seat."""
    user = signed_in(request)
    wanted = request.GET.get("uppdrag", "")
    form = AppointForm(
        request.POST or None,
        seat=seat,
        cancel_url=reverse("councils:ledger"),
        role=MandateRole.SUBSTITUTE if wanted == "ersattare" and seat.has_substitute else MandateRole.MEMBER,
        by_association=not user.has_perm("councils.oversee"),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.appoint(
                seat,
                form.facts,
                association=data.get("association"),
                form_key=data["form_key"],
                actor=user,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Uppdraget är sparat.")
            return redirect("councils:mandate", made.pk)
    return render(request, "councils/councils/appoint.html", {"form": form, "seat": seat})


@for_council("councils.maintain_council")
def co_opt(request: HttpRequest, council: Council) -> HttpResponse:
    """Let somebody take part without a seat."""
    cancel_url = reverse("councils:council", args=[council.slug])
    form = CoOptForm(request.POST or None, council=council, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        try:
            services.co_opt(
                council, form.facts, body=form.chosen_body, form_key=key, actor=signed_in(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Personen är adjungerad.")
            return redirect(cancel_url)
    return render(request, "councils/councils/co_opt.html", {"form": form, "council": council})


@for_mandate("councils.view_contact")
def mandate(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """One mandate: who, when, how appointed, and what one may do."""
    user = signed_in(request)
    if mandate.user_id != user.pk:
        trail.record_opened(mandate, actor=user)
    return render(request, "councils/councils/mandate.html", {"page": queries.mandate_page(mandate, user)})


@for_mandate("councils.view_contact")
def edit_contact(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Change name and contact, or the telephone number alone."""
    user = signed_in(request)
    cancel_url = reverse("councils:mandate", args=[mandate.pk])
    may_rename = user.has_perm("councils.rename_holder", mandate)
    form = ContactForm(request.POST or None, mandate=mandate, may_rename=may_rename, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.edit_contact(mandate, form.contact, expected_version=version, actor=user)
        except DomainError as error:
            mandate.refresh_from_db()
            form.refuse(error, version=mandate.version)
        else:
            notify(request, "Uppgifterna är sparade.")
            return redirect(cancel_url)
    context = {"form": form, "mandate": mandate, "may_rename": may_rename}
    return render(request, "councils/councils/edit_contact.html", context)


@for_mandate("councils.appoint")
def end(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """End a mandate earlier than was said."""
    form = EndForm(request.POST or None, cancel_url=reverse("councils:mandate", args=[mandate.pk]))
    if request.method == "POST" and form.is_valid():
        try:
            services.end_mandate(mandate, form.cleaned_data["ends_on"], actor=signed_in(request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Sista dagen är sparad.")
            return redirect("councils:mandate", mandate.pk)
    return render(request, "councils/councils/end.html", {"form": form, "mandate": mandate})


@for_mandate("councils.appoint")
@require_POST
def withdraw(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Take back an appointment that has not begun."""
    pk = mandate.pk
    try:
        services.withdraw_mandate(mandate, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("councils:mandate", pk)
    notify(request, "Uppdraget är taget tillbaka.")
    return redirect("councils:ledger")


@for_mandate("councils.appoint")
def hand_over(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Appoint the successor; the former ends the day before."""
    if mandate.seat is None:
        raise Http404
    user = signed_in(request)
    form = AppointForm(
        request.POST or None,
        seat=mandate.seat,
        cancel_url=reverse("councils:mandate", args=[mandate.pk]),
        role=mandate.role,
        button="Lämna över",
        asks_body=False,
        by_association=not user.has_perm("councils.oversee"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.hand_over(mandate, form.facts, form_key=form.cleaned_data["form_key"], actor=user)
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Uppdraget är överlämnat.")
            return redirect("councils:mandate", made.pk)
    return render(request, "councils/councils/hand_over.html", {"form": form, "mandate": mandate})


@for_mandate("councils.publish_own_name")
@require_POST
def show_name(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """My own yes or no to a public name, as ``?till=`` says: a second press must not undo the first."""
    wanted = request.GET.get("till")
    if wanted not in {"visas", "dolt"}:
        raise Http404
    was, shown = bool(mandate.name_public_since), wanted == "visas"
    public_names.show_name(mandate, shown, actor=signed_in(request))
    undo = f"{reverse('councils:show_name', args=[mandate.pk])}?till={'dolt' if shown else 'visas'}"
    if shown or was:
        said = "Ditt namn visas nu för alla på rådets sida." if shown else "Ditt namn visas inte längre."
        notify(request, said, undo_url=undo)
    else:
        notify(request, "Ditt svar är sparat. Ditt namn visas inte.")
    return redirect("councils:mandate", mandate.pk)


@for_mandate("councils.publish_own_name")
@require_POST
def ask_name_later(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Not now: the question comes again later."""
    try:
        again = public_names.ask_name_later(mandate, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"Vi frågar igen {day_text(again)}. Tills dess visas inte ditt namn.")
    return redirect("councils:mandate", mandate.pk)


@for_mandate("councils.appoint")
@require_POST
def ask_for_name(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Ask somebody without account by mail whether the name may be shown."""
    try:
        public_names.send_name_link(mandate, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Frågan är skickad. Personen svarar själv genom länken i brevet.")
    return redirect("councils:mandate", mandate.pk)


@for_mandate("councils.oversee")
@require_POST
def invite(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Invite the holder to an account."""
    try:
        mandate_accounts.invite_to_portal(mandate, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(
            request, "Klart. Den som har ett konto har uppdraget där nu. Annars har vi skickat en inbjudan."
        )
    return redirect("councils:mandate", mandate.pk)


@never_cache
@login_not_required
def name_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes or no to a public name through a mailed link; opening the page changes nothing."""
    found = public_names.mandate_of_link(token)
    answered = "svarat" in request.GET
    over = found is not None and public_names.is_over(found)
    if found is None or (over and not found.name_public_since and not answered):
        return render(request, "councils/councils/name_by_link.html", {"mandate": None}, status=404)
    if request.method == "POST":
        answer = request.POST.get("svar")
        if answer == "nej" or (answer == "ja" and not over):
            public_names.show_name_by_link(token, answer == "ja")
            return redirect(f"{reverse('councils:name_by_link', args=[token])}?svarat=1")
    context = {"mandate": found, "answered": answered, "over": over}
    return render(request, "councils/councils/name_by_link.html", context)
