"""Forms of the room."""

from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.models import CrisisLine
from common.privacy import clean_text
from pages.services.crisis_lines import CrisisLineFacts


class CrisisLineForm(forms.ModelForm):  # type: ignore[type-arg] # generic only in the stubs
    """One number to call. The service judges what may stand here."""

    number = forms.RegexField(
        label="Nummer",
        regex=r"^[0-9][0-9 \-]{1,18}[0-9]$",
        max_length=20,
        error_messages={"invalid": "Skriv numret med siffror, till exempel 90101 eller 0771-44 55 00."},
        help_text="Ring numret innan du lägger in det.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = CrisisLine
        fields = ["number", "label", "who", "hours", "in_strip", "order", "owner", "verified_on"]
        labels = {"in_strip": "Visa överst på varje sida", "owner": "Ansvarig för att numret stämmer"}
        help_texts = {
            "label": "Står bredvid numret, till exempel ”råd om vård”.",
            "who": "En hel mening: vem svarar, och för vem?",
            "hours": "En hel mening, till exempel ”Öppet dygnet runt.”",
            "order": "Lägst nummer står först.",
            "owner": "En roll eller en avdelning, inte en person.",
            "verified_on": "Dagen då någon ringde och kontrollerade.",
        }
        widgets = {"verified_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        self.helper = PortalFormHelper(
            Pair("number", "label"),
            "who",
            "hours",
            "in_strip",
            "order",
            "owner",
            "verified_on",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    def clean(self) -> dict[str, Any]:
        """Take away control characters and hidden changes of reading direction."""
        cleaned: dict[str, Any] = super().clean() or {}
        return {
            name: clean_text(value) if isinstance(value, str) else value for name, value in cleaned.items()
        }

    def validate_unique(self) -> None:
        """Left to the service."""

    def _post_clean(self) -> None:
        """Keep the instance as the database has it: only the service writes."""

    @property
    def facts(self) -> CrisisLineFacts:
        """The input as the service takes it."""
        return CrisisLineFacts(**{name: self.cleaned_data[name] for name in self.Meta.fields})

    @property
    def expected_version(self) -> int:
        """The version the person saw when the page was opened."""
        return self.cleaned_data["version"] or 0
