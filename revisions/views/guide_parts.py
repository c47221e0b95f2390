"""Areas and questions of the guide: add, change, move, take away, bring back."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.guide import AreaForm, CommentForm, QuestionForm
from revisions.models import GuideArea, GuideQuestion, UserAudit
from revisions.queries import guide as queries
from revisions.queries.frame import audit_frame
from revisions.services import guide as services
from revisions.services import guide_comments
from revisions.views.access import difference, for_audit
from revisions.views.guide import form_page, guide_url, locked_instead

_MOVES = {"upp": -1, "ner": 1}


@for_audit("revisions.edit_guide")
def areas(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Choose from the library, or write an area of one's own."""
    newest = queries.newest_version(audit)
    if newest is None:
        raise Http404
    form = AreaForm(request.POST or None, cancel_url=guide_url(audit))
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_area(newest, form.facts, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, version=0)
        else:
            notify(request, "Området är med. Skriv den första frågan.")
            return redirect("revisions:guide_question_new", audit.pk, added.pk)
    context = {
        "frame": audit_frame(audit, signed_in(request), current="revisions:guide"),
        "library": queries.library(),
        "held": queries.held_themes(newest),
        "form": form,
    }
    return locked_instead(request, newest) or render(request, "revisions/guide_areas.html", context)


