"""Enquiry and agreement."""

from collections.abc import Mapping
from typing import Any

from django import forms

from associations.forms.fields import TextField, VersionedForm
from associations.models import Association
from common.form_layout import ButtonRow, MainButton, More, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, CountedTextarea
from organisations.models import Principal, PriorityGroup, Unit
from organisations.rules import held_unit_ids
from revisions.models import UserAudit
from revisions.services.audits import Addressed, AuditFacts

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
