"""Money from one source."""

from decimal import Decimal
from typing import Any

from django import forms

from associations.forms.fields import TextField
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.form_widgets import DateInput, RadioChoices
from common.number_fields import Kronor, in_ore
from organisations.models import Principal
from peersupport.models import FundingPeriod
from peersupport.queries.funding import principals
from peersupport.services.funding import MOST_ORE, FundingFacts
from peersupport.words import FundingKind
from proposals.forms.shared import LoopForm, key_field, version_field

_DAY = {"required": "Skriv den första dagen.", "invalid": "Skriv dagen som 2026-11-24."}


class FundingForm(LoopForm):
    """One source: what kind of money, from whom, how much, from when until when."""

    kind = forms.ChoiceField(
        label="Vilket slags pengar?",
        choices=FundingKind.choices,
        widget=RadioChoices(
            hints={
                FundingKind.STATE_GRANT: "Till exempel statsbidrag för psykisk hälsa.",
                FundingKind.PROJECT: "Pengar för en bestämd tid.",
                FundingKind.ORDINARY: "Kan vara utan slutdag. Då är tjänsten tryggare.",
            }
        ),
        error_messages={
            "required": "Välj vilket slags pengar det är.",
            "invalid_choice": "Välj ett av alternativen.",
        },
    )
    source = TextField(
        label="Vem betalar?",
        max_length=160,
        help_text="Till exempel Region Gävleborg, psykiatrin. Den som betalar kan vara en annan än den som anställer.",
        error_messages={"required": "Skriv vem som betalar."},
    )
    principal = forms.ModelChoiceField(
        label="Huvudman, om en sådan betalar",
        queryset=Principal.objects.none(),
        required=False,
        empty_label="Ingen av dem",
        error_messages={"invalid_choice": "Välj bland dem som finns i listan."},
    )
    amount_ore = Kronor(
        label="Belopp, kronor",
        most=MOST_ORE // 100,
        example="450000",
        required=True,
        help_text="För hela perioden. Utan slutdag: per år.",
    )
    starts_on = forms.DateField(label="Från", widget=DateInput, error_messages=_DAY)
    ends_on = forms.DateField(
        label="Till och med",
        required=False,
        widget=DateInput,
        help_text="Lämna tomt om pengarna ligger i ordinarie budget utan slut.",
        error_messages=_DAY,
    )
    form_key = key_field()
    version = version_field()

    def __init__(self, *args: Any, period: FundingPeriod | None = None, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(period), **kwargs)
        choice: Any = self.fields["principal"]
        choice.queryset = principals()
        self.helper = PortalFormHelper(
            "kind",
            "source",
            "principal",
            "amount_ore",
            Pair("starts_on", "ends_on"),
            "form_key",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", back_url)),
        )

    @property
    def facts(self) -> FundingFacts:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return FundingFacts(
            kind=data["kind"],
            source=data["source"],
            principal_id=data["principal"].pk if data["principal"] else None,
            amount_ore=in_ore(data["amount_ore"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )


class RemoveForm(forms.Form):
    """The version of the source that is taken away."""

    version = version_field()


def _initial(period: FundingPeriod | None) -> dict[str, Any]:
    if period is None:
        return {}
    return {
        "kind": period.kind,
        "source": period.source,
        "principal": period.principal_id,
        "amount_ore": Decimal(period.amount_ore) / 100,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "version": period.version,
    }
