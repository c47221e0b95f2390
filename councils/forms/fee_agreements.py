"""What is offered before an assignment, and the answers: one's own, and those told on paper or by phone."""

from decimal import Decimal
from typing import Any

from django import forms

from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckedTextarea, DateInput, RadioChoices
from common.number_fields import SwedishNumber
from councils.fees import kronor
from councils.models import FeeAgreement, Mandate
from councils.services.fee_agreements import MOST_HOURS, Offer
from councils.words import DayType
from proposals.forms.shared import LoopForm, key_field

_NO, _YES = "no", "yes"


class OfferForm(LoopForm):
    """What several people of one council are offered."""

    mandates = forms.ModelMultipleChoiceField(
        label="Till vem",
        queryset=Mandate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en person."},
    )
    what = forms.CharField(
        label="Uppdrag",
        help_text="Till exempel: Ledamot, fyra möten om året.",
        max_length=300,
        error_messages={"required": "Skriv vad uppdraget är."},
    )
    how_long = forms.CharField(
        label="Hur länge",
        help_text="Till exempel: Två år, mötena är två timmar.",
        max_length=120,
        error_messages={"required": "Skriv hur länge."},
    )
    day_type = forms.ChoiceField(
        label="Varje möte räknas som",
        choices=DayType.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj hur ett möte räknas."},
    )
    preparation_hours = SwedishNumber(
        label="Timmar förberedelse som ersätts för varje möte", most=int(MOST_HOURS), decimals=1
    )
    pays_travel = forms.BooleanField(label="Resor ersätts", required=False, initial=True)
    form_key = key_field()

    def __init__(self, *args: Any, mandates: Any, rates: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["mandates"]
        chosen.queryset = mandates
        chosen.label_from_instance = _who
        day: Any = self.fields["day_type"]
        offered = [one for one in DayType if rates is None or rates.pays(one)]
        day.choices = [(one.value, str(one.label)) for one in offered]
        if rates is not None:
            day.widget.explain({one: f"{kronor(rates.of_day(one))}." for one in offered}, None, stairs=False)
        self.helper = PortalFormHelper(
            "mandates",
            Section("Vad", "what", "how_long"),
            Section("Hur mycket", "day_type", "preparation_hours", "pays_travel"),
            "form_key",
            ButtonRow(MainButton("Skicka erbjudandet"), QuietLink("Avbryt", back_url)),
        )

    @property
    def offer(self) -> Offer:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return Offer(
            what=data["what"],
            how_long=data["how_long"],
            day_type=data["day_type"],
            preparation_hours=data["preparation_hours"] or Decimal(0),
            pays_travel=data["pays_travel"],
        )


class DeclineForm(LoopForm):
    """A no to what was offered, with a word about why for those who want."""

    because = CheckedText(
        label="Vill du säga varför?",
        required=False,
        max_length=300,
        help_text="Du behöver inte. Skriv inget om din hälsa. Samordnaren läser det du skriver.",
    )

    def __init__(self, *args: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].widget = CheckedTextarea(300, {"rows": 3})
        self.helper = PortalFormHelper(
            "because", ButtonRow(MainButton("Tacka nej"), QuietLink("Tillbaka", back_url))
        )


class HeardAnswerForm(LoopForm):
    """What somebody without account answered, how and which day."""

    answer = forms.ChoiceField(
        label="Vad svarade personen?",
        choices=[(_YES, "Ja, det är vi överens om"), (_NO, "Nej tack")],
        widget=RadioChoices(),
        error_messages={"required": "Välj ja eller nej."},
    )
    told_how = forms.ChoiceField(
        label="Hur svarade personen?",
        choices=FeeAgreement.Told.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj om det var på papper eller per telefon."},
    )
    told_on = forms.DateField(
        label="Vilken dag?",
        widget=DateInput(),
        error_messages={"required": "Skriv dagen då personen svarade."},
    )
    because = CheckedText(
        label="Varför, om personen sa nej och ville säga det",
        required=False,
        max_length=300,
        help_text="Skriv inget om hälsa.",
    )

    def __init__(self, *args: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].widget = CheckedTextarea(300, {"rows": 3})
        self.helper = PortalFormHelper(
            "answer",
            "told_how",
            "told_on",
            "because",
            ButtonRow(MainButton("Anteckna svaret"), QuietLink("Avbryt", back_url)),
        )

    @property
    def answered(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return {
            "is_yes": data["answer"] == _YES,
            "how": data["told_how"],
            "on": data["told_on"],
            "because": data["because"],
        }


def _who(mandate: Mandate) -> str:
    return f"{mandate.name}, {mandate.get_role_display().lower()}, {mandate.association}"
