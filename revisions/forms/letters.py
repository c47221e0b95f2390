"""The information that is read aloud before an interview."""

from typing import Any

from django import forms

from associations.forms.fields import TextField, with_value
from common.errors import DomainError, EditConflictError
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CountedTextarea


class InformationForm(forms.Form):
    """A new version of the information; earlier consents keep the version they were given to."""

    text = TextField(
        label="Information före intervjun",
        max_length=6000,
        widget=CountedTextarea(6000, {"rows": 16}),
        help_text="Läses upp för personen innan ni frågar om hen vill vara med.",
        error_messages={"required": "Skriv informationen som läses upp."},
    )
    plain_text = TextField(
        label="På lättare svenska",
        max_length=4000,
        required=False,
        widget=CountedTextarea(4000, {"rows": 12}),
    )

    #: The number of the version that the page was opened on; 0 for none.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "text", "plain_text", "seen",
            ButtonRow(MainButton("Spara som ny version"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    def refuse(self, error: DomainError, *, number: int) -> None:
        """Show the service's sentence. After a conflict the next press saves, now that both have been seen."""
        if isinstance(error, EditConflictError):
            self.data = with_value(self.data, "seen", str(number))
        self.add_error(None, error.message)
