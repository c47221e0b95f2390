"""The page with every number to call in a crisis, and the working pages where they are kept."""

from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.actors import Actor
from common.crisis import FALLBACK
from common.errors import DomainError
from common.notices import notify
from common.page_cache import cached_page
from organisations.views.maintenance import EditView, MaintainView
from pages import queries
from pages.forms import CrisisLineForm
from pages.services import crisis_lines as services

PERMISSION = "pages.maintain_crisis_lines"
CRUMBS = (("Översikt", "overview:overview"), ("Hjälpnummer", "pages:crisis_lines"))


@cached_page(rooms=("crisis",))
@login_not_required
@require_safe
def crisis_help(request: HttpRequest) -> HttpResponse:
    """Every number: who answers, when, and when somebody last rang it to check."""
    return render(request, "pages/crisis_help.html")


@permission_required(PERMISSION, raise_exception=True)
def crisis_line_list(request: HttpRequest) -> HttpResponse:
    """Every number, who answers for it, and when it must be checked again."""
    rows = queries.crisis_line_rows()
    context = {
        "rows": rows,
        "fallback": FALLBACK,
        "has_fallback": any(r.line.number == FALLBACK.number for r in rows),
    }
    return render(request, "pages/crisis_lines.html", context)


class CrisisLineAdd(MaintainView):
    permission_required = PERMISSION
    form_class = CrisisLineForm
    title = "Nytt hjälpnummer"
    saved = "Numret finns nu på alla sidor."
    crumbs = CRUMBS

    def save(self, form: CrisisLineForm, actor: Actor) -> Any:
        return services.add_crisis_line(form.facts, actor=actor)


class CrisisLineEdit(EditView):
    permission_required = PERMISSION
    form_class = CrisisLineForm
    template_name = "pages/crisis_line.html"
    title = "Ändra hjälpnummer"
    crumbs = CRUMBS

    def rows(self) -> QuerySet[Any]:
        return queries.crisis_lines()

    def save(self, form: CrisisLineForm, actor: Actor) -> Any:
        return services.edit_crisis_line(
            self.subject, form.facts, expected_version=form.expected_version, actor=actor
        )


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def crisis_line_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the number was checked today."""
    line = get_object_or_404(queries.crisis_lines(), pk=pk)
    try:
        services.verify_crisis_line(line, actor=request.user)  # type: ignore[arg-type] # signed in
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, f"{line.number} är kontrollerat i dag.")
    return redirect("pages:crisis_lines")


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def crisis_line_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the number away from every page."""
    # Already gone is as good as removed: a second press is told the same.
    if line := queries.crisis_lines().filter(pk=pk).first():
        services.remove_crisis_line(line, actor=request.user)  # type: ignore[arg-type] # signed in
    notify(request, "Numret är borttaget från alla sidor.")
    return redirect("pages:crisis_lines")
