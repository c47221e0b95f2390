"""A person's own account."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import queries, services
from accounts.forms import ConfirmForm, EmailForm, NameForm
from accounts.people import signed_in, stay_signed_in
from common import trail
from common.errors import DomainError
from common.form_layout import MainButton, QuietLink, WarnButton
from common.notices import notify
from common.rate_limit import may_again


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Mitt konto."""
    return render(request, "accounts/home.html", {"page": queries.account_page(signed_in(request))})


@require_http_methods(["GET", "POST"])
def change_name(request: HttpRequest) -> HttpResponse:
    """Change one's name."""
    user = signed_in(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if form.is_valid():
        services.change_name(user, form.cleaned_data["name"], actor=user)
        notify(request, "Namnet är ändrat.")
        return redirect("accounts:home")
    return render(request, "accounts/form.html", {"form": form, "heading": "Byt namn"})


@reauthentication_required(app="allauth.account", allow_get=False)  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def change_email(request: HttpRequest) -> HttpResponse:
    """Ask for a new address."""
    user = signed_in(request)
    form = EmailForm(request.POST or None)
    if form.is_valid():
        try:
            refuse_many_letters(request)
            services.request_email_change(user, form.cleaned_data["email"], actor=user)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            notify(
                request, "Vi har skickat ett brev till den nya adressen. Öppna länken i det inom ett dygn."
            )
            return redirect("accounts:home")
    return render(request, "accounts/form.html", {"form": form, "heading": "Byt e-postadress"})


@require_http_methods(["GET", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the new address. By POST: a mail scanner opens links too."""
    user = signed_in(request)
    form = ConfirmForm(
        MainButton("Byt till den här adressen"), QuietLink("Avbryt", "/konto/"), request.POST or None
    )
    if request.method == "POST":
        try:
            services.confirm_email_change(token, actor=user)
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            notify(request, "E-postadressen är bytt.")
        return redirect("accounts:home")
    answer = render(request, "accounts/form.html", {"form": form, "heading": "Bekräfta din nya e-postadress"})
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    rows = queries.devices(signed_in(request), request.session.session_key)
    return render(request, "accounts/sessions.html", {"devices": rows})


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one device out."""
    user = signed_in(request)
    services.end_session(user, session_id, actor=user)
    notify(request, "Enheten är utloggad.")
    return redirect("accounts:sessions")


@require_POST
def end_every_session(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere; with ``keep`` everywhere but here."""
    user = signed_in(request)
    stays = request.POST.get("keep") == "1"
    services.end_every_session(user, actor=user, but=request.session.session_key if stays else None)
    if stays:
        stay_signed_in(request, user)
        notify(request, "De andra enheterna är utloggade.")
        return redirect("accounts:sessions")
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
@require_GET
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything the portal holds of the person, as a file."""
    trail.record_opened(signed_in(request), actor=signed_in(request))
    answer = JsonResponse(
        queries.own_data(signed_in(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Delete one's account, after saying what goes and what stays."""
    user = signed_in(request)
    form = ConfirmForm(
        WarnButton("Ta bort mitt konto"), QuietLink("Behåll kontot", "/konto/"), request.POST or None
    )
    if request.method == "POST":
        try:
            services.delete_account(user, actor=user)
        except DomainError as error:
            notify(request, error.message, mind=True)
            return redirect("accounts:home")
        logout(request)
        return render(request, "accounts/deleted.html")
    return render(request, "accounts/delete.html", {"form": form})


def refuse_many_letters(request: HttpRequest) -> None:
    """Nobody sends letters to strange addresses by the dozen from here."""
    if not may_again(request, "email_change", limit=10, per=timedelta(hours=1)):
        raise DomainError("Du har bytt adress många gånger. Vänta en timme och försök igen.", field="email")
