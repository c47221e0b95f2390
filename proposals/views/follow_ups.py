"""The follow-up meeting."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.errors import DomainError
from common.notices import notify
from common.swedish import number_text
from proposals import services
from proposals.forms.entry import FollowUpForm, FollowUpNotesForm
from proposals.forms.shared import submitted
from proposals.queries import work
from proposals.queries.work import FollowUpPage


def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When, where, what to bring, the last plan, and afterwards what was said."""
    return render(request, "proposals/work/follow_up.html", {"page": _page(request, pk)})


def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set or move the meeting."""
    page = _planned(request, pk)
    back = reverse("proposals:follow_up", args=[pk])
    form = FollowUpForm(request.POST or None, meeting=page.meeting, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: services.plan_follow_up(
                page.source,
                form.plan,
                expected_version=version,
                actor=request.user,  # type: ignore[arg-type]
            ),
            lambda: _version(_page(request, pk)),
        ):
            notify(request, "Mötet är sparat.")
            return redirect(back)
    context = {"form": form, "title": "Uppföljningsmöte", "crumbs": [("Uppföljning", back)]}
    return render(request, "proposals/work/form.html", context)


@require_POST
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the invitation."""
    page = _planned(request, pk)
    if page.meeting is None:
        raise Http404
    try:
        sent = services.invite_to_follow_up(page.meeting, actor=request.user)  # type: ignore[arg-type]
        words = f"Inbjudan är skickad till {number_text(sent)}." if sent else "Alla har redan fått inbjudan."
        notify(request, words)
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect("proposals:follow_up", pk)


def notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what was said and learnt."""
    page = _planned(request, pk)
    meeting = page.meeting
    if meeting is None:
        raise Http404
    back = reverse("proposals:follow_up", args=[pk])
    form = FollowUpNotesForm(request.POST or None, meeting=meeting, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if submitted(
            form,
            lambda: services.record_follow_up(
                meeting,
                held_on=data["held_on"],
                notes=data["notes"],
                lessons=data["lessons"],
                expected_version=data["version"] or 0,
                actor=request.user,  # type: ignore[arg-type]
            ),
            lambda: _version(_page(request, pk)),
        ):
            notify(request, "Sparat.")
            return redirect(back)
    context = {"form": form, "title": "Efter mötet", "crumbs": [("Uppföljning", back)]}
    return render(request, "proposals/work/form.html", context)


def _page(request: HttpRequest, pk: UUID) -> FollowUpPage:
    source = get_object_or_404(work.visible_sources(request.user), pk=pk)
    return work.follow_up_page(source, request.user)


def _planned(request: HttpRequest, pk: UUID) -> FollowUpPage:
    page = _page(request, pk)
    if not request.user.has_perm("proposals.plan_follow_up", page.source):
        raise PermissionDenied
    return page


def _version(page: FollowUpPage) -> int:
    return page.meeting.version if page.meeting else 0
