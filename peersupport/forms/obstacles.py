"""An obstacle raised, answered, closed, sent on. Every text is looked at for what may point somebody out."""

from typing import Any, Final

from django import forms

from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, Words
from common.form_widgets import DateInput
from peersupport.models import Obstacle
from peersupport.services.obstacles import NEED_ANSWER, NEED_OUTCOME, NEED_TEXT, ObstacleAnswer
from proposals.forms.shared import LoopForm, key_field, version_field

#: Stands with every text about an obstacle.
ABOUT_WORK: Final = "Skriv om arbetsplatsen, inte om en person. Skriv inga namn, och inget om någons hälsa."


class RaiseForm(LoopForm):
    """What is in the way."""

    text = CheckedText(
        label="Vad är i vägen?",
        max_length=1000,
        help_text=ABOUT_WORK,
        error_messages={"required": NEED_TEXT},
    )
    form_key = key_field()
    version = version_field()

    def __init__(self, *args: Any, obstacle: Obstacle | None = None, cancel_url: str, **kwargs: Any) -> None:
        if obstacle is not None:
            kwargs["initial"] = {"text": obstacle.text, "version": obstacle.version}
        super().__init__(*args, **kwargs)
        fields: list[Any] = ["text", "version"]
        if obstacle is None:
            fields.append("form_key")
        else:
            del self.fields["form_key"]
        button = "Spara" if obstacle else "Skicka till chefen"
        self.helper = PortalFormHelper(
            *fields, ButtonRow(MainButton(button), QuietLink("Avbryt", cancel_url))
        )


class AnswerForm(LoopForm):
    """What is done about it, and by when."""

    answer = CheckedText(
        label="Vad gör ni åt det?",
        max_length=1000,
        help_text=ABOUT_WORK,
        error_messages={"required": NEED_ANSWER},
    )
    due_on = forms.DateField(
        label="Klart senast",
        required=False,
        widget=DateInput,
        error_messages={"invalid": "Skriv dagen som 2026-11-24."},
    )
    version = version_field()

    def __init__(self, *args: Any, obstacle: Obstacle, cancel_url: str, **kwargs: Any) -> None:
        names = ("answer", "due_on", "version")
        initial = {name: getattr(obstacle, name) for name in names}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            *names, ButtonRow(MainButton("Spara svaret"), QuietLink("Avbryt", cancel_url))
        )

    @property
    def given(self) -> ObstacleAnswer:
        """What was typed, as the service takes it."""
        return ObstacleAnswer(answer=self.cleaned_data["answer"], due_on=self.cleaned_data["due_on"])


class ResolveForm(LoopForm):
    """What came of it."""

    outcome = CheckedText(
        label="Hur blev det?",
        max_length=1000,
        help_text=ABOUT_WORK,
        error_messages={"required": NEED_OUTCOME},
    )
    version = version_field()

    def __init__(self, *args: Any, obstacle: Obstacle, cancel_url: str, **kwargs: Any) -> None:
        initial = {"outcome": obstacle.outcome, "version": obstacle.version}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            "outcome", "version", ButtonRow(MainButton("Avsluta hindret"), QuietLink("Avbryt", cancel_url))
        )


class ForwardForm(LoopForm):
    """The words that the principal reads and answers."""

    title = forms.CharField(
        label="Rubrik",
        max_length=160,
        help_text="Till exempel: Avsätt tid för handledning i schemat",
        error_messages={
            "required": "Skriv en rubrik som säger vad ni föreslår.",
            "max_length": "Skriv högst 160 tecken.",
        },
    )
    text = CheckedText(
        label="Vad föreslår ni att huvudmannen gör?",
        max_length=2000,
        help_text=ABOUT_WORK,
        error_messages={"required": "Skriv vad ni föreslår att huvudmannen gör."},
    )
    version = version_field()

    def __init__(self, *args: Any, obstacle: Obstacle, cancel_url: str, **kwargs: Any) -> None:
        initial = {"text": obstacle.text, "version": obstacle.version}
        super().__init__(*args, **{**kwargs, "initial": initial})
        principal = obstacle.placement.unit.principal
        told = (
            f"Förslaget går till {principal} och får en svarstid. Ni ser svaret här. "
            "Det visas inte på de öppna sidorna."
        )
        self.helper = PortalFormHelper(
            Words(told),
            "title",
            "text",
            "version",
            ButtonRow(MainButton("Skicka som förslag"), QuietLink("Avbryt", cancel_url)),
        )