@for_audit("revisions.edit_guide")
@require_POST
def from_library(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Copy one area of the library into the guide."""
    open_one = queries.open_version(audit)
    chosen = [area for area in queries.library() if str(area.pk) in request.POST.getlist("area")]
    if open_one is None or not chosen:
        raise Http404
    try:
        added = services.add_from_library(open_one, chosen, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("revisions:guide_areas", audit.pk)
    undo = reverse("revisions:guide_area_act", args=[audit.pk, added[0].pk, "ta-bort"])
    notify(request, "Området är med i guiden.", undo_url=undo if len(added) == 1 else "")
    return redirect(guide_url(audit, f"omrade-{added[0].pk}"))


@for_audit("revisions.edit_guide")
def edit_area(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Change an area's heading and theme."""
    area = _area(audit, row)
    form = AreaForm(request.POST or None, area=area, cancel_url=guide_url(audit, f"omrade-{row}"))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_area(
                area, form.facts, expected_version=form.expected_version, actor=signed_in(request)
            )
        except DomainError as error:
            area.refresh_from_db()
            form.refuse(error, version=area.version)
            conflict = difference(error)
        else:
            notify(request, "Området är sparat.")
            return redirect(guide_url(audit, f"omrade-{row}"))
    return locked_instead(request, area.guide) or form_page(request, audit, form, "Ändra område", conflict)


@for_audit("revisions.edit_guide")
def new_question(request: HttpRequest, audit: UserAudit, row: int) -> HttpResponse:
    """Write a question last in an area."""
    area = _area(audit, row)
    form = QuestionForm(request.POST or None, cancel_url=guide_url(audit, f"omrade-{row}"))
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_question(area, form.facts, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, version=0)
        else:
            notify(request, "Frågan är med i guiden.")
            if "more" in request.POST:
                return redirect("revisions:guide_question_new", audit.pk, row)
            return redirect(guide_url(audit, f"fraga-{added.pk}"))
    return locked_instead(request, area.guide) or form_page(request, audit, form, "Ny fråga", None, area=area)


@for_audit("revisions.edit_guide")
def edit_question(request: HttpRequest, audit: UserAudit, row: uuid.UUID) -> HttpResponse:
    """Change a question; its comments stand beside it."""
    question = _question(audit, row)
    guide = question.area.guide
    back = guide_url(audit, f"fraga-{row}")
    form = QuestionForm(
        request.POST or None, question=question, areas=queries.kept_areas(guide), cancel_url=back
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_question(
                question, form.facts, expected_version=form.expected_version,
                area=form.chosen_area, actor=signed_in(request),
            )  # fmt: skip
        except DomainError as error:
            question.refresh_from_db(fields=["version"])
            form.refuse(error, version=question.version)
            conflict = difference(error)
        else:
            notify(request, "Frågan är sparad.")
            return redirect(back)
    return locked_instead(request, guide) or _question_page(request, audit, question, form, conflict)


@for_audit("revisions.edit_guide")
@require_POST
def act_on_area(request: HttpRequest, audit: UserAudit, row: int, act: str) -> HttpResponse:
    """Move an area, take it away, or bring it back."""
    again = reverse("revisions:guide_area_act", args=[audit.pk, row, "ta-tillbaka"])
    _act(request, _area(audit, row), act, again, "Området med sina frågor är borttaget.")
    return redirect(guide_url(audit, f"omrade-{row}" if act != "ta-bort" else ""))


@for_audit("revisions.edit_guide")
@require_POST
def act_on_question(request: HttpRequest, audit: UserAudit, row: uuid.UUID, act: str) -> HttpResponse:
    """Move a question, take it away, bring it back, or say something about it."""
    question = _question(audit, row)
    if act == "kommentar":
        return _comment(request, audit, question)
    again = reverse("revisions:guide_question_act", args=[audit.pk, row, "ta-tillbaka"])
    _act(request, question, act, again, "Frågan är borttagen.")
    place = f"omrade-{question.area_id}" if act == "ta-bort" else f"fraga-{row}"
    return redirect(guide_url(audit, place))


def _act(request: HttpRequest, part: GuideArea | GuideQuestion, act: str, again: str, removed: str) -> None:
    actor = signed_in(request)
    acts: dict[str, Callable[[], None]] = {
        "ta-bort": lambda: services.remove_part(part, actor=actor),
        "ta-tillbaka": lambda: services.restore_part(part, actor=actor),
    }
    if act in _MOVES:
        acts[act] = lambda: services.move_part(part, step=_MOVES[act], actor=actor)
    if act not in acts:
        raise Http404
    try:
        acts[act]()
    except DomainError as error:
        notify(request, error.message, mind=True)
        return
    if act == "ta-bort":
        notify(request, removed, undo_url=again)
    else:
        notify(request, "Den är tillbaka." if act == "ta-tillbaka" else "Flyttat.")


def _comment(request: HttpRequest, audit: UserAudit, question: GuideQuestion) -> HttpResponse:
    comment = CommentForm(request.POST, action=request.path)
    if comment.is_valid():
        try:
            guide_comments.comment_guide(
                question.area.guide, comment.cleaned_data["text"], question=question, actor=signed_in(request)
            )
        except DomainError as error:
            comment.add_error(None, error.message)
        else:
            notify(request, "Kommentaren står nu vid frågan.")
            return redirect("revisions:guide_question", audit.pk, question.pk)
    return form_page(request, audit, comment, "Kommentar till frågan", None)


def _question_page(
    request: HttpRequest, audit: UserAudit, question: GuideQuestion, form: QuestionForm, conflict: object
) -> HttpResponse:
    action = reverse("revisions:guide_question_act", args=[audit.pk, question.pk, "kommentar"])
    context = {
        "frame": audit_frame(audit, signed_in(request), current="revisions:guide"),
        "form": form,
        "heading": "Ändra fråga",
        "said": question.area.title,
        "conflict": conflict,
        "row": queries.question_row(question),
        "comment_form": CommentForm(action=action, prefix=None, auto_id="kommentar_%s"),
    }
    return render(request, "revisions/guide_question.html", context, status=409 if conflict else 200)


def _area(audit: UserAudit, pk: int) -> GuideArea:
    found = queries.area_of(audit, pk)
    if found is None:
        raise Http404
    return found


def _question(audit: UserAudit, pk: uuid.UUID) -> GuideQuestion:
    found = queries.question_of(audit, pk)
    if found is None:
        raise Http404
    return found
