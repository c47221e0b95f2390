"""The open form "Något stämmer inte?" and the association's own answer."""

from typing import Any

from crispy_forms.layout import Div
from django import forms

from associations.forms.fields import TextField
from associations.models import ErrorReport
from associations.spam_guard import GuardedForm
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CountedTextarea, RadioChoices


class ErrorReportForm(GuardedForm):
    """What is wrong, in the visitor's own words. Asks nothing about the visitor."""

    about = forms.ChoiceField(
        label="Vad gäller det?",
        choices=ErrorReport.About,
        widget=RadioChoices,
        error_messages={"required": "Välj det som stämmer bäst."},
    )
    text = TextField(
        label="Vad är det som inte stämmer?",
        max_length=1000,
        widget=CountedTextarea(1000),
        help_text="Skriv inte namn, diagnoser eller annat om privatpersoner.",
        error_messages={"required": "Skriv vad som inte stämmer."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["webbadress"].label = "Lämna den här rutan tom"
        self.helper = PortalFormHelper(
            "about",
            "text",
            Div("webbadress", css_class="vh"),
            "started",
            ButtonRow(MainButton("Skicka"), QuietLink("Avbryt", cancel_url)),
        )


class ChangesNeededForm(forms.Form):
    """What the association wants changed, sent from the page behind the mailed link."""

    text = TextField(
        label="Vad ska ändras?",
        max_length=2000,
        widget=CountedTextarea(2000),
        error_messages={"required": "Skriv vad som ska ändras."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("text", ButtonRow(MainButton("Skicka till samordnaren", "change")))
