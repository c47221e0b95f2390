"""What the pages of introduction, supervision, obstacles and training share: a form of one thing, a button that does one."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.errors import DomainError
from common.notices import notify
from peersupport.models import Placement
from proposals.forms.shared import submitted

#: Part → what its page is called, for the way back.
_TITLES: Final = {
    "introduction": "Introduktion",
    "supervision": "Handledning",
    "obstacles": "Hinder",
    "training": "Utbildning",
}


def back_to(route: str, placement: Placement) -> str:
    """The address of one of the placement's parts."""
    return reverse(f"peersupport:{route}", args=[placement.pk])


def asked(
    request: HttpRequest,
    placement: Placement,
    form: Any,
    act: Callable[[], object],
    *,
    part: str,
    heading: str,
    words: str,
    version_now: Callable[[], int] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form, or do what it says: then ``words`` stand on the part's page."""
    if request.method == "POST" and form.is_valid() and submitted(form, act, version_now):
        notify(request, words)
        return redirect(back_to(part, placement))
    context |= {"form": form, "placement": placement, "heading": heading}
    context |= {"part_title": _TITLES[part], "part_url": back_to(part, placement)}
    return render(request, "peersupport/support_form.html", context)


def pressed(
    request: HttpRequest,
    placement: Placement,
    act: Callable[[], object],
    *,
    part: str,
    words: str,
    undo_url: str = "",
) -> HttpResponse:
    """Do what a button says and go back to the part's page, with a way to undo it."""
    try:
        act()
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, words, undo_url=undo_url)
    return redirect(back_to(part, placement))
