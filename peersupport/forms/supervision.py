"""The plan of supervision and its days. No field takes words: what is said in supervision stays there."""

from datetime import date
from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import DateInput, RadioChoices
from peersupport.models import SupervisionPlan, SupervisionSession
from peersupport.services.supervision import MOST_TIMES, Ahead, PlanFacts
from peersupport.words import SupervisionBy, SupervisionForm
from proposals.forms.shared import LoopForm, version_field

_DAY = {"required": "Välj en dag.", "invalid": "Skriv dagen som 2026-11-24."}
_FORM = {"required": "Välj enskild handledning eller i grupp."}


def _number(low: int, high: int, what: str) -> dict[str, str]:
    between = f"Skriv mellan {low} och {high} {what}."
    return {
        "required": f"Skriv hur många {what}.",
        "invalid": "Skriv ett helt tal, till exempel 4.",
        "min_value": between,
        "max_value": between,
    }


class PlanForm(LoopForm):
    """How supervision is held, by whom and how often; and days to plan, if any."""

    form = forms.ChoiceField(
        label="Form", choices=SupervisionForm.choices, widget=RadioChoices(), error_messages=_FORM
    )
    by = forms.ChoiceField(
        label="Vem handleder?",
        choices=SupervisionBy.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj vem som handleder."},
    )
    every_weeks = forms.IntegerField(
        label="Veckor mellan gångerna", min_value=1, max_value=26, error_messages=_number(1, 26, "veckor")
    )
    first = forms.DateField(label="Första gången", required=False, widget=DateInput, error_messages=_DAY)
    times = forms.IntegerField(
        label="Antal gånger",
        min_value=1,
        max_value=MOST_TIMES,
        required=False,
        error_messages=_number(1, MOST_TIMES, "gånger"),
    )
    version = version_field()

    def __init__(self, *args: Any, plan: SupervisionPlan | None, cancel_url: str, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"every_weeks": 4, "version": 0, "times": 6}
        if plan is not None:
            initial = {name: getattr(plan, name) for name in ("form", "by", "every_weeks", "version")}
        super().__init__(*args, **{**kwargs, "initial": initial})
        hint = "Dagar som hamnar på en helg flyttas till närmaste vardag."
        if plan is not None:
            hint = (
                "Fyll i för att planera nytt: dagar som redan är planerade från den första dagen byts ut. "
                "Lämna tomt om de ska stå kvar."
            )
        self.helper = PortalFormHelper(
            Section("Så här går handledningen till", "form", "by", "every_weeks"),
            Section("Dagar att planera", Pair("first", "times"), hint=hint),
            "version",
            ButtonRow(MainButton("Spara planen"), QuietLink("Avbryt", cancel_url)),
        )

    def clean(self) -> dict[str, Any]:
        """Days are planned only when it is said how many."""
        cleaned = super().clean()
        if cleaned.get("first") and not cleaned.get("times") and "times" not in self.errors:
            self.add_error("times", "Skriv hur många gånger.")
        return cleaned

    @property
    def facts(self) -> PlanFacts:
        """The plan as the service takes it."""
        data = self.cleaned_data
        return PlanFacts(form=data["form"], by=data["by"], every_weeks=data["every_weeks"])

    @property
    def ahead(self) -> Ahead | None:
        """Days to plan, when a first one is chosen."""
        data = self.cleaned_data
        return Ahead(data["first"], data["times"]) if data["first"] else None


class SessionForm(LoopForm):
    """One time: its day and form."""

    day = forms.DateField(label="Dag", widget=DateInput, error_messages=_DAY)
    form = forms.ChoiceField(
        label="Form", choices=SupervisionForm.choices, widget=RadioChoices(), error_messages=_FORM
    )
    version = version_field()

    def __init__(
        self,
        *args: Any,
        session: SupervisionSession | None = None,
        day: date | None = None,
        plan: SupervisionPlan | None = None,
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"day": day, "form": plan.form if plan else None, "version": 0}
        if session is not None:
            initial = {"day": session.day, "form": session.form, "version": session.version}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            "day",
            "form",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )
