"""The form of every page that editors write."""

from typing import Any

from django.conf import settings
from wagtail.admin.forms import WagtailAdminPageForm

#: Longer headings fit neither a phone nor a list of hits.
LONGEST_TITLE = 120


class WrittenPageForm(WagtailAdminPageForm):  # type: ignore[misc] # Wagtail has no types
    """Says in plain Swedish how long a text may be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner_role" in self.fields and not self.instance.owner_role:
            self.initial["owner_role"] = settings.PORTAL["coordinator_title"]
        for field in self.fields.values():
            if getattr(field, "max_length", None):
                field.error_messages["max_length"] = (
                    "Texten är för lång: %(show_value)s tecken. Skriv högst %(limit_value)s."
                )

    def clean_title(self) -> str:
        """A heading, not a paragraph. What stands since before may stand."""
        title: str = self.cleaned_data["title"].strip()
        if len(title) > LONGEST_TITLE and "title" in self.changed_data:
            self.add_error(
                "title",
                f"Rubriken är för lång: {len(title)} tecken. Skriv högst {LONGEST_TITLE} och lägg resten i ingressen.",
            )
        return title
