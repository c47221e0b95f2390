"""The form of every page that editors write."""

from collections.abc import Iterator
from threading import RLock
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from pages.editing.addresses import fault_of_address

#: Longer headings fit neither a phone nor a list of hits.
LONGEST_TITLE = 120
#: Wagtail loosens the rules of the parts themselves while a draft is saved, and every thread shares them: whoever
#: publishes at that moment must not slip through.
_ONE_AT_A_TIME = RLock()
#: So many faults in one sentence.
_MOST_TOLD = 3


class WrittenPageForm(WagtailAdminPageForm):  # type: ignore[misc] # Wagtail has no types
    """Says in plain Swedish how long a text may be, and lets a draft wait with what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner_role" in self.fields and not self.instance.owner_role:
            self.initial["owner_role"] = settings.PORTAL["coordinator_title"]
        if "title" in self.fields:
            self.fields["title"].label = "Rubrik"
            self.fields["title"].error_messages["required"] = "Skriv en rubrik."
        for field in self.fields.values():
            if getattr(field, "max_length", None):
                field.error_messages["max_length"] = (
                    "Texten är för lång: %(show_value)s tecken. Skriv högst %(limit_value)s."
                )

    def full_clean(self) -> None:
        """One form at a time: see ``_ONE_AT_A_TIME``."""
        with _ONE_AT_A_TIME:
            super().full_clean()

    def _post_clean(self) -> None:
        self.instance.is_unfinished = self.is_deferred_validation
        super()._post_clean()

    def clean(self) -> dict[str, Any]:
        """A new page stands nowhere the portal has a page of its own; of one that stands, the page itself says so."""
        cleaned: dict[str, Any] = super().clean()
        if not self.instance.pk and (fault := fault_of_address(cleaned.get("slug", ""), self.parent_page)):
            self.add_error("slug", fault)
        return cleaned

    def clean_title(self) -> str:
        """A heading, not a paragraph. What stands since before may stand."""
        title: str = self.cleaned_data["title"].strip()
        if len(title) > LONGEST_TITLE and "title" in self.changed_data:
            self.add_error(
                "title",
                f"Rubriken är för lång: {len(title)} tecken. Skriv högst {LONGEST_TITLE} och lägg resten i ingressen.",
            )
        return title


class CopyPageForm(CopyForm):  # type: ignore[misc] # Wagtail has no types
    """A copy stands nowhere the portal has a page of its own."""

    def clean(self) -> dict[str, Any]:
        """Said at the address, before anything is copied."""
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if fault := fault_of_address(cleaned.get("new_slug", ""), parent):
            self.add_error("new_slug", fault)
        return cleaned


def what_to_mend(form: Any) -> str:
    """Return one sentence for somebody whose draft could not be saved by itself: what, and that nothing is lost."""
    told = [
        f"{form.fields[name].label}: {sentence}" if name in form.fields else sentence
        for name, faults in form.errors.as_data().items()
        for sentence in _sentences(faults)
    ]
    found = " ".join(list(dict.fromkeys(told))[:_MOST_TOLD])
    return f"Det du har skrivit står kvar här. Det sparas när det här är rättat. {found}".strip()


def _sentences(faults: Any) -> Iterator[str]:
    """Walk faults of fields and of parts within parts; Wagtail keeps the latter beside the message."""
    for fault in faults:
        inner = [
            *_within(getattr(fault, "block_errors", None)),
            *_within(getattr(fault, "cell_errors", None)),
            *(getattr(fault, "non_block_errors", None) or ()),
        ]
        if inner:
            yield from _sentences(inner)
        elif isinstance(fault, ValidationError):
            yield from fault.messages
        else:
            yield str(fault)


def _within(faults: Any) -> Iterator[Any]:
    for fault in faults.values() if isinstance(faults, dict) else faults or ():
        if isinstance(fault, dict):
            yield from fault.values()
        elif isinstance(fault, list | tuple):
            yield from fault
        elif fault is not None:
            yield fault


def is_whole(page: Any) -> bool:
    """Tell whether the latest draft may be published: what is saved as a draft may lack anything."""
    draft = page.get_latest_revision_as_object()
    body = getattr(draft, "body", None)
    with _ONE_AT_A_TIME:
        try:
            draft.full_clean()
            if body is not None:
                body.stream_block.clean(body)
        except ValidationError:
            return False
    return True
