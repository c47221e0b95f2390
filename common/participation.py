"""The participation ladder (delaktighetstrappan, SKR): how much say a person gets."""

from dataclasses import dataclass
from typing import Final

from django.db import models


class ParticipationStep(models.IntegerChoices):
    """Five steps; a description, not a score: the highest is not always right (domain.md 6)."""

    INFORMATION = 1, "Information"
    CONSULTATION = 2, "Konsultation"
    DIALOGUE = 3, "Dialog"
    COLLABORATION = 4, "Samarbete"
    CO_DECISION = 5, "Medbestämmande"

    @property
    def long_name(self) -> str:
        """The name written out, "Samarbete och inflytande" for step four."""
        return "Samarbete och inflytande" if self == ParticipationStep.COLLABORATION else str(self.label)

    @property
    def meaning(self) -> str:
        """What the step means for the one who takes part."""
        return (
            "Du får veta",
            "Du säger vad du tycker",
            "Vi resonerar tillsammans",
            "Vi planerar och gör det tillsammans",
            "Vi bestämmer tillsammans",
        )[self.value - 1]


@dataclass(frozen=True)
class LadderRow:
    """One row of the table that belongs to the ladder: how one knows the step, what one gets, where it happens."""

    step: ParticipationStep
    marks: str
    gets: str
    examples: str


#: SKR's table (founding document 001; domain.md 6). The words are the table's own.
LADDER: Final[tuple[LadderRow, ...]] = (
    LadderRow(
        ParticipationStep.INFORMATION,
        "Envägskommunikation, frågor och svar",
        "Veta",
        "Tidning, webb, trycksak, stormöte",
    ),
    LadderRow(
        ParticipationStep.CONSULTATION,
        "Inhämta synpunkter, ofta punktinsats",
        "Tycka",
        "Enkät, fokusgrupp, samråd, områdesvandring",
    ),
    LadderRow(
        ParticipationStep.DIALOGUE,
        "Utbyte av tankar, ofta flera tillfällen",
        "Resonera",
        "Dialogseminarium, dialoggrupp",
    ),
    LadderRow(
        ParticipationStep.COLLABORATION,
        "Aktivitet planeras och genomförs",
        "Genomföra",
        "Arbetsgrupp, framtidsverkstad",
    ),
    LadderRow(
        ParticipationStep.CO_DECISION,
        "Gemensamt beslutsfattande",
        "Bestämma",
        "Rådslag",
    ),
)
#: SKR's own reservation, said wherever the whole ladder stands.
NOT_A_SCORE: Final = "Trappan är inget betyg. Det högsta steget är inte alltid det rätta: det beror på frågan och på vad som går att påverka."
