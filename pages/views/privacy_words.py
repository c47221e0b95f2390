"""Working page for the operator's own words in the check of free text."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from common.errors import DomainError
from common.notices import notify
from pages import queries
from pages.forms import PrivacyWordForm
from pages.services import privacy_words as services


class PrivacyWords(PermissionRequiredMixin, FormView[PrivacyWordForm]):
    """Every word, and a line to add one."""

    permission_required = services.PERMISSION
    raise_exception = True
    template_name = "pages/privacy_words.html"
    form_class = PrivacyWordForm
    success_url = reverse_lazy("pages:privacy_words")

    def form_valid(self, form: PrivacyWordForm) -> HttpResponse:
        try:
            services.add_privacy_word(
                form.cleaned_data["word"],
                form.cleaned_data["kind"],
                actor=self.request.user,  # type: ignore[arg-type] # signed in
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        notify(self.request, "Ordet finns nu i listan.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(words=queries.privacy_words(), **kwargs)


@require_POST
@permission_required(services.PERMISSION, raise_exception=True)
def privacy_word_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a word off the list."""
    # Already gone is as good as removed: a second press is told the same.
    if word := queries.privacy_words().filter(pk=pk).first():
        services.remove_privacy_word(word, actor=request.user)  # type: ignore[arg-type] # signed in
    notify(request, "Ordet är borttaget.")
    return redirect("pages:privacy_words")
