"""What those who claim, attest and correct type."""

from decimal import Decimal
from typing import Any

from django import forms

from common.form_layout import (
    ButtonRow,
    Group,
    MainButton,
    Pair,
    PlainButton,
    PortalFormHelper,
    QuietLink,
    Section,
)
from common.form_widgets import RadioChoices
from common.number_fields import Kronor, SwedishNumber, in_kronor, in_ore
from councils.fees import ClaimFacts, kronor
from councils.models import Claim
from councils.queries.fees import FormPage, sum_of, unsaved_claim
from councils.queries.fees import Sum as ClaimSum
from councils.services.fee_claims import MOST_HOURS, MOST_MIL, MOST_PREPARATION, MOST_TICKET_ORE
from councils.words import DayType
from organisations.models import Principal
from proposals.forms.shared import LoopForm, key_field, version_field

COUNT_BUTTON = "count"
DRAFT_BUTTON = "draft"
_NO, _YES = "no", "yes"
_BY_HOUR = "Skriv antalet timmar nedanför."


class ClaimForm(LoopForm):
    """A claim on one page. Which button was pressed: ``counts``, ``is_draft``, else it is submitted."""

    day_type = forms.ChoiceField(
        label="Hur länge varade uppdraget?",
        widget=RadioChoices(),
        error_messages={
            "required": "Välj hur länge uppdraget varade, eller kryssa för att du avstår.",
            "invalid_choice": "Välj ett av alternativen.",
        },
    )
    hours = SwedishNumber(label="Antal timmar", most=int(MOST_HOURS), decimals=1)
    preparation_hours = SwedishNumber(
        label="Timmar du förberedde dig",
        most=int(MOST_PREPARATION),
        decimals=1,
        help_text="Till exempel för att läsa handlingarna. Lämna tomt om det inte ersätts.",
    )
    route = forms.CharField(
        label="Från och till",
        required=False,
        max_length=160,
        help_text="Bara orter, till exempel Bollnäs – Gävle, tur och retur. Ingen adress.",
    )
    mil = SwedishNumber(
        label="Mil med egen bil",
        most=int(MOST_MIL),
        decimals=1,
        help_text="En mil är tio kilometer. Räkna fram och tillbaka.",
    )
    ticket = Kronor(
        label="Biljetter och parkering, kronor",
        most=MOST_TICKET_ORE // 100,
        help_text="Allt tillsammans. Spara kvittot tills du har fått betalt.",
    )
    receipt_seen = forms.BooleanField(
        label="Jag har visat kvittot för sekreteraren eller samordnaren", required=False
    )
    receipt_number = forms.CharField(
        label="Kvittots nummer, om du inte har visat det", required=False, max_length=40
    )
    lost_earnings = forms.ChoiceField(
        label="Förlorade du arbetsinkomst?",
        choices=[(_NO, "Nej"), (_YES, "Ja")],
        initial=_NO,
        widget=RadioChoices(hints={_YES: "Löneenheten skickar sin egen blankett. Skriv inget om det här."}),
        error_messages={"required": "Välj ja eller nej."},
    )
    waives = forms.BooleanField(
        label="Jag avstår arvode",
        required=False,
        help_text=(
            "Resan ersätts ändå. Arvode är skattepliktig inkomst och kan påverka till exempel sjukersättning, "
            "a-kassa och försörjningsstöd. Kontrollera innan, hos den som betalar ut din ersättning."
        ),
    )
    form_key = key_field()
    version = version_field()

    def __init__(
        self,
        *args: Any,
        page: FormPage,
        facts: ClaimFacts,
        cancel_url: str,
        claim: Claim | None = None,
        **kwargs: Any,
    ) -> None:
        self.page, self.claim = page, claim
        initial = _initial(facts) | {"version": claim.version if claim else 0}
        super().__init__(*args, initial=initial, **kwargs)
        self._offer_days()
        fields: list[Any] = ["day_type"]
        if self._pays(DayType.HOURS):
            fields.append("hours")
        else:
            del self.fields["hours"]
        if page.rates is None or "preparation" in page.rates.amounts:
            fields.append("preparation_hours")
        else:
            del self.fields["preparation_hours"]
        self.helper = PortalFormHelper(
            Section("Tid", *fields, "waives"),
            *self._travel(),
            Section("Arbetsinkomst", "lost_earnings"),
            "form_key",
            "version",
        )
        # The page puts the sum between the fields and the buttons, in one form.
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        """Who waives, and who saves a draft, need not say how long it was."""
        cleaned: dict[str, Any] = super().clean()
        if (cleaned.get("waives") or self.is_draft) and self.has_error("day_type", code="required"):
            del self.errors["day_type"]
            cleaned["day_type"] = ""
        return cleaned

    @property
    def counts(self) -> bool:
        """Whether "Räkna" was pressed: nothing is written."""
        return self.is_bound and COUNT_BUTTON in self.data

    @property
    def is_draft(self) -> bool:
        """Whether "Spara utkast" was pressed."""
        return self.is_bound and DRAFT_BUTTON in self.data

    @property
    def facts(self) -> ClaimFacts:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        by_hour = data.get("day_type") == DayType.HOURS
        return ClaimFacts(
            waives=data["waives"],
            day_type=data["day_type"],
            hours=data.get("hours") if by_hour else None,
            preparation_hours=data.get("preparation_hours") or Decimal(0),
            route=data.get("route", ""),
            mil=data.get("mil") or Decimal(0),
            ticket_ore=in_ore(data.get("ticket")),
            receipt_seen=data.get("receipt_seen", False),
            receipt_number=data.get("receipt_number", ""),
            lost_earnings=data["lost_earnings"] == _YES,
        )

    def sum(self) -> ClaimSum:
        """Return what it comes to as it is typed now, or what stands in the way."""
        if self.is_bound and not self.is_valid():
            label, errors = next(iter(self.errors.items()))
            named = self.fields[label].label if label in self.fields else ""
            return ClaimSum([], "", f"{named}: {errors[0]}" if named else str(errors[0]))
        facts = self.facts if self.is_bound else self._first
        row = self.claim or unsaved_claim(self.page.mandate, self.page.meeting)
        return sum_of(row, facts)

    @property
    def _first(self) -> ClaimFacts:
        first = self.initial
        return ClaimFacts(
            waives=first["waives"],
            day_type=first["day_type"],
            hours=first["hours"],
            preparation_hours=first["preparation_hours"] or Decimal(0),
            route=first["route"],
            mil=first["mil"] or Decimal(0),
            ticket_ore=in_ore(first["ticket"]),
            receipt_seen=first["receipt_seen"],
            receipt_number=first["receipt_number"],
            lost_earnings=first["lost_earnings"] == _YES,
        )

    def _pays(self, day_type: str) -> bool:
        return self.page.rates is None or self.page.rates.pays(day_type)

    def _offer_days(self) -> None:
        """Those days that the rates of the meeting's day pay for, each with what it pays."""
        rates = self.page.rates
        offered = [day for day in DayType if self._pays(day)]
        field: Any = self.fields["day_type"]
        field.choices = [(day.value, str(day.label)) for day in offered]
        field.help_text = self.page.table.day_rules if self.page.table else ""
        hints = {}
        for day in offered:
            ore = rates.of_day(day) if rates else None
            by_hour = day == DayType.HOURS
            pay = f"{kronor(ore)}{' per timme' if by_hour else ''}." if ore is not None else ""
            hints[day] = f"{_BY_HOUR} {pay}".strip() if by_hour else pay
        field.widget.explain(hints, None, stairs=False)

    def _travel(self) -> list[Any]:
        if not self.page.pays_travel:
            for name in ("route", "mil", "ticket", "receipt_seen", "receipt_number"):
                del self.fields[name]
            return []
        rates = self.page.rates
        if rates is not None:
            field = self.fields["mil"]
            field.help_text = f"{field.help_text} {kronor(rates.mileage_ore)} per mil."
        return [
            Section(
                "Resa",
                "route",
                "mil",
                Group("Biljetter och parkering", "ticket", "receipt_seen", "receipt_number"),
            )
        ]


