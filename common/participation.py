"""The participation ladder (delaktighetstrappan, SKR): how much say a person gets."""

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
