"""Help beside the text in the editor."""

from typing import Any

from wagtail.admin.panels import Panel

from common.readability import readability
from pages.blocks.reading import documents_of, running_text


def readability_of(page: Any) -> dict[str, Any]:
    """Return what can be said of title, lead, body and its files, for ``pages/editing/_readability.html``."""
    text = "\n".join((page.title, getattr(page, "lead", ""), running_text(getattr(page, "body", None))))
    untagged = [one for one in documents_of(getattr(page, "body", None)) if one.is_tagged is False]
    return {"found": readability(text), "page": page, "untagged": untagged}


class ReadabilityPanel(Panel):  # type: ignore[misc] # Wagtail has no types
    """How easy the saved draft is to read. Help, never a gate."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Läsbarhet", **kwargs})

    @property
    def clean_name(self) -> str:
        return "lasbarhet"

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        template_name = "pages/editing/readability_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the look at the text."""
            return {**super().get_context_data(parent_context), **readability_of(self.instance)}
