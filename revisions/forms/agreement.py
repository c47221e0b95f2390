"""Enquiry, agreement, timetable, cost, contact person, wishes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing

from associations.forms.fields import PhoneField, TextField, VersionedForm, with_value
from associations.models import Association
from common.errors import DomainError, EditConflictError
from common.form_layout import ButtonRow, MainButton, More, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, CountedTextarea, RadioChoices
from organisations.models import Principal, PriorityGroup, Unit
from organisations.rules import held_unit_ids
from revisions.models import AuditUnit, TimetableEntry, UserAudit
from revisions.services.audits import Addressed, AuditFacts, ContactPerson, CostItem

#: Text fields that the law of numbers in the database allows; longer is refused with a sentence.
_FACTS = (
    "title", "question", "lead_text", "association", "commissioner_name", "purpose", "scope", "target_group",
    "plan_for_results", "planned_interviews", "diary_number", "reply_days", "answer_days", "follow_up_months",
    "retention_months",
)  # fmt: skip
_NUMBER = {
    "invalid": "Skriv ett helt tal med siffror.",
    "min_value": "Talet får inte vara mindre än %(limit_value)s.",
    "max_value": "Talet får vara högst %(limit_value)s.",
}


def _text(label: str, limit: int, help_text: str = "", *, rows: int = 4, required: bool = False) -> TextField:
    return TextField(
        label=label,
        max_length=limit,
        required=required,
        help_text=help_text,
        widget=CountedTextarea(limit, {"rows": rows}),
    )


def _days(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=365, help_text=help_text, error_messages=_NUMBER
    )


class AuditForm(VersionedForm):
    """The facts of an audit, from enquiry to agreement. Only the name is needed to begin with."""

    title = TextField(
        label="Namn på revisionen",
        max_length=200,
        help_text="Till exempel: Bemötande i öppenvården 2027.",
        error_messages={"required": "Skriv vad revisionen heter."},
    )
    question = TextField(
        label="Huvudfråga",
        max_length=200,
        required=False,
        help_text="Rubriken på den offentliga sidan, i ord från dem det gäller. "
        "Till exempel: Får du vara med och bestämma om din behandling?",
    )
    lead_text = _text("Kort beskrivning för alla", 600, "Syns för alla när ni börjar förbereda.", rows=3)
    units = forms.ModelMultipleChoiceField(
        label="Verksamheter", queryset=Unit.objects.none(), required=False, widget=CheckboxChoices()
    )
    principals = forms.ModelMultipleChoiceField(
        label="Huvudmän",
        queryset=Principal.objects.none(),
        required=False,
        widget=CheckboxChoices(),
        help_text="När det är samverkan som granskas, till exempel SIP, och inte en enskild verksamhet.",
    )
    priority_groups = forms.ModelMultipleChoiceField(
        label="Prioriterade grupper",
        queryset=PriorityGroup.objects.none(),
        required=False,
        widget=CheckboxChoices(),
    )
    association = forms.ModelChoiceField(
        label="Förening som genomför",
        queryset=Association.objects.none(),
        required=False,
        empty_label="Ingen vald",
    )
    commissioner_name = TextField(
        label="Uppdragsgivare",
        max_length=200,
        required=False,
        help_text="Den som beställer, till exempel Verksamhetsområde psykiatri.",
    )
    diary_number = TextField(label="Diarienummer", max_length=40, required=False)
    purpose = _text("Syfte", 4000, "Varför görs revisionen, och vad vill ni veta?")
    scope = _text(
        "Omfattning", 4000, "Vad som ingår och inte ingår, ungefär hur många intervjuer, var och hur."
    )
    target_group = _text("Målgrupp", 2000, "Vilka som får vara med och bli intervjuade.", rows=3)
    plan_for_results = _text(
        "Så ska resultatet användas",
        4000,
        "Vem som tar emot rapporten, vem som svarar på förslagen och när det följs upp. "
        "Utan en plan blir det sällan någon förändring.",
    )
    planned_interviews = forms.IntegerField(
        label="Planerade intervjuer", required=False, min_value=1, max_value=500, error_messages=_NUMBER
    )
    reply_days = _days("Arbetsdagar att läsa utkastet")
    answer_days = _days("Arbetsdagar att svara på förslagen")
    follow_up_months = forms.IntegerField(
        label="Månader till uppföljning", min_value=1, max_value=60, error_messages=_NUMBER
    )
    retention_months = forms.IntegerField(
        label="Månader tills råmaterialet förstörs",
        min_value=1,
        max_value=60,
        help_text="Räknas från publiceringen. Det står i informationen till den som intervjuas.",
        error_messages=_NUMBER,
    )

    def __init__(
        self,
        *args: Any,
        cancel_url: str,
        audit: UserAudit | None = None,
        offers_all_units: bool = True,
        **kwargs: Any,
    ) -> None:
        self.offers_all_units = offers_all_units
        row = audit or UserAudit()
        initial: dict[str, Any] = {name: getattr(row, name) for name in _FACTS}
        initial["version"] = row.version
        chosen: dict[str, list[Any]] = {"units": [], "principals": [], "priority_groups": []}
        if audit is not None:
            chosen = {name: list(getattr(audit, name).all()) for name in chosen}
        super().__init__(*args, initial=initial | chosen, **kwargs)
        self._choose_from(chosen, audit)
        whom = [name for name in chosen if name in self.fields]
        self.helper = PortalFormHelper(
            Section("Vad det handlar om", "title", "question", "lead_text"),
            Section("Vem revisionen gäller", *whom),
            Section("Uppdraget", "commissioner_name", "association", "purpose", "scope", "target_group",
                    "plan_for_results", "planned_interviews"),
            More("Tider och diarium", Pair("reply_days", "answer_days"),
                 Pair("follow_up_months", "retention_months"), "diary_number"),
            "version",
            ButtonRow(MainButton("Spara" if audit else "Lägg in förfrågan"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    def _choose_from(self, chosen: Mapping[str, list[Any]], audit: UserAudit | None) -> None:
        """What is chosen stays choosable although it has been closed or retired since."""
        fields: Any = self.fields
        units = Unit.objects.filter(pk__in=[one.pk for one in chosen["units"]])
        if self.offers_all_units:
            units |= Unit.objects.active()
        fields["units"].queryset = units.select_related("principal").in_order()
        if not (self.offers_all_units or chosen["units"]):
            del fields["units"]
        fields["principals"].queryset = Principal.objects.in_order()
        groups = PriorityGroup.objects.in_use() | PriorityGroup.objects.filter(
            pk__in=[one.pk for one in chosen["priority_groups"]]
        )
        fields["priority_groups"].queryset = groups.in_order()
        if not groups.exists():
            del fields["priority_groups"]
        listed = Association.objects.public()
        if audit is not None and audit.association_id:
            listed |= Association.objects.filter(pk=audit.association_id)
        fields["association"].queryset = listed.in_order()

    @property
    def facts(self) -> AuditFacts:
        """The input as the service takes it."""
        return AuditFacts(**{name: self.cleaned_data[name] for name in _FACTS})

    @property
    def addressed(self) -> Addressed:
        """Whom it is about."""
        return Addressed(
            units=tuple(self.cleaned_data.get("units", ())),
            principals=tuple(self.cleaned_data["principals"]),
            priority_groups=tuple(self.cleaned_data.get("priority_groups", ())),
        )


class OrderForm(forms.Form):
    """A manager asks for an audit of a unit of one's own."""

    unit = forms.ModelChoiceField(
        label="Verksamhet", queryset=Unit.objects.none(), empty_label="Välj i listan"
    )
    title = TextField(
        label="Vad vill ni veta?",
        max_length=200,
        help_text="Några ord räcker, till exempel: Hur bemötandet upplevs.",
        error_messages={"required": "Skriv några ord om vad ni vill veta."},
    )
    purpose = _text("Varför just nu, och hur ska resultatet användas?", 4000)

    def __init__(self, *args: Any, user: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        own = Unit.objects.filter(pk__in=held_unit_ids(user, "unit_manager")).active().in_order()
        fields["unit"].queryset = own
        if len(own) == 1:
            fields["unit"].initial = own[0]
        self.helper = PortalFormHelper(
            "unit",
            "title",
            "purpose",
            ButtonRow(MainButton("Skicka förfrågan"), QuietLink("Avbryt", cancel_url)),
        )


def _signed(values: object) -> str:
    return signing.dumps(values, salt="revisions.seen", compress=True)


def _unsigned(text: str) -> Any:
    try:
        return signing.loads(text, salt="revisions.seen")
    except signing.BadSignature:
        return None


class TimetableForm(forms.Form):
    """The day of each step. ``seen`` keeps what stood here when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, days: Mapping[str, date], cancel_url: str, **kwargs: Any) -> None:
        seen = {kind: day.isoformat() for kind, day in days.items()}
        kwargs["initial"] = {**days, "seen": _signed(seen)}
        super().__init__(*args, **kwargs)
        for kind in TimetableEntry.Kind:
            self.fields[kind.value] = forms.DateField(label=kind.label, required=False)
        self.helper = PortalFormHelper(
            *TimetableEntry.Kind.values, "seen",
            ButtonRow(MainButton("Spara tidsplanen"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    def refuse(self, error: DomainError) -> None:
        """Show the service's sentence. After a conflict the next press saves, now that both have been seen."""
        if isinstance(error, EditConflictError):
            self.data = with_value(self.data, "seen", str(self.initial["seen"]))
        self.add_error(error.field if error.field in self.fields else None, error.message)

    @property
    def days(self) -> dict[str, date | None]:
        """The day of each step, ``None`` where there is none."""
        return {kind: self.cleaned_data.get(kind) for kind in TimetableEntry.Kind.values}

    @property
    def seen_days(self) -> dict[str, date | None] | None:
        """What stood here when the page was opened."""
        seen = _unsigned(self.cleaned_data.get("seen") or "")
        return None if seen is None else {kind: date.fromisoformat(day) for kind, day in seen.items()}


class SwedishDecimalField(forms.DecimalField):
    """A number with comma or point, with or without spaces between the thousands."""

    def __init__(self, *, label: str, most: int, decimals: int) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=most,
            max_digits=10,
            decimal_places=decimals,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={
                "invalid": "Skriv ett tal med siffror, till exempel 12 eller 7,5.",
                "min_value": "Skriv ett tal som inte är mindre än noll.",
                "max_value": "Talet är för stort. Högst %(limit_value)s får plats.",
                "max_digits": "Talet har för många siffror.",
                "max_whole_digits": "Talet har för många siffror.",
                "max_decimal_places": f"Skriv högst {decimals} decimaler.",
            },
        )

    def to_python(self, value: Any) -> Any:
        """Return the number, or raise with a sentence."""
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class CostLineForm(forms.Form):
    """One line of the estimate. A line with nothing in it is left out."""

    label = TextField(label="Vad", max_length=120, required=False)
    hours = SwedishDecimalField(label="Timmar", most=99_999, decimals=1)
    amount = SwedishDecimalField(label="Kronor", most=9_999_999, decimals=2)

    def clean(self) -> dict[str, Any]:
        """An amount needs words beside it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("hours") or cleaned.get("amount")) and not cleaned.get("label"):
            self.add_error("label", "Skriv vad raden gäller.")
        return cleaned


#: Empty lines below those that are there.
_MORE_LINES = 3
MOST_LINES = 60


class CostFormSet(forms.BaseFormSet[CostLineForm]):
    """The lines of the estimate; rows are added by saving or by "Fler rader", without script."""

    item_name = "Rad"

    @property
    def items(self) -> list[CostItem]:
        """The filled lines as the service takes them."""
        return [
            CostItem(
                label=form.cleaned_data["label"],
                hours=form.cleaned_data.get("hours") or Decimal(0),
                amount=form.cleaned_data.get("amount") or Decimal(0),
            )
            for form in self.forms
            if form.cleaned_data.get("label")
        ]

    @property
    def seen_items(self) -> list[CostItem] | None:
        """The estimate the page was opened on."""
        seen = _unsigned(str(self.data.get("seen", "")))
        if seen is None:
            return None
        return [
            CostItem(label=label, hours=Decimal(hours), amount=Decimal(amount))
            for label, hours, amount in seen
        ]


def _plain(number: Decimal) -> Decimal | None:
    """Return the number without needless decimals; nothing for zero."""
    if not number:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def cost_formset(data: Any, items: list[CostItem]) -> tuple[CostFormSet, str]:
    """Return the formset, and the signed estimate that it was opened on."""
    make = forms.formset_factory(CostLineForm, formset=CostFormSet, extra=_MORE_LINES, max_num=MOST_LINES)
    initial = [
        {"label": one.label, "hours": _plain(one.hours), "amount": _plain(one.amount)} for one in items
    ]
    seen = _signed([[one.label, str(one.hours), str(one.amount)] for one in items])
    formset: CostFormSet = make(data, initial=initial)  # type: ignore[assignment] # the factory's type is wide
    return formset, seen


class ContactForm(forms.Form):
    """Whom at the unit the team talks with; at work, never at home."""

    name = TextField(
        label="Namn", max_length=120, error_messages={"required": "Skriv kontaktpersonens namn."}
    )
    title = TextField(label="Titel", max_length=120, required=False, help_text="Till exempel vårdenhetschef.")
    email = forms.EmailField(
        label="E-postadress i tjänsten",
        required=False,
        max_length=254,
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel namn@region.example."},
    )
    phone = PhoneField(label="Telefon i tjänsten", max_length=20, required=False)

    def __init__(self, *args: Any, row: AuditUnit, cancel_url: str, **kwargs: Any) -> None:
        initial = {name: getattr(row, f"contact_{name}") for name in ("name", "title", "email", "phone")}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "name", "title", Pair("email", "phone"),
            ButtonRow(MainButton("Spara kontaktpersonen"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    @property
    def person(self) -> ContactPerson:
        """The input as the service takes it."""
        return ContactPerson(**self.cleaned_data)


class WishForm(forms.Form):
    """What the commissioner wishes the audit to ask about."""

    text = TextField(
        label="Vad önskar du att de frågar om?",
        max_length=600,
        widget=CountedTextarea(600, {"rows": 3}),
        help_text="Teamet bestämmer vad som kommer med. Du ser här vad de svarade.",
        error_messages={"required": "Skriv vad du önskar att de frågar om."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("text", ButtonRow(MainButton("Skicka önskemålet")))


class DecideForm(forms.Form):
    """The team's answer to a wish."""

    decision = forms.ChoiceField(
        label="Kommer det med?",
        choices=[("taken", "Ja, det kommer med"), ("declined", "Nej, det kommer inte med")],
        widget=RadioChoices(),
        error_messages={"required": "Välj om önskemålet kommer med."},
    )
    reason = TextField(
        label="Varför",
        max_length=300,
        required=False,
        widget=CountedTextarea(300, {"rows": 2}),
        help_text="Behövs när det inte kommer med. Uppdragsgivaren läser svaret.",
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "decision", "reason", ButtonRow(MainButton("Spara svaret"), QuietLink("Avbryt", cancel_url))
        )
