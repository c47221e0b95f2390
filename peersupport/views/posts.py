"""Who holds a post. That somebody read it is noted in the trail."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify
from peersupport.forms.posts import PostForm
from peersupport.models import Placement
from peersupport.queries.placements import posts_of
from peersupport.services import posts as services
from peersupport.views.access import for_placement


def _url(placement: Placement) -> str:
    return reverse("peersupport:posts", args=[placement.pk])


@for_placement("peersupport.view_peer")
def posts(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Who has and has had the post."""
    user = signed_in(request)
    rows = posts_of(placement)
    trail.record_all_opened(rows, actor=user)
    context = {
        "placement": placement,
        "posts": rows,
        "may_manage": user.has_perm("peersupport.manage_placement", placement),
    }
    return render(request, "peersupport/posts.html", context)


@for_placement("peersupport.manage_placement")
def add(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Write who begins, and when."""
    form = PostForm(request.POST or None, placement=placement, cancel_url=_url(placement))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_post(
                placement, form.facts, form_key=form.cleaned_data["form_key"], actor=signed_in(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Sparat.")
            return redirect(_url(placement))
    return render(request, "peersupport/post_edit.html", {"form": form, "placement": placement, "post": None})


@for_placement("peersupport.manage_placement")
def edit(request: HttpRequest, placement: Placement, post: int) -> HttpResponse:
    """Change a row, or end it."""
    found = get_object_or_404(placement.posts, pk=post)
    form = PostForm(request.POST or None, placement=placement, post=found, cancel_url=_url(placement))
    if request.method == "GET":
        trail.record_opened(found, actor=signed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_post(
                found,
                form.facts,
                expected_version=form.cleaned_data["version"],
                actor=signed_in(request),
            )
        except DomainError as error:
            found.refresh_from_db()
            form.refuse(error, version=found.version)
        else:
            notify(request, "Sparat.")
            return redirect(_url(placement))
    return render(
        request, "peersupport/post_edit.html", {"form": form, "placement": placement, "post": found}
    )


@for_placement("peersupport.manage_placement")
@require_POST
def remove(request: HttpRequest, placement: Placement, post: int) -> HttpResponse:
    """Take away a row that was written by mistake."""
    return _done(request, placement, post, services.remove_post, "Raden är borttagen.")


@for_placement("peersupport.manage_placement")
@require_POST
def erase(request: HttpRequest, placement: Placement, post: int) -> HttpResponse:
    """Empty the name at once."""
    return _done(request, placement, post, services.erase_name, "Namnet är borttaget.")


def _done(
    request: HttpRequest, placement: Placement, post: int, act: Callable[..., None], words: str
) -> HttpResponse:
    found = get_object_or_404(placement.posts, pk=post)
    try:
        act(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words)
    return redirect(_url(placement))
