"""What those who answer, and those who check, type."""

from typing import Any

from django import forms

from common.answer_form import TEXT_LIMIT, AnswerForm
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckedTextarea, DateInput, RadioChoices
from proposals.forms.shared import LoopForm, check_texts, clean_texts, key_field, version_field
from proposals.models import Addressee, Measure, Response
from proposals.services import AnswerWords, MeasurePlan, MeasureReport
from proposals.words import MeasureStatus, Outcome, Verdict

LONG = 1000
MIDDLE = 600


class OwnAnswerForm(AnswerForm):
    """The portal's answer form with the version of the addressee."""

    version = version_field()
    conflict: list[dict[str, Any]]

    def __init__(self, *args: Any, addressee: Addressee, saved: Response | None, **kwargs: Any) -> None:
        initial = {"version": addressee.version}
        if saved is not None:
            initial |= {name: getattr(saved, name) for name in ("answer", "text", "responsible", "due")}
        super().__init__(*args, initial=initial, **kwargs)
        self.conflict = []
        self.fields["text"].widget = CheckedTextarea(TEXT_LIMIT)
        check_texts(self)

    def clean(self) -> dict[str, Any]:
        """What readers meet is what was typed, as in every form of the room."""
        return clean_texts(super().clean())

    @property
    def words(self) -> AnswerWords:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return AnswerWords(
            answer=data["answer"], text=data["text"], responsible=data["responsible"], due=data["due"]
        )


class MeasureReportForm(LoopForm):
    """How a measure goes: three answers on one page."""

    status = forms.ChoiceField(
        label="Hur går det?",
        choices=MeasureStatus.choices,
        widget=RadioChoices(
            hints={
                MeasureStatus.DONE: "Sedan ser de som lämnade förslaget efter om det märks.",
                MeasureStatus.DROPPED: "Skriv varför, så att alla förstår.",
            }
        ),
        error_messages={"required": "Välj hur det går."},
    )
    happened = forms.CharField(
        label="Vad har hänt?",
        help_text="Syns för alla. Nämn inga privatpersoner.",
        required=False,
        max_length=LONG,
        widget=CheckedTextarea(LONG),
    )
    due = forms.DateField(
        label="Klart senast",
        widget=DateInput,
        error_messages={"required": "Välj den dag då det ska vara klart."},
    )
    version = version_field()

    def __init__(self, *args: Any, measure: Measure, cancel_url: str, **kwargs: Any) -> None:
        initial = {
            "status": measure.status,
            "happened": measure.happened,
            "due": measure.expected or measure.due,
            "version": measure.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if measure.is_overdue:
            self.fields["due"].help_text = "Den lovade dagen har passerat. En ny dag visas bredvid den gamla."
        self.helper = PortalFormHelper(
            "status",
            "happened",
            "due",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def report(self) -> MeasureReport:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return MeasureReport(status=data["status"], happened=data["happened"], due=data["due"])


class MeasurePlanForm(LoopForm):
    """A new measure."""

    what = forms.CharField(
        label="Vad ska ni göra?",
        help_text="Syns för alla. Nämn inga privatpersoner.",
        max_length=MIDDLE,
        widget=CheckedTextarea(MIDDLE),
        error_messages={"required": "Skriv vad ni ska göra."},
    )
    who = forms.CharField(
        label="Vem ansvarar?",
        help_text="Skriv en roll, inte ett namn. Till exempel: Vårdenhetschef",
        max_length=120,
        error_messages={"required": "Skriv vilken roll som ansvarar."},
    )
    due = forms.DateField(
        label="Klart senast",
        widget=DateInput,
        error_messages={"required": "Välj den dag då det ska vara klart."},
    )
    form_key = key_field()

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "what",
            "who",
            "due",
            "form_key",
            ButtonRow(MainButton("Lägg till åtgärden"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def plan(self) -> MeasurePlan:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return MeasurePlan(what=data["what"], who=data["who"], due=data["due"])


class CheckForm(LoopForm):
    """What the checkers saw of one measure."""

    verdict = forms.ChoiceField(
        label="Märks det att det är gjort?",
        choices=Verdict.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj vad ni såg."},
    )
    note = forms.CharField(
        label="Vad såg ni, eller vad saknas?",
        help_text="Syns för alla. Nämn inga privatpersoner. Behövs inte om allt är gjort.",
        required=False,
        max_length=MIDDLE,
        widget=CheckedTextarea(MIDDLE),
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "verdict", "note", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )


class SettleForm(LoopForm):
    """How a proposal ends when it isn't done."""

    outcome = forms.ChoiceField(
        label="Hur slutade det?",
        choices=Outcome.choices,
        widget=RadioChoices(
            hints={
                Outcome.PARTLY: "Något är gjort och ni har sett det, men mer blir det inte.",
                Outcome.NO_LONGER: "Till exempel för att verksamheten inte finns kvar.",
            }
        ),
        error_messages={"required": "Välj hur det slutade."},
    )
    note = forms.CharField(
        label="Varför?",
        help_text="Syns för alla.",
        max_length=LONG,
        widget=CheckedTextarea(LONG),
        error_messages={"required": "Skriv varför, så att alla förstår."},
    )
    version = version_field()

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "outcome",
            "note",
            "version",
            ButtonRow(MainButton("Avsluta förslaget"), QuietLink("Avbryt", cancel_url)),
        )


class ReopenForm(LoopForm):
    """Why a proposal isn't done after all."""

    note = forms.CharField(
        label="Varför öppnar ni det igen?",
        help_text="Syns för alla. Verksamheten får ett brev om att titta på det.",
        max_length=LONG,
        widget=CheckedTextarea(LONG),
        error_messages={"required": "Skriv varför, så att verksamheten förstår."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "note", ButtonRow(MainButton("Öppna igen"), QuietLink("Avbryt", cancel_url))
        )
