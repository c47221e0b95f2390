"""What kind of participation is this? Four questions after the table's own marks, and the step they lead to."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms

from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import RadioChoices
from common.participation import LADDER, LadderRow, ParticipationStep


@dataclass(frozen=True)
class LadderQuestion:
    """A yes leads at least to ``step``; ``name`` stands in the address."""

    name: str
    text: str
    yes: str
    no: str
    step: ParticipationStep


QUESTIONS: Final[tuple[LadderQuestion, ...]] = (
    LadderQuestion(
        "synpunkter",
        "Kan deltagarna säga vad de tycker?",
        "Ja, vi hämtar in deras synpunkter",
        "Nej, vi berättar och svarar på frågor",
        ParticipationStep.CONSULTATION,
    ),
    LadderQuestion(
        "samtal",
        "Utbyter ni tankar med varandra?",
        "Ja, vi resonerar tillsammans, ofta flera gånger",
        "Nej, eller bara vid ett enstaka tillfälle",
        ParticipationStep.DIALOGUE,
    ),
    LadderQuestion(
        "tillsammans",
        "Planerar och genomför ni något tillsammans?",
        "Ja, vi gör arbetet tillsammans",
        "Nej, vi gör arbetet själva",
        ParticipationStep.COLLABORATION,
    ),
    LadderQuestion(
        "beslut",
        "Beslutar ni tillsammans?",
        "Ja, deltagarna är med och bestämmer",
        "Nej, någon annan beslutar",
        ParticipationStep.CO_DECISION,
    ),
)
NAMES: Final = tuple(one.name for one in QUESTIONS)
MIXED: Final = (
    "Det är vanligt att ett arbete har flera sorters delaktighet. "
    "Ni har svarat nej på något som brukar komma före. Titta gärna på de andra stegen i tabellen också."
)


@dataclass(frozen=True)
class LadderAnswer:
    """The step that the answers lead to. ``note`` tells when an earlier answer was no."""

    row: LadderRow
    note: str = ""

    @property
    def step(self) -> ParticipationStep:
        """The step itself."""
        return self.row.step


class LadderHelperForm(forms.Form):
    """The four questions, sent in the address so that the answer can be shared. Nothing is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(QUESTIONS, start=1):
            self.fields[question.name] = forms.ChoiceField(
                label=f"{number}. {question.text}",
                choices=[("ja", question.yes), ("nej", question.no)],
                widget=RadioChoices(),
                error_messages={
                    "required": "Svara ja eller nej.",
                    "invalid_choice": "Svara ja eller nej.",
                },
            )
        self.helper = PortalFormHelper(
            *NAMES, ButtonRow(MainButton("Visa steget"), QuietLink("Börja om", "?")), method="get"
        )

    @property
    def answer(self) -> LadderAnswer:
        """The highest step that got a yes; the first when none did."""
        said = [self.cleaned_data[one.name] == "ja" for one in QUESTIONS]
        highest = max(
            (one.step for one, yes in zip(QUESTIONS, said, strict=True) if yes), default=LADDER[0].step
        )
        before = said[: max(highest - ParticipationStep.CONSULTATION, 0)]
        return LadderAnswer(LADDER[highest - 1], "" if all(before) else MIXED)