def _initial(facts: ClaimFacts) -> dict[str, Any]:
    return {
        "day_type": facts.day_type,
        "hours": facts.hours,
        "preparation_hours": facts.preparation_hours or None,
        "route": facts.route,
        "mil": facts.mil or None,
        "ticket": in_kronor(facts.ticket_ore),
        "receipt_seen": facts.receipt_seen,
        "receipt_number": facts.receipt_number,
        "lost_earnings": _YES if facts.lost_earnings else _NO,
        "waives": facts.waives,
    }


class AttestForm(LoopForm):
    """Who pays, and the cost centre."""

    principal = forms.ModelChoiceField(
        label="Betalas av",
        queryset=Principal.objects.none(),
        error_messages={"required": "Välj vem som betalar."},
    )
    cost_centre = forms.CharField(label="Kostnadsställe", required=False, max_length=20)
    version = version_field()

    def __init__(
        self, *args: Any, claim: Claim, payers: list[Principal], back_url: str, **kwargs: Any
    ) -> None:
        only = payers[0] if len(payers) == 1 else None
        initial = {
            "principal": claim.principal or only,
            "cost_centre": claim.cost_centre,
            "version": claim.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        field: Any = self.fields["principal"]
        field.queryset = Principal.objects.filter(pk__in=[one.pk for one in payers]).order_by("kind", "name")
        self.helper = PortalFormHelper(
            Pair("principal", "cost_centre"),
            "version",
            ButtonRow(
                MainButton("Attestera"),
                PlainButton("Skicka tillbaka", "to_return"),
                QuietLink("Avbryt", back_url),
            ),
        )

    @property
    def wants_to_return(self) -> bool:
        """Whether "Skicka tillbaka" was pressed."""
        return self.is_bound and "to_return" in self.data


class ReturnForm(LoopForm):
    """Why a claim comes back."""

    because = forms.CharField(
        label="Vad behöver ändras?",
        help_text="Den som har begärt arvodet läser det här.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad som behöver ändras, så att det går att rätta."},
    )
    version = version_field()

    def __init__(self, *args: Any, claim: Claim, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": claim.version}, **kwargs)
        self.helper = PortalFormHelper(
            "because", "version", ButtonRow(MainButton("Skicka tillbaka"), QuietLink("Avbryt", back_url))
        )
