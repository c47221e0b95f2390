"""The calendar by mail. Never cached: these pages hold forms."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from calendar_app.filters import read_filter
from calendar_app.forms.digests import DigestChangeForm, DigestForm
from calendar_app.models import DigestSubscription
from calendar_app.queries.digests import digest_filter
from calendar_app.queries.options import filter_options
from calendar_app.services import digests as services
from common.actors import PUBLIC
from common.errors import DomainError
from common.rate_limit import may_again

#: A library's visitors may share one network address.
TRIES = 20


@login_not_required
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    options = filter_options()
    chosen = read_filter(request.GET, options).filter
    form = DigestForm(_posted(request), options=options, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        if not may_again(request, "digest", limit=TRIES, per=timedelta(hours=1)):
            form.add_error(None, "Det har kommit många anmälningar härifrån. Vänta en timme och försök igen.")
        else:
            services.request_digest(
                form.cleaned_data["email"],
                frequency=form.cleaned_data["frequency"],
                chosen=form.chosen(),
                actor=PUBLIC,
            )
            return redirect("calendar_app:digest_asked")
    return render(request, "calendar_app/public/digest.html", {"form": form})


@login_not_required
@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "calendar_app/public/digest_asked.html")


@login_not_required
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by GET, confirm by POST: programs that open every link in a mail confirm nothing."""
    subscription = services.subscription_to_confirm(token)
    if subscription is None or subscription.status == DigestSubscription.Status.ENDED:
        return render(request, "calendar_app/public/digest_gone.html", status=404)
    if request.method == "POST":
        services.confirm_digest(subscription)
        return render(
            request,
            "calendar_app/public/digest_confirmed.html",
            {"subscription": subscription, "token": services.keep_token(subscription)},
        )
    return render(request, "calendar_app/public/digest_confirm.html", {"subscription": subscription})


@login_not_required
@never_cache
def change(request: HttpRequest, token: str) -> HttpResponse:
    subscription = _kept(token)
    if subscription.status == DigestSubscription.Status.ENDED:
        return render(request, "calendar_app/public/digest_ended.html")
    form = DigestChangeForm(
        _posted(request),
        options=filter_options(),
        chosen=digest_filter(subscription),
        initial={"frequency": subscription.frequency},
        end_url=f"/kalender/brev/{token}/avsluta/",
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_digest(
                subscription, frequency=form.cleaned_data["frequency"], chosen=form.chosen()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            # Said through the address: a message would need a session, and so a cookie.
            return redirect(f"{request.path}?sparat=1")
    context = {"form": form, "saved": "sparat" in request.GET and request.method == "GET"}
    return render(request, "calendar_app/public/digest_change.html", context)


@csrf_exempt
@login_not_required
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End by POST, from the page's button or a mail program's (RFC 8058), which carries no CSRF token."""
    subscription = _kept(token)
    if request.method == "POST":
        services.end_digest(subscription)
        return render(request, "calendar_app/public/digest_ended.html")
    if subscription.status == DigestSubscription.Status.ENDED:
        return render(request, "calendar_app/public/digest_ended.html")
    return render(request, "calendar_app/public/digest_end.html", {"token": token})


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; a form with nothing ticked is sent all the same."""
    return request.POST if request.method == "POST" else None


def _kept(token: str) -> DigestSubscription:
    subscription = services.subscription_of(token)
    if subscription is None:
        raise Http404
    return subscription
