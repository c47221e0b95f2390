"""Saying yes to destroying the raw material."""

from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, PortalFormHelper
from revisions.forms.refusable import RefusableForm


class DestructionForm(RefusableForm):
    """One of two yeses to destroying the raw material."""

    understood = forms.BooleanField(
        label="Jag har läst vad som försvinner, och att det inte går att få tillbaka",
        error_messages={"required": "Kryssa i att du har läst vad som försvinner."},
    )

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("understood", ButtonRow(MainButton(button)))
