"""What an invited unit or municipality answers: whether they come, how many, in which roles."""

from typing import Any

from django import forms

from common.errors import DomainError
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckedTextarea, RadioChoices
from councils.models import DialogueReply
from councils.services.dialogue_invited import MOST_FROM_ONE, InvitedAnswer


class InvitedForm(forms.Form):
    """One answer for one unit or municipality."""

    reply = forms.ChoiceField(
        label="Kommer ni?",
        choices=[
            (DialogueReply.Answer.ACCEPTED, "Ja, vi kommer"),
            (DialogueReply.Answer.DECLINED, "Nej, vi kan inte komma"),
        ],
        widget=RadioChoices(),
        error_messages={"required": "Välj om ni kommer eller inte."},
    )
    count = forms.IntegerField(
        label="Hur många blir ni?",
        min_value=1,
        max_value=MOST_FROM_ONE,
        required=False,
        help_text="Fyll i om ni kommer.",
        error_messages={
            "min_value": "Skriv minst 1.",
            "max_value": f"Skriv högst {MOST_FROM_ONE}.",
            "invalid": "Skriv ett antal med siffror.",
        },
    )
    who = CheckedText(
        label="Vilka kommer?",
        max_length=200,
        required=False,
        help_text="Skriv roller, inte namn. Till exempel: enhetschef och en skötare.",
    )

    def __init__(
        self, *args: Any, given: DialogueReply | None, action: str = "", cancel_url: str = "", **kwargs: Any
    ) -> None:
        initial = {"reply": given.reply, "count": given.count or None, "who": given.who} if given else {}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["who"].widget = CheckedTextarea(200, {"rows": 2})
        buttons = [MainButton("Spara svaret"), *([QuietLink("Avbryt", cancel_url)] if cancel_url else [])]
        self.helper = PortalFormHelper("reply", "count", "who", ButtonRow(*buttons), action=action)

    @property
    def answer(self) -> InvitedAnswer:
        """What was chosen, as the service takes it."""
        data = self.cleaned_data
        return InvitedAnswer(reply=data["reply"], count=data["count"] or 0, who=data["who"])

    def refuse(self, error: DomainError) -> None:
        """Put the service's sentence at its field, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
