"""A rate table, and the day a payroll list was paid."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import DateInput
from common.number_fields import Kronor, SwedishNumber, in_kronor, in_ore
from common.swedish import swedish_order, today
from councils.models import Council
from councils.services.fee_rates import TableFacts
from councils.words import RateCode
from proposals.forms.shared import LoopForm, version_field

_MOST_KRONOR = 100_000


class RateTableForm(LoopForm):
    """One rate table: for each kind of day an amount, or a share of the price base amount."""

    name = forms.CharField(
        label="Namn", max_length=120, error_messages={"required": "Skriv vad taxan heter."}
    )
    source = forms.CharField(
        label="Beslut eller källa", required=False, max_length=200, help_text="Vem har beslutat, och när?"
    )
    council = forms.ModelChoiceField(
        label="Gäller för", queryset=Council.objects.none(), required=False, empty_label="Alla råd"
    )
    valid_from = forms.DateField(
        label="Gäller från",
        widget=DateInput,
        error_messages={"required": "Välj den dag då taxan börjar gälla."},
    )
    day_rules = forms.CharField(
        label="Så räknas dagarna",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Till exempel: Heldag är mer än fyra timmar. Räkna med resan. Den som begär arvode läser det, "
            "och väljer själv."
        ),
    )
    base_ore = Kronor(
        label="Årets prisbasbelopp, kronor",
        most=1_000_000,
        example="59200",
        help_text="Behövs bara om något är i procent.",
    )
    mileage_ore = Kronor(label="Egen bil, kronor per mil", most=1_000, example="25", required=True)
    second_attest_ore = Kronor(
        label="Två attesterar summor över, kronor", most=1_000_000, example="3000", required=True
    )
    version = version_field()

    def __init__(
        self, *args: Any, facts: TableFacts | None, version: int, back_url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"version": version, **_initial(facts)}, **kwargs)
        council: Any = self.fields["council"]
        council.queryset = Council.objects.exclude(status="ended").order_by(swedish_order("name"))
        pairs = []
        for code in RateCode:
            # An error of the service names the rate: it stands at the amount.
            self.fields[code.value] = Kronor(label=f"{code.label}, kronor", most=_MOST_KRONOR, example="900")
            self.fields[f"{code.value}_percent"] = SwedishNumber(
                label="eller procent", most=100, decimals=3, example="1,8"
            )
            pairs.append(Pair(code.value, f"{code.value}_percent"))
        self.helper = PortalFormHelper(
            Section("Vilken", "name", "source", Pair("council", "valid_from")),
            Section(
                "Arvode",
                "day_rules",
                "base_ore",
                *pairs,
                hint="Fyll i kronor eller procent. Lämna tomt det som inte finns.",
            ),
            Section("Resor och attest", Pair("mileage_ore", "second_attest_ore")),
            "version",
            ButtonRow(MainButton("Spara taxan"), QuietLink("Avbryt", back_url)),
        )

    @property
    def facts(self) -> TableFacts:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        council = data["council"]
        return TableFacts(
            name=data["name"],
            source=data["source"],
            day_rules=data["day_rules"],
            council_id=council.pk if council else None,
            valid_from=data["valid_from"],
            base_ore=in_ore(data["base_ore"]) or None,
            mileage_ore=in_ore(data["mileage_ore"]),
            second_attest_ore=in_ore(data["second_attest_ore"]),
            amounts={code.value: in_ore(data[code]) for code in RateCode if data[code] is not None},
            percents={
                code.value: data[f"{code}_percent"]
                for code in RateCode
                if data[f"{code}_percent"] is not None
            },
        )


class PaidForm(forms.Form):
    """Which day a list was paid."""

    paid_on = forms.DateField(
        label="Utbetalt den",
        widget=DateInput,
        error_messages={"required": "Skriv dagen då det betalades ut."},
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"paid_on": today()})
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("paid_on", ButtonRow(MainButton("Märk som utbetalt")), action=action)


def month_of(text: str) -> date | None:
    """Return the first day of "2026-11"; ``None`` for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _initial(facts: TableFacts | None) -> dict[str, Any]:
    if facts is None:
        return {"mileage_ore": in_kronor(2_500), "second_attest_ore": in_kronor(300_000)}
    initial: dict[str, Any] = {
        "name": facts.name,
        "source": facts.source,
        "day_rules": facts.day_rules,
        "council": facts.council_id,
        "valid_from": facts.valid_from,
        "base_ore": in_kronor(facts.base_ore),
        "mileage_ore": in_kronor(facts.mileage_ore),
        "second_attest_ore": in_kronor(facts.second_attest_ore),
    }
    initial |= {code: Decimal(ore) / 100 for code, ore in facts.amounts.items()}
    return initial | {f"{code}_percent": share for code, share in facts.percents.items()}
