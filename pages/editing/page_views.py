"""Wagtail's views of a page, with what the portal says and refuses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from common.swedish import day_text, local_date
from pages.editing.addresses import fault_of_address
from pages.editing.page_form import is_whole, what_to_mend
from pages.models import InformationPage, NewsIndex, NewsPage

_APPROVES = {"approve"}


class _SaysWhat:
    """A draft that can't be saved by itself says what to mend."""

    def json_error_response(self, error_code: str, error_message: str) -> Any:
        if error_code == "validation_error":
            error_message = what_to_mend(self.form)  # type: ignore[attr-defined]
        return super().json_error_response(error_code, error_message)  # type: ignore[misc]


class AddPage(_SaysWhat, CreateView):  # type: ignore[misc] # Wagtail has no types
    pass


class ChangePage(_SaysWhat, EditView):  # type: ignore[misc]
    def add_save_confirmation_message(self) -> None:
        """Whoever approves is told so, not that a draft is saved."""
        if self.action_name != "perform_workflow_action":
            super().add_save_confirmation_message()
            return
        told = "är skickad tillbaka till den som skrev den."
        if self.workflow_action in _APPROVES:
            at = self.page.go_live_at
            waits = at is not None and at > timezone.now()
            told = (
                f"är godkänd och publiceras {day_text(local_date(at))}."
                if waits
                else "är godkänd och publicerad."
            )
        messages.success(self.request, f"”{self.page.get_admin_display_title()}” {told}")

    def send_commenting_notifications(self, changes: Any) -> None:
        """None: Wagtail's have the page's title on the outside and go past the outbox. Comments stand in the page."""


class DecideOnPage(WorkflowActionView):  # type: ignore[misc]
    """Approving publishes, also from the editors' start page where no form is looked at."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send whoever approves a draft that lacks something to the draft."""
        if self.action_name in _APPROVES and not is_whole(self.object.specific):
            _say_what_is_missing(request, self.object)
            self.redirect_url = f"/redaktion/pages/{self.object.pk}/edit/"
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
            return redirect(self.redirect_url)
        return super().post(request, *args, **kwargs)


def refuse_unfinished(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publish none of many when one of them lacks something."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [
            below for page in objects for below in page.get_descendants().not_live().defer_streamfields()
        ]
    lacking = [page for page in pages if not is_whole(page.specific)]
    for page in lacking:
        _say_what_is_missing(request, page)
    return redirect(action.next_url) if lacking else None


def refuse_the_portals_address(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """Move no page to where nobody would reach it, nor anything below it."""
    if fault := fault_of_address(page.slug, destination, page):
        messages.error(request, fault)
        return redirect("wagtailadmin_pages:move", page.pk)
    return None


def refuse_the_portals_addresses(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Move none of many when one of them would be reached by nobody."""
    if action_type != "move" or not issubclass(action.model, Page):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    faults = [fault for page in objects if (fault := fault_of_address(page.slug, destination, page))]
    for fault in faults:
        messages.error(request, fault)
    return redirect(action.next_url) if faults else None


def _say_what_is_missing(request: HttpRequest, page: Any) -> None:
    messages.error(
        request,
        f"”{page.get_admin_display_title()}” är inte publicerad: något saknas i utkastet. Öppna det och välj Publicera, så visas vad.",
    )


class _Written(PageViewSet):  # type: ignore[misc]
    add_view_class = AddPage
    edit_view_class = ChangePage
    workflow_action_view_class = DecideOnPage
    #: Lists of pages stay Wagtail's own.
    parent_models: tuple[Any, ...] = ()


def viewsets() -> list[PageViewSet]:
    """Return the views of each kind of page that editors write."""
    return [_Written(model._meta.model_name, model=model) for model in (InformationPage, NewsIndex, NewsPage)]
