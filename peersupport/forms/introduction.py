"""One step of the introduction's checklist."""

from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.form_widgets import DateInput, RadioChoices
from peersupport.models import IntroductionStep
from peersupport.services.introduction import NEED_TEXT, StepFacts
from peersupport.words import StepFor
from proposals.forms.shared import LoopForm, version_field

_DAY = {"invalid": "Skriv dagen som 2026-11-24."}


class StepForm(LoopForm):
    """What is to be done, for whom, by when, and the day it was done."""

    what_for = forms.ChoiceField(
        label="Vem är punkten för?",
        choices=StepFor.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj vem punkten är för."},
    )
    text = forms.CharField(
        label="Vad ska göras?",
        max_length=200,
        help_text="Skriv inget namn, och inget om någons hälsa.",
        error_messages={"required": NEED_TEXT, "max_length": "Skriv högst 200 tecken."},
    )
    due_on = forms.DateField(label="Senast", required=False, widget=DateInput, error_messages=_DAY)
    done_on = forms.DateField(label="Klart", required=False, widget=DateInput, error_messages=_DAY)
    version = version_field()

    def __init__(self, *args: Any, step: IntroductionStep | None, cancel_url: str, **kwargs: Any) -> None:
        names = ("what_for", "text", "due_on", "done_on", "version")
        initial = {name: getattr(step, name) for name in names} if step else {"what_for": StepFor.UNIT}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            "what_for",
            "text",
            Pair("due_on", "done_on"),
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> StepFacts:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return StepFacts(**{name: data[name] for name in ("what_for", "text", "due_on", "done_on")})
