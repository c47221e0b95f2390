"""Sending minutes round, views on them, a correction."""

from typing import Any

from django import forms

from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckboxChoices, CheckedTextarea, DateInput, RadioChoices
from councils.forms.notes import mandate_words
from councils.forms.writing import WritingForm, key_field
from councils.models import MinutesView
from councils.words import MinutesKind


class SendForm(WritingForm):
    """What kind of minutes it is, who approves them, and until when the council may say something."""

    kind = forms.ChoiceField(
        label="Form",
        choices=MinutesKind.choices,
        widget=RadioChoices(hints={MinutesKind.FORMAL: "Justeras av ordföranden och minst en till."}),
        error_messages={"required": "Välj minnesanteckningar eller protokoll."},
    )
    approvers: Any = forms.ModelMultipleChoiceField(
        label="Godkänner, vid sidan av ordföranden",
        queryset=None,
        required=False,
        widget=CheckboxChoices(),
    )
    views_until = forms.DateField(
        label="Synpunkter till och med",
        required=False,
        widget=DateInput(),
        help_text="Efter den dagen kan anteckningarna godkännas.",
    )

    def __init__(
        self, *args: Any, mandates: Any, is_correction: bool, cancel_url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["approvers"]
        chosen.queryset = mandates
        chosen.label_from_instance = mandate_words
        if is_correction:
            self.fields["views_until"].help_text = "En rättelse kan skickas utan tid för synpunkter."
        self.helper = PortalFormHelper(
            "kind",
            "approvers",
            "views_until",
            ButtonRow(MainButton("Skicka till rådet"), QuietLink("Avbryt", cancel_url)),
        )


class ViewForm(WritingForm):
    """What somebody in the council thinks should be otherwise."""

    text = CheckedText(
        label="Din synpunkt",
        max_length=2000,
        help_text="Sekreteraren läser den och svarar. Den står inte i anteckningarna.",
        error_messages={"required": "Skriv vad du tycker behöver ändras."},
    )
    form_key = key_field()

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = CheckedTextarea(2000, {"rows": 4})
        self.helper = PortalFormHelper(
            "text", "form_key", ButtonRow(MainButton("Lämna synpunkten")), action=action
        )


class AnswerViewForm(WritingForm):
    """Whether a view changed the text."""

    state = forms.ChoiceField(
        label="Ändrades texten?",
        choices=[
            (MinutesView.State.TAKEN, "Ja, texten är ändrad"),
            (MinutesView.State.LEFT, "Nej, texten står kvar"),
        ],
        widget=RadioChoices(),
        error_messages={"required": "Välj om texten ändrades."},
    )
    answer = CheckedText(label="Svar", max_length=400, required=False)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget = CheckedTextarea(400, {"rows": 3})
        self.helper = PortalFormHelper(
            "state", "answer", ButtonRow(MainButton("Spara svaret"), QuietLink("Avbryt", cancel_url))
        )


class CorrectForm(WritingForm):
    """Why a new edition is needed."""

    reason = CheckedText(
        label="Vad är fel?",
        max_length=400,
        help_text="Står först i den nya utgåvan. Till exempel: Mötet var den 14 april, inte den 15.",
        error_messages={"required": "Skriv vad som är fel. Det står i den nya utgåvan."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget = CheckedTextarea(400, {"rows": 3})
        self.helper = PortalFormHelper(
            "reason", ButtonRow(MainButton("Öppna för rättelse"), QuietLink("Avbryt", cancel_url))
        )
