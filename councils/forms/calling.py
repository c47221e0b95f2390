"""Forms for answering a notice, and saying what one needs."""

from typing import Any

from django import forms

from associations.forms.fields import TextField
from common.errors import DomainError
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckboxChoices, RadioChoices
from councils.models import Invitation
from councils.words import Need, Reply

_ANSWERS = [(one.value, one.label) for one in (Reply.ACCEPTED, Reply.DECLINED, Reply.SUBSTITUTE)]


class ReplyForm(forms.Form):
    """One answer: comes, can't, sends the substitute."""

    reply = forms.ChoiceField(
        label="Svar", choices=_ANSWERS, widget=RadioChoices(), error_messages={"required": "Välj ett svar."}
    )

    def __init__(self, *args: Any, invitation: Invitation, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if invitation.seat_id is None or invitation.stands_in_for_id is not None:
            fields["reply"].choices = _ANSWERS[:2]
        if invitation.reply != Reply.WAITING:
            fields["reply"].initial = invitation.reply
        self.helper = PortalFormHelper(
            "reply", ButtonRow(MainButton("Spara svaret"), QuietLink("Avbryt", cancel_url))
        )

    def refuse(self, error: DomainError) -> None:
        """Put the service's sentence at its field, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class NeedsForm(forms.Form):
    """What somebody needs to take part, never why."""

    needs = forms.MultipleChoiceField(
        label="Det här behöver jag", choices=Need.choices, required=False, widget=CheckboxChoices()
    )
    note = TextField(
        label="Något annat vi behöver ordna",
        max_length=300,
        required=False,
        help_text="Du behöver aldrig skriva varför. Vill du ha handlingarna med post? Ring sekreteraren om adressen, den sparas inte här. Bara sekreteraren och samordnaren ser det, och det tas bort efter mötet.",
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("needs", "note", ButtonRow(MainButton("Spara")), action=action)

    def refuse(self, error: DomainError) -> None:
        """Put the service's sentence at its field, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
