"""The invitation to a dialogue meeting: for the units and municipalities that are invited, and noted for them by phone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from councils.forms.dialogue_invited import InvitedForm
from councils.models import Meeting
from councils.queries import dialogue_invited as queries
from councils.services import dialogue_invited as services
from councils.views.meeting_access import for_meeting

_OPEN = "councils.open_dialogue_invitation"


@for_meeting(_OPEN)
@require_safe
def invitation(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What the meeting is about, and what one's unit or municipality has answered."""
    return _page(request, meeting, {})


@for_meeting(_OPEN)
@require_POST
def answer(request: HttpRequest, meeting: Meeting, code: str) -> HttpResponse:
    """Answer for one's own unit or municipality."""
    user = signed_in(request)
    row = queries.invited_one(meeting, code)
    if not user.has_perm("councils.answer_as_invited", row.invited):
        raise PermissionDenied
    form = InvitedForm(
        request.POST, given=row.reply, action=_address(meeting, code), prefix=code, auto_id=f"{code}_%s"
    )
    if form.is_valid():
        try:
            services.answer_for_invited(meeting, row.invited, form.answer, actor=user)
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Tack, ert svar är sparat.")
            return redirect("councils:dialogue_invitation", meeting.pk)
    return _page(request, meeting, {code: form})


@for_meeting("councils.reply_for")
def answer_heard(request: HttpRequest, meeting: Meeting, code: str) -> HttpResponse:
    """Note what an invited unit or municipality answered by phone."""
    row = queries.invited_one(meeting, code)
    back = reverse("councils:meeting", args=[meeting.pk])
    form = InvitedForm(request.POST or None, given=row.reply, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_for_invited(
                meeting, row.invited, form.answer, actor=signed_in(request), by_phone=True
            )
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Svaret är antecknat.")
            return redirect(back)
    context = {"form": form, "heading": "Svar per telefon", "meeting": meeting, "said": row.invited.name}
    return render(request, "councils/meetings/form.html", context)


def _page(request: HttpRequest, meeting: Meeting, sent: dict[str, InvitedForm]) -> HttpResponse:
    page = queries.invited_page(meeting, signed_in(request))
    rows = [(row, sent.get(row.invited.code) or _form(meeting, row)) for row in page.own]
    return render(request, "councils/dialogues/invitation.html", {"page": page, "rows": rows})


def _form(meeting: Meeting, row: queries.InvitedRow) -> InvitedForm:
    code = row.invited.code
    return InvitedForm(given=row.reply, action=_address(meeting, code), prefix=code, auto_id=f"{code}_%s")


def _address(meeting: Meeting, code: str) -> str:
    return reverse("councils:dialogue_answer", args=[meeting.pk, code])
