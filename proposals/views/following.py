"""Following a proposal by mail. Never cached: these pages hold forms, or tell what one address follows."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.models import User
from common.actors import PUBLIC
from common.rate_limit import may_again
from proposals.forms.public import FollowForm
from proposals.models import Follow
from proposals.queries import public
from proposals.queries.following import followed
from proposals.services import followers as services

#: A library's visitors may share one network address.
TRIES = 20


@login_not_required
@never_cache
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """One button for those signed in; an address and a letter for others."""
    proposal = get_object_or_404(public.public_proposals(), slug=slug)
    if isinstance(request.user, User) and request.method == "POST":
        made = services.follow_proposal(proposal, actor=request.user)
        return redirect("loop:follow_own", services.keep_token(made))
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if may_again(request, "follow", limit=TRIES, per=timedelta(hours=1)):
            services.request_follow(proposal, form.cleaned_data["email"], actor=PUBLIC)
            return redirect("loop:follow_asked")
        form.add_error(None, "Det har kommit många anmälningar härifrån. Vänta en timme och försök igen.")
    context = {"form": form, "proposal": proposal, "signed_in": request.user.is_authenticated}
    return render(request, "proposals/public/follow.html", context)


@login_not_required
@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "proposals/public/follow_asked.html")


@login_not_required
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by GET, confirm by POST: programs that open every link in a letter confirm nothing."""
    found = services.follow_to_confirm(token)
    if found is None or found.status == Follow.Status.ENDED:
        return render(request, "proposals/public/follow_gone.html", status=404)
    if request.method == "POST":
        services.confirm_follow(found)
        return redirect("loop:follow_own", services.keep_token(found))
    return render(request, "proposals/public/follow_confirm.html")


@login_not_required
@never_cache
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an address follows and what has happened."""
    found = _kept(token)
    context = {"rows": followed(found), "token": token}
    return render(request, "proposals/public/follow_own.html", context)


@csrf_exempt
@login_not_required
@never_cache
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End by POST, from the page's button or a mail program's (RFC 8058), which carries no CSRF token."""
    found = _kept(token)
    if request.method == "POST":
        services.end_follows_of(found)
        return render(request, "proposals/public/follow_ended.html")
    is_over = found.status == Follow.Status.ENDED
    name = "follow_ended" if is_over else "follow_end"
    return render(request, f"proposals/public/{name}.html", {"token": token})


def _kept(token: str) -> Follow:
    found = services.follow_of(token)
    if found is None:
        raise Http404
    return found
