"""Forms of the room."""

from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper
from common.form_widgets import RadioChoices
from common.models import CrisisLine, PrivacyWord
from common.privacy import clean_text
from organisations.forms import FactsForm
from pages.services.crisis_lines import CrisisLineFacts


class CrisisLineForm(FactsForm):
    """One number to call. The service judges what may stand here."""

    facts_class = CrisisLineFacts
    number = forms.RegexField(
        label="Nummer",
        regex=r"^[0-9][0-9 \-]{1,18}[0-9]$",
        max_length=20,
        error_messages={"invalid": "Skriv numret med siffror, till exempel 90101 eller 0771-44 55 00."},
        help_text="Ring numret innan du lägger in det.",
    )

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

    def rows(self) -> list[Any]:
        """Number and short text stand side by side, as on the page."""
        return [Pair("number", "label"), "who", "hours", "in_strip", "order", "owner", "verified_on"]


class PrivacyWordForm(forms.Form):
    """One word or phrase for the check of free text."""

    word = forms.CharField(
        label="Ord eller uttryck",
        max_length=80,
        help_text="Till exempel namnet på ett boende. Stora och små bokstäver spelar ingen roll.",
    )
    kind = forms.ChoiceField(
        label="Vad ska hända?",
        choices=PrivacyWord.Kind.choices,
        initial=PrivacyWord.Kind.ADD,
        widget=RadioChoices(
            hints={
                PrivacyWord.Kind.ADD: "För ord som kan peka ut någon hos er.",
                PrivacyWord.Kind.IGNORE: "För ord som ser ut som namn men inte är det, som ett projekt.",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("word", "kind", ButtonRow(MainButton("Lägg till")))

    def clean_word(self) -> str:
        """Take away control characters and hidden changes of reading direction."""
        return clean_text(self.cleaned_data["word"])


class SynonymForm(forms.Form):
    """One word, and what else is to be found by it."""

    word = forms.CharField(
        label="När någon söker på", max_length=80, help_text="Ett ord eller några få, till exempel ”psyk”."
    )
    means = forms.CharField(
        label="Visa också träffar på",
        max_length=80,
        help_text="Till exempel ”psykiatri”. Böjningar hittas ändå.",
    )
    both_ways = forms.BooleanField(
        label="Gäller åt båda håll",
        required=False,
        help_text="För ord som betyder samma sak, som ”anhörig” och ”närstående”.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(Pair("word", "means"), "both_ways", ButtonRow(MainButton("Lägg till")))

    def clean_word(self) -> str:
        """Take away control characters and hidden changes of reading direction."""
        return clean_text(self.cleaned_data["word"])

    def clean_means(self) -> str:
        """Take away control characters and hidden changes of reading direction."""
        return clean_text(self.cleaned_data["means"])
