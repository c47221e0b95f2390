"""The material as the team reads it, marks it, compares and searches it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common import sealing
from common.errors import DomainError
from common.notices import notify
from revisions.forms.analysis import (
    CodeForm,
    CodingForm,
    PassageForm,
    SearchForm,
    ThemeForm,
    coders_from,
    initial_codes,
)
from revisions.models import CodedPassage, UserAudit
from revisions.queries import analysis as queries
from revisions.queries import analysis_codes as codes_queries
from revisions.queries import analysis_text as text_queries
from revisions.queries.counts import shown_scales
from revisions.queries.frame import audit_frame
from revisions.services import coding as services
from revisions.services.material import why_not_coded
from revisions.views.analysis_access import for_analysis, for_material


@for_analysis
@require_safe
def analysis(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Progress, themes, what waits. Nothing is opened."""
    page = queries.analysis_page(audit, signed_in(request))
    return render(request, "revisions/analysis/analysis.html", {"page": page, "frame": page.frame})


@for_material
@require_safe
def question(request: HttpRequest, audit: UserAudit, thread: UUID) -> HttpResponse:
    """One question across interviews."""
    page = queries.question_page(audit, thread, signed_in(request), request.GET.get("sida", ""))
    if page is None:
        raise Http404
    return render(request, "revisions/analysis/question.html", {"page": page, "frame": page.frame})


@for_material
@require_safe
def interview(request: HttpRequest, audit: UserAudit, interview: UUID) -> HttpResponse:
    """One interview, all its answers."""
    page = queries.interview_page(audit, interview, signed_in(request))
    if page is None:
        raise Http404
    return render(request, "revisions/analysis/interview.html", {"page": page, "frame": page.frame})


