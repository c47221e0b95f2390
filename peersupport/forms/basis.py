"""Who a basis for a decision goes to, and what is proposed."""

from typing import Any

from associations.forms.fields import TextField
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CountedTextarea
from peersupport.queries.basis import BasisWords
from proposals.forms.shared import LoopForm


class BasisForm(LoopForm):
    """The words of one edition."""

    body = TextField(
        label="Vem är underlaget till?",
        max_length=160,
        help_text="Till exempel Hälso- och sjukvårdsnämnden.",
        error_messages={"required": "Skriv vem underlaget är till."},
    )
    proposal = TextField(
        label="Förslag till beslut",
        max_length=3000,
        widget=CountedTextarea(3000, {"rows": 6}),
        help_text="En rad för varje punkt.",
        error_messages={"required": "Skriv vad som föreslås."},
    )

    def __init__(self, *args: Any, words: BasisWords, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"body": words.body, "proposal": words.proposal}, **kwargs)
        self.helper = PortalFormHelper(
            "body", "proposal", ButtonRow(MainButton("Gör pdf"), QuietLink("Tillbaka", back_url))
        )

    @property
    def words(self) -> BasisWords:
        """What was typed, as the service takes it."""
        return BasisWords(self.cleaned_data["body"], self.cleaned_data["proposal"])
