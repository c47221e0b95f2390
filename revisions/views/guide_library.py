"""The library of questions that guides begin from; kept by coordinators."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from revisions.forms.guide import QuestionForm
from revisions.models import LibraryQuestion
from revisions.queries import guide as queries
from revisions.services import guide_library as services
from revisions.views.access import difference


@permission_required("revisions.edit_library", raise_exception=True)
def library(request: HttpRequest) -> HttpResponse:
    """The themes, and how many questions each has."""
    return render(request, "revisions/guide_library.html", {"themes": queries.library_themes()})


@permission_required("revisions.edit_library", raise_exception=True)
def library_area(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions of one theme, and a new one."""
    theme = queries.library_theme(slug)
    if theme is None:
        raise Http404
    form = QuestionForm(request.POST or None, cancel_url=reverse("revisions:library"))
    if request.method == "POST" and form.is_valid():
        try:
            area = services.open_library_area(theme, actor=signed_in(request))
            services.add_library_question(area, form.facts, actor=signed_in(request))
        except DomainError as error:
            form.refuse(error, version=0)
        else:
            notify(request, "Frågan finns nu i biblioteket.")
            return redirect("revisions:library_area", slug)
    context = {"theme": theme, "questions": queries.library_questions(theme), "form": form}
    return render(request, "revisions/guide_library_area.html", context)


@permission_required("revisions.edit_library", raise_exception=True)
def library_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one question. Guides that hold a copy keep their own words."""
    question = _question(pk)
    back = reverse("revisions:library_area", args=[question.area.theme.slug])
    form = QuestionForm(request.POST or None, question=question, cancel_url=back)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_library_question(
                question, form.facts, expected_version=form.expected_version, actor=signed_in(request)
            )
        except DomainError as error:
            question.refresh_from_db(fields=["version"])
            form.refuse(error, version=question.version)
            conflict = difference(error)
        else:
            notify(request, "Frågan är sparad.")
            return redirect(back)
    context = {"question": question, "form": form, "conflict": conflict}
    return render(request, "revisions/guide_library_question.html", context, status=409 if conflict else 200)


@permission_required("revisions.edit_library", raise_exception=True)
@require_POST
def library_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question out of the library."""
    question = _question(pk)
    services.remove_library_question(question, actor=signed_in(request))
    notify(request, "Frågan är borttagen ur biblioteket. Guider som har den behåller den.")
    return redirect("revisions:library_area", question.area.theme.slug)


def _question(pk: int) -> LibraryQuestion:
    found = queries.library_question(pk)
    if found is None:
        raise Http404
    return found