@for_material
def answer(request: HttpRequest, audit: UserAudit, answer: UUID) -> HttpResponse:
    """One answer: mark words in it."""
    page = queries.answer_page(audit, answer, signed_in(request))
    if page is None:
        raise Http404
    row = page.row
    form = CodingForm(
        request.POST or None,
        initial={"revision": row.answer.text_revision},
        row=row,
        cancel_url=reverse("revisions:analysis_question", args=[audit.pk, row.answer.question.thread]),
        **_themes(audit),
    )
    if request.method == "POST" and form.is_valid():
        start, end = form.cleaned_data["place"]
        try:
            services.code_passage(
                row.answer, start, end, form.coding, expected_revision=form.cleaned_data["revision"],
                actor=signed_in(request),
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Markeringen är sparad.")
            return redirect("revisions:analysis_answer", audit.pk, answer)
    # What was typed while the analysis ended stays in the page, with the reason.
    is_offered = request.method == "POST" or not page.why_not
    context = {"page": page, "frame": page.frame, "form": form if is_offered else None}
    return render(request, "revisions/analysis/answer.html", context)


@for_material
def passage(request: HttpRequest, audit: UserAudit, passage: UUID) -> HttpResponse:
    """Change themes and memo of one's own marking."""
    found = _passage(audit, passage)
    form = PassageForm(
        request.POST or None,
        initial={
            "codes": initial_codes(list(found.codes.all())),
            "memo": services.memo_of(found, sealing.keyring([found.answer.interview.key_id])),
        },
        cancel_url=reverse("revisions:analysis_answer", args=[audit.pk, found.answer_id]),
        **_themes(audit),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_passage(found, form.coding, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Markeringen är ändrad.")
            return redirect("revisions:analysis_answer", audit.pk, found.answer_id)
    place = codes_queries.opened_places([found], signed_in(request))[0]
    frame = audit_frame(audit, signed_in(request), current="revisions:analysis")
    return render(request, "revisions/analysis/passage.html", {"frame": frame, "form": form, "place": place})


@for_material
@require_POST
def passage_done(request: HttpRequest, audit: UserAudit, passage: UUID, what: str) -> HttpResponse:
    """Take one's own marking away, or say that it is right though the answer was edited."""
    found = _passage(audit, passage)
    act, said = (
        (services.remove_passage, "Markeringen är borttagen.")
        if what == "ta-bort"
        else (services.confirm_passage, "Markeringen gäller.")
    )
    try:
        act(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, said)
    return redirect("revisions:analysis_answer", audit.pk, found.answer_id)


@for_analysis
def codes(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The themes: shared ones and the team's own."""
    themes = queries.unused_themes(audit)
    own = CodeForm(request.POST if "name" in request.POST else None)
    shared = ThemeForm(request.POST if "theme" in request.POST else None, themes=themes)
    form: Any = own if own.is_bound else shared
    if request.method == "POST" and form.is_valid():
        theme = form.cleaned_data.get("theme")
        try:
            name = form.cleaned_data.get("name") or theme.name
            services.add_code(audit, name, theme=theme, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Temat är med.")
            return redirect("revisions:analysis_codes", audit.pk)
    page = codes_queries.codes_page(audit, signed_in(request))
    context = {"page": page, "frame": page.frame, "own": own, "shared": shared if themes else None}
    return render(request, "revisions/analysis/codes.html", context)


@for_material
def code(request: HttpRequest, audit: UserAudit, code: int) -> HttpResponse:
    """One theme: everything marked with it, and its name."""
    found = codes_queries.code_of(audit, code)
    if found is None:
        raise Http404
    form = CodeForm(request.POST or None, initial={"name": found.name}, button="Byt namn")
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_code(found, form.cleaned_data["name"], actor=signed_in(request))
        except DomainError as error:
            form.refuse(error)
        else:
            notify(request, "Temat har bytt namn.")
            return redirect("revisions:analysis_code", audit.pk, code)
    page = codes_queries.code_page(found, signed_in(request), request.GET.get("sida", ""))
    can_rename = found.theme_id is None and not why_not_coded(audit)
    context = {"page": page, "frame": page.frame, "form": form if can_rename else None}
    return render(request, "revisions/analysis/code.html", context)


@for_analysis
@require_POST
def code_remove(request: HttpRequest, audit: UserAudit, code: int) -> HttpResponse:
    """Take an unused theme away."""
    found = codes_queries.code_of(audit, code)
    if found is None:
        raise Http404
    try:
        services.remove_code(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Temat är borttaget.")
    return redirect("revisions:analysis_codes", audit.pk)


@for_material
@require_safe
def compare(request: HttpRequest, audit: UserAudit, interview: UUID | None = None) -> HttpResponse:
    """Two coders side by side: in numbers, or in one interview with its words."""
    page = codes_queries.compare_page(audit, signed_in(request), coders_from(request.GET), interview)
    if page is None:
        raise Http404
    return render(request, "revisions/analysis/compare.html", {"page": page, "frame": page.frame})


@for_material
def search(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """Look for words in everything that was answered. The words stand in no address."""
    form = SearchForm(request.POST or None)
    result = None
    if request.method == "POST" and form.is_valid():
        result = codes_queries.search(audit, form.cleaned_data["words"], signed_in(request))
    frame = audit_frame(audit, signed_in(request), current="revisions:analysis")
    return render(request, "revisions/analysis/search.html", {"frame": frame, "form": form, "result": result})


@for_analysis
@require_safe
def counts(request: HttpRequest, audit: UserAudit) -> HttpResponse:
    """The scale questions as they will be shown."""
    frame = audit_frame(audit, signed_in(request), current="revisions:analysis")
    context = {"frame": frame, "scales": shown_scales(audit)}
    return render(request, "revisions/analysis/counts.html", context)


def _passage(audit: UserAudit, pk: UUID) -> CodedPassage:
    found = text_queries.passage_of(audit, pk)
    if found is None:
        raise Http404
    return found


def _themes(audit: UserAudit) -> dict[str, Any]:
    return {
        "codes": [row.code for row in queries.code_rows(audit)],
        "themes": queries.unused_themes(audit),
    }
