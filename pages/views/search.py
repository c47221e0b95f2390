"""Search in everything the portal shows, and the editors' synonyms."""

from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from common.errors import DomainError
from common.notices import notify
from common.page_cache import cached_page
from pages import search_page
from pages.forms import SynonymForm
from pages.services import search_synonyms as services


# Only the empty page is kept: an address with words is asked for once.
@cached_page(rooms=(), params=())
@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything that matches among what the asker may open; the signed-in find what they work with too."""
    page = search_page.search_page(request.GET, request.user)
    answer = render(request, "pages/search.html", {"page": page, "among": search_page.searched_labels()})
    if "q" in request.GET:
        # What somebody looked for stays in no cache on the way, nor in a shared browser.
        add_never_cache_headers(answer)
    return answer


class Synonyms(PermissionRequiredMixin, FormView[SynonymForm]):
    """Every synonym, and a line to add one."""

    permission_required = services.PERMISSION
    raise_exception = True
    template_name = "pages/synonyms.html"
    form_class = SynonymForm
    success_url = reverse_lazy("pages:synonyms")

    def form_valid(self, form: SynonymForm) -> HttpResponse:
        try:
            services.add_synonym(**form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type] # signed in
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        notify(self.request, "Orden finns nu i listan. De gäller från nästa sökning.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(synonyms=search_page.synonyms(), **kwargs)


@require_POST
@permission_required(services.PERMISSION, raise_exception=True)
def synonym_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a synonym off the list."""
    # Already gone is as good as removed: a second press is told the same.
    if synonym := search_page.synonyms().filter(pk=pk).first():
        services.remove_synonym(synonym, actor=request.user)  # type: ignore[arg-type] # signed in
    notify(request, "Orden är borttagna.")
    return redirect("pages:synonyms")
