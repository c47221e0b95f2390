"""What the forms of agenda, notes and minutes share: the service's no at its field, both texts when two wrote at once."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms

from associations.forms.fields import with_value
from common.errors import DomainError, EditConflictError
from councils.services.writing import SentBeforeError


class WritingForm(forms.Form):
    """``conflict`` holds saved beside typed after somebody came between, for ``components/diff.html``."""

    conflict: list[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = []

    def carry(self, name: str, value: object) -> None:
        """Let what the page sends next time hold ``value``; everything else typed stays."""
        self.data = with_value(self.data, name, str(value))


def version_field() -> forms.IntegerField:
    """The version of the row when the page was opened."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def key_field() -> forms.UUIDField:
    """What tells a form sent twice from two forms."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def submitted(
    form: WritingForm, act: Callable[[], object], version_now: Callable[[], int] | None = None
) -> bool:
    """Call a service with a valid form; return whether it was done.

    After a conflict the form carries the newest version, and after a step back a key of its own, so that saving once
    more is a choice made knowingly.
    """
    try:
        act()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        if isinstance(error, EditConflictError):
            form.conflict = [
                {"label": label, "old": old, "new": new, "changed": True}
                for label, (old, new) in error.changed.items()
            ]
            if version_now is not None:
                form.carry("version", version_now())
        elif isinstance(error, SentBeforeError):
            form.carry("form_key", uuid.uuid4())
        return False
    return True
