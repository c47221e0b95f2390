"""The draft as those it is about read it. Reached only by those who answer for a unit or principal it was sent to."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common import trail
from common.errors import DomainError
from common.notices import notify
from revisions.forms.report import CommentForm, WordsForm
from revisions.models import ReplyWindow, ReportChapter
from revisions.queries import report_reply as queries
from revisions.services import reply as services

P = ParamSpec("P")
WindowView = Callable[Concatenate[HttpRequest, ReplyWindow, P], HttpResponse]


def _for_addressee(view: WindowView[P]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, window: int, *args: Any, **kwargs: Any) -> HttpResponse:
        user = signed_in(request)
        found = queries.own_window(user, pk, window)
        if found is None:
            return _over(request, queries.past_window(user, pk, window))
        if not user.has_perm("revisions.reply_to_draft", found):
            raise PermissionDenied
        return view(request, found, *args, **kwargs)

    return wrapped


def _over(request: HttpRequest, window: ReplyWindow | None) -> HttpResponse:
    """The letter's link leads to the report once it is published; what was typed until then is given back."""
    if window is None:
        raise Http404
    if request.method != "POST":
        return redirect("audits:audit", window.audit.slug)
    context = {"audit": window.audit, "typed": request.POST.get("text", "")}
    return render(request, "revisions/reply/over.html", context, status=409)


@_for_addressee
@require_safe
def draft(request: HttpRequest, window: ReplyWindow) -> HttpResponse:
    """Read the draft, chapter by chapter, with room for remarks. That it was opened is noted."""
    trail.record_opened(window, actor=signed_in(request))
    return _page(request, window)


@_for_addressee
@require_POST
def comment(request: HttpRequest, window: ReplyWindow) -> HttpResponse:
    """Say something of a chapter, or of the whole."""
    form = CommentForm(request.POST, chapters=queries.chapters_of(window))
    if form.is_valid():
        words = form.cleaned_data
        try:
            services.write_comment(
                window,
                words["text"],
                chapter=words["chapter"],
                form_key=words["key"],
                actor=signed_in(request),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            notify(request, "Synpunkten är sparad. Revisorerna svarar på den.")
            return _back_to(window, words["chapter"])
    return _page(request, window, form)


@_for_addressee
def edit(request: HttpRequest, window: ReplyWindow, comment: UUID) -> HttpResponse:
    """Change a remark that nobody has answered."""
    found = queries.own_comment(window, comment)
    if found is None:
        raise Http404
    back = reverse("revisions:reply", args=[window.audit_id, window.pk])
    initial = {"text": found.text, "version": found.row.version}
    form = WordsForm(
        request.POST or None, initial=initial, label="Er synpunkt", button="Spara", cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        words, version = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            services.edit_comment(found.row, words, expected_version=version, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, version=found.row.version)
        else:
            notify(request, "Synpunkten är ändrad.")
            return _back_to(window, found.row.chapter)
    return render(request, "revisions/reply/edit.html", {"form": form, "window": window, "back": back})


@_for_addressee
@require_POST
def remove(request: HttpRequest, window: ReplyWindow, comment: UUID) -> HttpResponse:
    """Take back a remark that nobody has answered."""
    found = queries.own_comment(window, comment)
    if found is None:
        return redirect("revisions:reply", window.audit_id, window.pk)
    try:
        services.remove_comment(found.row, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Synpunkten är borttagen.")
    return _back_to(window, found.row.chapter)


@_for_addressee
@require_POST
def done(request: HttpRequest, window: ReplyWindow) -> HttpResponse:
    """ "Vi är klara": end one's own time early."""
    try:
        services.close_reply(window, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Tack. Ni är klara med utkastet. Revisorerna läser det ni har skrivit.")
    return redirect("revisions:reply", window.audit_id, window.pk)


def _back_to(window: ReplyWindow, chapter: ReportChapter | None) -> HttpResponse:
    """Return to where in the draft one was: a report is long."""
    page = reverse("revisions:reply", args=[window.audit_id, window.pk])
    return redirect(f"{page}#{queries.place_of(chapter)}")


def _page(request: HttpRequest, window: ReplyWindow, form: CommentForm | None = None) -> HttpResponse:
    try:
        page = queries.draft_page(window, form)
    except DomainError as error:
        context = {"fault": error.message, "typed": request.POST.get("text", "")}
        return render(request, "revisions/reply/fault.html", context, status=503)
    return render(request, "revisions/reply/draft.html", {"page": page, "form": form})
