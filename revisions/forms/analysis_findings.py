"""Findings, their quotes, and proposals from them: input and layout, no state changes."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from associations.forms.fields import TextField, VersionedForm
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, More, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, CheckedTextarea, CountedTextarea, RadioChoices
from organisations.models import Principal, Unit
from proposals.words import State
from revisions.forms.refusable import RefusableForm
from revisions.models import AnalysisCode, Finding, UserAudit
from revisions.services.findings import LONGEST_SUMMARY, LONGEST_TITLE, FindingWords
from revisions.services.quotes import LONGEST as LONGEST_QUOTE


class FindingForm(VersionedForm):
    """A strength or an improvement area."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label="Vad är det?",
        choices=Finding.Kind.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj om det är en styrka eller ett förbättringsområde."},
    )
    code = forms.ModelChoiceField(
        label="Tema",
        queryset=AnalysisCode.objects.none(),
        required=False,
        empty_label="Inget tema valt",
        help_text="Citat väljs bland det som är markerat med temat.",
        error_messages={"invalid_choice": "Temat finns inte längre. Välj igen."},
    )
    title = CheckedText(
        label="Rubrik",
        max_length=LONGEST_TITLE,
        help_text="Till exempel: Du får vänta länge utan att veta varför",
        error_messages={"required": "Skriv en rubrik."},
    )
    summary = CheckedText(
        label="Det här såg ni",
        max_length=LONGEST_SUMMARY,
        required=False,
        help_text="Sammanfatta vad flera sa. Skriv inget som pekar ut någon.",
    )

    def __init__(self, *args: Any, audit: UserAudit, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["code"].queryset = AnalysisCode.objects.filter(audit=audit).order_by("name")
        fields["title"].widget = CheckedTextarea(LONGEST_TITLE, {"rows": 2})
        fields["summary"].widget = CheckedTextarea(LONGEST_SUMMARY, {"rows": 8})
        self.helper = PortalFormHelper(
            "version",
            "form_key",
            "kind",
            "code",
            "title",
            "summary",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def words(self) -> FindingWords:
        """What was written, as the services take it."""
        return FindingWords(
            **{name: self.cleaned_data[name] for name in ("kind", "title", "summary", "code")}
        )


class QuoteForm(VersionedForm):
    """How a quote stands for the reader."""

    wording = CheckedText(
        label="Så står det för läsaren",
        max_length=LONGEST_QUOTE,
        help_text="Byt ut det som kan peka ut någon. Ändrar du orden står ”Återgivet med andra ord” vid citatet.",
        error_messages={"required": "Skriv hur citatet ska stå, eller välj att det inte ska användas."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].widget = CheckedTextarea(LONGEST_QUOTE, {"rows": 5})
        self.helper = PortalFormHelper(
            "version", "wording", ButtonRow(MainButton("Spara orden"), QuietLink("Avbryt", cancel_url))
        )


class FindingProposalForm(RefusableForm):
    """A concrete proposal from a finding, to those who can do something about it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    title = CheckedText(
        label="Förslaget i en rad",
        max_length=200,
        help_text="Till exempel: Ge alla en kopia av sin plan",
        error_messages={"required": "Skriv vad som föreslås, i en rad."},
    )
    text = CheckedText(
        label="Vad ska ändras?",
        max_length=2000,
        help_text="Så konkret att det går att se om det har hänt.",
        error_messages={"required": "Skriv vad som ska ändras."},
    )
    quote = forms.ChoiceField(
        label="Du sa",
        required=False,
        widget=RadioChoices(),
        help_text="Godkända citat från det här resultatet. Orden följer med när rapporten publiceras.",
    )
    note = TextField(
        label="Hur många gäller det?",
        max_length=200,
        required=False,
        help_text="Bara när minst tio har intervjuats. Till exempel: 21 av 46 hade inte fått någon kopia",
    )
    units = forms.ModelMultipleChoiceField(
        label="Verksamheter", queryset=Unit.objects.none(), required=False, widget=CheckboxChoices()
    )
    other_units = forms.ModelMultipleChoiceField(
        label="Andra verksamheter",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
        help_text="Håll ned Ctrl för att välja flera.",
    )
    principals = forms.ModelMultipleChoiceField(
        label="Huvudmän", queryset=Principal.objects.none(), required=False, widget=CheckboxChoices()
    )

    def __init__(
        self, *args: Any, audit: UserAudit, quotes: Sequence[tuple[Any, str]], cancel_url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        self._quotes = {str(quote.pk): quote for quote, _ in quotes}
        fields["quote"].choices = [
            ("", "Inget citat"),
            *((str(quote.pk), wording) for quote, wording in quotes),
        ]
        fields["title"].widget = CountedTextarea(200, {"rows": 2})
        fields["text"].widget = CheckedTextarea(2000, {"rows": 5})
        own = [row.unit_id for row in audit.audit_units.all()]
        fields["units"].queryset = Unit.objects.filter(pk__in=own).order_by("name")
        # A list of all units is no page of a team's: others are those that public proposals name already.
        others = Unit.objects.active().filter(addressed__proposal__state=State.PUBLIC).exclude(pk__in=own)
        fields["other_units"].queryset = others.distinct().in_order()
        fields["principals"].queryset = Principal.objects.in_order()
        own_units = ["units"] if own else []
        if not own:
            # A field left out of the layout would stand last, with nothing to choose.
            del self.fields["units"]
        self.helper = PortalFormHelper(
            "form_key",
            Section("Förslaget", "title", "text"),
            Section("Du sa", "quote", "note"),
            Section("Till vem", *own_units, "principals", hint="Välj minst en. Var och en svarar för sig."),
            More("Fler verksamheter", "other_units"),
            ButtonRow(MainButton("Spara förslaget"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def proposal(self) -> dict[str, Any]:
        """What was written, as ``propose_from_finding`` takes it."""
        cleaned = self.cleaned_data
        chosen = [*cleaned.get("units", ()), *cleaned["other_units"], *cleaned["principals"]]
        return {
            "title": cleaned["title"],
            "text": cleaned["text"],
            "note": cleaned["note"],
            "quote": self._quotes.get(cleaned["quote"]),
            "addressees": chosen,
            "form_key": cleaned["form_key"],
        }


def version_from(posted: Any) -> int:
    """Read the version that a button was drawn for; what isn't a number is none."""
    typed = posted.get("version", "")
    return int(typed) if re.fullmatch(r"\d{1,6}", typed) else -1
