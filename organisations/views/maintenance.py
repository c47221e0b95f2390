"""The frame of every form in the room: permission, the service's answer, what stands when it says no."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.notices import notify


class MaintainView(PermissionRequiredMixin, FormView[Any]):
    """One form, one service. What was typed stays when the service says no."""

    permission_required = "organisations.maintain"
    raise_exception = True
    template_name = "organisations/form.html"
    title = ""
    saved = "Sparat."
    #: (label, name of address) above this page.
    crumbs: tuple[tuple[str, str], ...] = ()

    def save(self, form: Any, actor: Actor) -> Any:
        """Call the service; may raise ``DomainError``."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Where "Avbryt" and a successful save lead."""
        return reverse(self.crumbs[-1][1])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cancel_url": self.back_url()}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.save(form, self.request.user)  # type: ignore[arg-type] # signed in: checked in dispatch
        except EditConflictError as error:
            return self.conflict(form, error)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        notify(self.request, self.saved)
        return redirect(self.back_url())

    def conflict(self, form: Any, error: EditConflictError) -> HttpResponse:
        """Show both versions; saving once more is then a choice made knowingly."""
        form.instance.refresh_from_db()
        form.add_error(None, error.message)
        form.data = {**form.data.dict(), "version": form.instance.version}
        rows = [
            {"label": label, "old": saved, "new": typed, "changed": True}
            for label, (saved, typed) in error.changed.items()
        ]
        return self.render_to_response(self.get_context_data(form=form, conflict=rows), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(label, reverse(name)) for label, name in self.crumbs]
        return super().get_context_data(title=self.title, crumbs=crumbs, **kwargs)


class EditView(MaintainView):
    """A form for one existing row. The permission is checked before anything is looked up."""

    def rows(self) -> QuerySet[Any]:
        """Where to look for the row that the address names."""
        raise NotImplementedError

    @cached_property
    def subject(self) -> Any:
        """The row being edited; 404 when the address names none."""
        return get_object_or_404(self.rows(), **self.kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.subject}
