"""A meeting's minutes at work: sent round, viewed, approved, published, corrected."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from councils.forms.minutes import (
    AnswerViewForm,
    CorrectForm,
    HeardTickForm,
    HeardViewForm,
    SendForm,
    ViewForm,
)
from councils.forms.writing import submitted
from councils.models import Meeting, Minutes
from councils.pdf_minutes import shown
from councils.queries import agenda as agenda_queries
from councils.queries import minutes as queries
from councils.services import minutes as services
from councils.services import minutes_told as told
from councils.views.meeting_access import for_meeting

_WRITE = "councils.write_minutes"


@for_meeting()
@require_safe
def minutes(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What the minutes say, and what happens with them now."""
    page = queries.minutes_page(meeting, signed_in(request))
    form = ViewForm(action=reverse("councils:minutes_view", args=[meeting.pk]))
    context = {"page": page, "frame": page.frame, "form": form}
    return render(request, "councils/minutes/minutes.html", context)


@for_meeting(_WRITE)
def send(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Send the notes to the council."""
    user = signed_in(request)
    back = reverse("councils:minutes", args=[meeting.pk])
    form = SendForm(
        request.POST or None,
        initial=queries.usual_sending(meeting),
        mandates=queries.choosable_approvers(meeting),
        is_correction=queries.is_correction(meeting),
        chair_cannot_tick=queries.has_chair_without_account(meeting),
        cancel_url=back,
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and submitted(form, lambda: services.send_minutes(meeting, **form.cleaned_data, actor=user))
    ):
        notify(request, "Anteckningarna är skickade till rådet.")
        return redirect(back)
    frame = agenda_queries.meeting_frame(meeting, user, "councils:minutes")
    context = {"form": form, "frame": frame, "heading": "Skicka till rådet"}
    return render(request, "councils/minutes/form.html", context)


@for_meeting(_WRITE)
@require_POST
def take_back(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Let minutes that are out be a draft again."""
    act = lambda: services.take_back_minutes(_there(meeting), actor=signed_in(request))  # noqa: E731
    return _done(
        request, meeting, act, "Anteckningarna är ett utkast igen. Skicka dem på nytt när de är klara."
    )


@for_meeting("councils.give_views")
@require_POST
def view(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Say what one thinks should be otherwise."""
    user, minutes = signed_in(request), _there(meeting)
    form = ViewForm(request.POST, action=reverse("councils:minutes_view", args=[meeting.pk]))
    if form.is_valid() and submitted(
        form, lambda: services.give_view(minutes, **form.cleaned_data, actor=user)
    ):
        notify(request, "Tack. Synpunkten är skickad till sekreteraren.")
        return redirect("councils:minutes", meeting.pk)
    page = queries.minutes_page(meeting, user)
    context = {"page": page, "frame": page.frame, "form": form}
    return render(request, "councils/minutes/minutes.html", context)


@for_meeting("councils.reply_for")
def view_heard(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Write down a view that somebody told by phone or on paper."""
    user, minutes = signed_in(request), _there(meeting)
    back = reverse("councils:minutes", args=[meeting.pk])
    form = HeardViewForm(request.POST or None, mandates=queries.members_to_hear(meeting), cancel_url=back)
    if (
        request.method == "POST"
        and form.is_valid()
        and submitted(form, lambda: told.record_view(minutes, **form.cleaned_data, actor=user))
    ):
        notify(request, "Synpunkten är sparad.")
        return redirect(back)
    frame = agenda_queries.meeting_frame(meeting, user, "councils:minutes")
    context = {"form": form, "frame": frame, "heading": "Synpunkt per telefon eller på papper"}
    return render(request, "councils/minutes/form.html", context)


@for_meeting("councils.record_tick")
def tick_heard(request: HttpRequest, meeting: Meeting, approver: int) -> HttpResponse:
    """Write down that an approver without account approved on paper or by phone."""
    user = signed_in(request)
    found = queries.missing_tick(meeting, user, approver)
    if found is None:
        raise Http404
    back = reverse("councils:minutes", args=[meeting.pk])
    form = HeardTickForm(request.POST or None, initial={"seen": found.minutes.fingerprint}, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        how, on, seen = data["told_how"], data["told_on"], data["seen"]
        if submitted(form, lambda: told.record_tick(found, how=how, on=on, seen=seen, actor=user)):
            notify(request, "Godkännandet är antecknat.")
            return redirect(back)
    frame = agenda_queries.meeting_frame(meeting, user, "councils:minutes")
    said = f"{found.mandate.get_role_display()}, {found.mandate.body}"
    context = {"form": form, "frame": frame, "heading": "Anteckna ett godkännande", "said": said}
    return render(request, "councils/minutes/form.html", context)


def view_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a view."""
    user = signed_in(request)
    found = queries.own_view(user, pk)
    if found is None:
        raise Http404
    meeting = found.minutes.meeting
    back = reverse("councils:minutes", args=[meeting.pk])
    form = AnswerViewForm(
        request.POST or None, initial={"answer": found.answer, "state": found.state}, cancel_url=back
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and submitted(form, lambda: services.answer_view(found, **form.cleaned_data, actor=user))
    ):
        notify(request, "Svaret är sparat.")
        return redirect(back)
    frame = agenda_queries.meeting_frame(meeting, user, "councils:minutes")
    context = {"form": form, "frame": frame, "heading": "Svara på synpunkten", "said": found.text}
    return render(request, "councils/minutes/form.html", context)


@for_meeting("councils.approve_minutes")
@require_POST
def approve(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Tick the text as it was shown."""
    seen = request.POST.get("seen", "")
    act = lambda: services.approve_minutes(_there(meeting), seen, actor=signed_in(request))  # noqa: E731
    return _done(request, meeting, act, "Du har godkänt anteckningarna som de är nu.")


@for_meeting("councils.publish_minutes")
@require_POST
def publish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Publish what is approved."""
    act = lambda: services.publish_minutes(_there(meeting), actor=signed_in(request))  # noqa: E731
    return _done(request, meeting, act, "Anteckningarna är publicerade. Pdf-filerna görs nu.")


@for_meeting(_WRITE)
def correct(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Open published minutes for a new edition."""
    user, minutes = signed_in(request), _there(meeting)
    back = reverse("councils:minutes", args=[meeting.pk])
    form = CorrectForm(request.POST or None, cancel_url=back)
    if (
        request.method == "POST"
        and form.is_valid()
        and submitted(form, lambda: services.correct_minutes(minutes, **form.cleaned_data, actor=user))
    ):
        notify(request, "Nu kan anteckningarna ändras. Det som är publicerat står kvar så länge.")
        return redirect(back)
    frame = agenda_queries.meeting_frame(meeting, user, "councils:minutes")
    context = {"form": form, "frame": frame, "heading": "Rätta anteckningarna"}
    return render(request, "councils/minutes/form.html", context)


@for_meeting()
@require_safe
def edition(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """One edition as it was published, with how far its files have come."""
    found = queries.seen_edition(meeting, signed_in(request), number)
    if found is None:
        raise Http404
    frame = agenda_queries.meeting_frame(meeting, signed_in(request), "councils:minutes")
    template = "councils/minutes/_job.html" if "bit" in request.GET else "councils/minutes/edition.html"
    context = {"frame": frame, "edition": found, "content": shown(found.content), "meeting": meeting}
    return render(request, template, context)


def _there(meeting: Meeting) -> Minutes:
    found = queries.minutes_of(meeting)
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, meeting: Meeting, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words)
    return redirect("councils:minutes", meeting.pk)
