"""Short words to the person after something was done, with a way to undo it."""

from django.contrib import messages
from django.http import HttpRequest


def notify(request: HttpRequest, text: str, *, undo_url: str = "", mind: bool = False) -> None:
    """Show ``text`` on the next page. ``undo_url`` adds a button "Ångra" that posts to it.

    ``mind`` marks something to be careful about instead of something done. The notice stays until
    the person leaves the page: nothing hides by itself.
    """
    level = messages.WARNING if mind else messages.SUCCESS
    messages.add_message(request, level, text, extra_tags=f"undo:{undo_url}" if undo_url else "")
