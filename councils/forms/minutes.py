"""Sending minutes round, views on them, a correction."""

from typing import Any, Final

from django import forms

from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckboxChoices, CheckedTextarea, DateInput, RadioChoices
from councils.forms.notes import mandate_words
from councils.forms.writing import WritingForm, key_field
from councils.models import MinutesApprover, MinutesView
from councils.words import MinutesKind

CHAIR_CANNOT_TICK: Final = (
    "Ordföranden har inget konto och kan inte godkänna här. Samordnaren antecknar när ordföranden har godkänt på papper "
    "eller per telefon. Innan dess kan anteckningarna inte publiceras."
)


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
        self,
        *args: Any,
        mandates: Any,
        is_correction: bool,
        chair_cannot_tick: bool,
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["approvers"]
        chosen.queryset = mandates
        chosen.label_from_instance = _approver_words
        if chair_cannot_tick:
            chosen.help_text = CHAIR_CANNOT_TICK
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


class HeardViewForm(WritingForm):
    """What somebody without account said of the notes, by phone or on paper."""

    mandate: Any = forms.ModelChoiceField(
        label="Vem sa det?",
        queryset=None,
        empty_label="Välj i listan",
        error_messages={"required": "Välj vem i rådet som sa det."},
    )
    text = CheckedText(
        label="Synpunkten",
        max_length=2000,
        help_text="Skriv det som personen sa. Den får svar som andra synpunkter, och står inte i anteckningarna.",
        error_messages={"required": "Skriv vad personen tycker behöver ändras."},
    )
    form_key = key_field()

    def __init__(self, *args: Any, mandates: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["mandate"]
        chosen.queryset = mandates
        chosen.label_from_instance = _named
        self.fields["text"].widget = CheckedTextarea(2000, {"rows": 4})
        self.helper = PortalFormHelper(
            "mandate",
            "text",
            "form_key",
            ButtonRow(MainButton("Spara synpunkten"), QuietLink("Avbryt", cancel_url)),
        )


class HeardTickForm(WritingForm):
    """That somebody without account approved the text as it stands, how and which day."""

    told_how = forms.ChoiceField(
        label="Hur godkände personen?",
        choices=MinutesApprover.Told.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj om det var på papper eller per telefon."},
    )
    told_on = forms.DateField(
        label="Vilken dag?",
        widget=DateInput(),
        error_messages={"required": "Skriv dagen då personen godkände."},
    )
    same_text = forms.BooleanField(
        label="Personen har läst eller hört texten som den är nu",
        error_messages={
            "required": "Texten måste vara den som personen har läst eller hört. Annars behöver den läsas igen."
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "told_how",
            "told_on",
            "same_text",
            "seen",
            ButtonRow(MainButton("Anteckna godkännandet"), QuietLink("Avbryt", cancel_url)),
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


def _approver_words(mandate: Any) -> str:
    """Who it is, and that somebody else writes down their approval."""
    has_account = mandate.user is not None and mandate.user.is_active
    return mandate_words(mandate) + ("" if has_account else " (inget konto: samordnaren antecknar)")


def _named(mandate: Any) -> str:
    return f"{mandate.name}, {mandate_words(mandate)}"
