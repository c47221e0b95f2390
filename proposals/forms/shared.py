"""What the forms of this room share: clean text, the version that was read, the key of a form sent twice."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms

from common.errors import DomainError, EditConflictError
from common.privacy import clean_text, refuse_personal_numbers
from proposals.services.shared import SentBeforeError


class LoopForm(forms.Form):
    """A form whose texts are cleaned and checked for personal identity numbers.

    ``conflict`` holds saved beside typed after somebody came between, for ``components/diff.html``.
    """

    conflict: list[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = []
        check_texts(self)

    def clean(self) -> dict[str, Any]:
        """Take away control characters and hidden changes of reading direction."""
        return clean_texts(super().clean() or {})


def clean_texts(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed without control characters and hidden changes of reading direction."""
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in cleaned.items()}


def check_texts(form: forms.Form) -> None:
    """Let every text field of ``form`` refuse personal identity numbers."""
    for field in form.fields.values():
        if type(field) is forms.CharField:
            field.validators.append(refuse_personal_numbers)


def version_field() -> forms.IntegerField:
    """The version of the row when the page was opened."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


def key_field() -> forms.UUIDField:
    """What tells a form sent twice from two forms."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def submitted(form: Any, act: Callable[[], object], version_now: Callable[[], int] | None = None) -> bool:
    """Call a service with a valid form; return whether it was done. Its no stands at the right field.

    After a conflict the form carries the newest version, and after a step back a key of its own, so that saving once
    more is a choice made knowingly.
    """
    try:
        act()
    except EditConflictError as error:
        form.add_error(None, error.message)
        form.conflict = [
            {"label": label, "old": old, "new": new, "changed": True}
            for label, (old, new) in error.changed.items()
        ]
        if version_now is not None:
            _carry(form, "version", version_now())
        return False
    except SentBeforeError as error:
        form.add_error(None, error.message)
        _carry(form, "form_key", uuid.uuid4())
        return False
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _carry(form: Any, name: str, value: object) -> None:
    """Let what the page sends next time hold ``value``; everything else typed stays, also where several are chosen."""
    data = form.data.copy()
    data[name] = str(value)
    form.data = data
