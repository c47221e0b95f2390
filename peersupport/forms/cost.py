"""The assumptions of a placement's cost."""

from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, Pair, PlainButton, PortalFormHelper, QuietLink, Section
from common.form_widgets import CountedTextarea
from common.number_fields import Kronor, SwedishNumber, in_ore
from peersupport.models import CostCalculation
from peersupport.services.cost import MOST, CostFacts
from proposals.forms.shared import LoopForm, version_field

TRY_BUTTON = "try"
_MONEY = ("monthly_salary_ore", "training_ore", "refresher_ore", "supervision_ore")


def _money(label: str, name: str, example: str, **kwargs: Any) -> Kronor:
    return Kronor(label=label, most=MOST[name] // 100, example=example, required=True, **kwargs)


def _percent(label: str, name: str, **kwargs: Any) -> SwedishNumber:
    return SwedishNumber(label=label, most=MOST[name], decimals=2, required=True, **kwargs)


class CostForm(LoopForm):
    """Every assumption, to be changed. ``is_try``: count and show, save nothing."""

    monthly_salary_ore = _money("Månadslön på heltid, kronor", "monthly_salary_ore", "30000")
    contributions_percent = _percent(
        "Sociala avgifter och pension, procent av lönen", "contributions_percent", example="45"
    )
    overhead_percent = _percent(
        "Overhead, procent av lön och avgifter",
        "overhead_percent",
        example="10",
        help_text="Lokal, dator, administration. Skriv 0 om ni inte räknar med det.",
    )
    raise_percent = _percent("Löneökning per år, procent", "raise_percent", example="3")
    training_ore = _money("Utbildning det första året, kronor", "training_ore", "25000")
    refresher_ore = _money("Fortbildning varje år därefter, kronor", "refresher_ore", "5000")
    supervision_ore = _money("Handledning, kronor per gång", "supervision_ore", "1200")
    supervision_times = SwedishNumber(
        label="Handledningar per år", most=MOST["supervision_times"], decimals=0, example="12", required=True
    )
    first_year = forms.IntegerField(
        label="Första året",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Skriv ett år, till exempel 2027.",
            "invalid": "Skriv ett år, till exempel 2027.",
        },
    )
    years = SwedishNumber(label="Antal år", most=MOST["years"], decimals=0, example="3", required=True)
    comment = forms.CharField(
        label="Antaganden i ord",
        required=False,
        max_length=1000,
        widget=CountedTextarea(1000, {"rows": 3}),
        help_text="Varifrån siffrorna kommer, och vad som inte är med.",
    )
    version = version_field()

    def __init__(
        self, *args: Any, calculation: CostCalculation, facts: CostFacts, back_url: str, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = dict(facts.__dict__)
        # Nought is an answer here, and stands in its box.
        initial |= {name: _kronor(initial[name]) for name in _MONEY}
        super().__init__(*args, initial={**initial, "version": calculation.version}, **kwargs)
        self.helper = PortalFormHelper(
            Section(
                "Lön och avgifter",
                "monthly_salary_ore",
                "contributions_percent",
                "overhead_percent",
                "raise_percent",
            ),
            Section(
                "Utbildning och handledning",
                "training_ore",
                "refresher_ore",
                Pair("supervision_times", "supervision_ore"),
            ),
            Section("Vilka år", Pair("first_year", "years"), "comment"),
            "version",
            ButtonRow(
                MainButton("Spara beräkningen"),
                PlainButton("Räkna utan att spara", TRY_BUTTON),
                QuietLink("Tillbaka", back_url),
            ),
        )

    @property
    def is_try(self) -> bool:
        return TRY_BUTTON in self.data

    @property
    def facts(self) -> CostFacts:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return CostFacts(
            monthly_salary_ore=in_ore(data["monthly_salary_ore"]),
            contributions_percent=data["contributions_percent"],
            overhead_percent=data["overhead_percent"],
            raise_percent=data["raise_percent"],
            training_ore=in_ore(data["training_ore"]),
            refresher_ore=in_ore(data["refresher_ore"]),
            supervision_ore=in_ore(data["supervision_ore"]),
            supervision_times=int(data["supervision_times"]),
            years=int(data["years"]),
            first_year=data["first_year"],
            comment=data["comment"],
        )


def _kronor(ore: int) -> str:
    whole, rest = divmod(ore, 100)
    return f"{whole},{rest:02}" if rest else str(whole)
