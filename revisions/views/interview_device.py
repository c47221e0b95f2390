"""What the phone's script asks for: save one answer, the guide to keep, who is signed in, the shell."""

import json
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.swedish import time_text
from revisions.forms.interviews import written_from_json
from revisions.models import Interview
from revisions.queries.interview_entry import device_mark, guide_for_device
from revisions.queries.interview_shell import SHELL_FILES, blank_fields, shell_version
from revisions.queries.interviews import visible_interviews
from revisions.services.interview_answers import (
    LONGEST,
    InterviewGoneError,
    RefusedAnswerError,
    WrittenAnswer,
    save_answer,
)
from revisions.services.interviews import PERMISSION
from revisions.views.interview_access import for_interview

BAD = "Det gick inte att läsa det som skickades. Ladda om sidan och försök igen."
TOO_LONG = f"Svaret är längre än {LONGEST // 1000} 000 tecken. Dela upp det i flera svar."


@require_POST
def save(request: HttpRequest, interview: UUID) -> JsonResponse:
    """Store one answer. The device removes its own copy only on the answer of status "saved".

    The service finds, locks and checks the interview in one question to the database.
    """
    try:
        written = written_from_json(request.body)
    except RequestDataTooBig:
        return _unread(request, interview, _refused(422, "too_long", TOO_LONG))
    except ValueError:
        return _unread(request, interview, _refused(400, "bad", BAD))
    return _stored(request, Interview(pk=interview), written)


def _unread(request: HttpRequest, interview: UUID, answer: JsonResponse) -> JsonResponse:
    """Say what was wrong to those of the team; to everybody else there is nothing here."""
    user = signed_in(request)
    found = get_object_or_404(visible_interviews(user), pk=interview)
    if not user.has_perm(PERMISSION, found):
        raise PermissionDenied
    return answer


def _stored(request: HttpRequest, interview: Interview, written: WrittenAnswer) -> JsonResponse:
    try:
        stored = save_answer(interview, written, actor=signed_in(request))
    except InterviewGoneError as error:
        return _refused(410, "gone", error.message)
    except RefusedAnswerError as error:
        if error.code == "hidden":
            raise Http404 from error
        if error.code == "forbidden":
            raise PermissionDenied from error
        return _refused(409 if error.code == "choose" else 422, error.code, error.message)
    except DomainError as error:
        # The key store is away: try again later.
        return _refused(503, "later", error.message)
    return JsonResponse(
        {
            "status": "saved",
            "revision": stored.revision,
            "double": stored.is_double,
            "at": time_text(stored.saved_at),
        }
    )


def _refused(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"status": "refused", "code": code, "message": message}, status=status)


@never_cache
@require_GET
def who(request: HttpRequest) -> JsonResponse:
    """Tell the script which drafts are this person's, and give it a fresh token after a new sign-in."""
    return JsonResponse({"person": device_mark(signed_in(request)), "csrf": get_token(request)})


@for_interview()
@never_cache
@require_GET
def guide(request: HttpRequest, interview: Interview) -> JsonResponse:
    """Give the phone the questions, so that it can go on without coverage."""
    return JsonResponse(guide_for_device(interview))


@require_GET
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where sign-in in a tab of its own ends: go back to the interview, which stands as it was."""
    return render(request, "revisions/interviews/signed_in_again.html")


@login_not_required
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page without coverage: the same for everybody, and empty until the phone's own drafts fill it."""
    return render(request, "revisions/interviews/shell.html", {"fields": blank_fields()})


@login_not_required
@never_cache
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the shell and its files, and nothing else. Rules this folder alone."""
    about = {"version": shell_version(), "files": [static(name) for name in SHELL_FILES]}
    script = (
        f"self.about = {json.dumps(about)};\nimportScripts({json.dumps(static('js/interview/worker.js'))});\n"
    )
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
