"""The form in which a manager answers one recommendation.

It asks and checks; who may answer, and where the answer is kept, is up to the room that shows it.
"""

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import TextChoices

from common.form_layout import ButtonRow, MainButton, PlainButton, PortalFormHelper, Words
from common.form_widgets import CountedTextarea, RadioChoices

TEXT_LIMIT = 600
DRAFT_BUTTON = "draft"


class Answer(TextChoices):
    """What an answer can be, in the fixed words of the portal."""

    YES = "yes", "Ja, det gör vi"
    PARTLY = "partly", "Ja, delvis"
    NO = "no", "Nej, inte nu"


HINTS = {
    Answer.YES: "Ni gör det som förslaget säger.",
    Answer.PARTLY: "Ni gör en del av det. Skriv vad, och varför inte resten.",
    Answer.NO: "Ni gör det inte nu. Skriv varför, så att alla förstår.",
}


class AnswerPreview(NamedTuple):
    """What readers will see of an answer; empty parts are not written yet."""

    words: str
    text: str
    responsible: str
    due: date | None


class AnswerForm(forms.Form):
    """Answer one recommendation.

    A draft may lack anything, and "Nej, inte nu" needs no day. ``is_draft`` tells which button was
    pressed. Without a choice ``answer`` is empty, and without a day ``due`` is None.
    """

    answer = forms.ChoiceField(
        label="Vad svarar ni?",
        choices=Answer.choices,
        widget=RadioChoices(hints=HINTS),
        error_messages={"required": "Välj ett av de tre svaren."},
    )
    text = forms.CharField(
        label="Vad gör ni, eller varför inte?",
        help_text="Skriv så att alla förstår. Nämn inga privatpersoner.",
        max_length=TEXT_LIMIT,
        widget=CountedTextarea(TEXT_LIMIT),
        error_messages={"required": "Skriv vad ni gör, eller varför ni inte gör det."},
    )
    responsible = forms.CharField(
        label="Vem ansvarar?",
        help_text="Skriv en roll, inte ett namn. Till exempel: Verksamhetschef, vuxenpsykiatrin",
        max_length=120,
        error_messages={"required": "Skriv vilken roll som ansvarar."},
    )
    due = forms.DateField(
        label="Klart senast",
        help_text="Behövs inte om ni svarar Nej, inte nu.",
        error_messages={"required": "Välj den dag då det ska vara klart."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "answer",
            "text",
            "responsible",
            "due",
            Words(
                "När du har skickat syns svaret för alla, tillsammans med förslaget. Ett utkast ser bara ni.",
                mind=True,
            ),
            ButtonRow(MainButton("Skicka svaret"), PlainButton("Spara utkast", DRAFT_BUTTON)),
        )

    @property
    def is_draft(self) -> bool:
        """Whether "Spara utkast" was pressed."""
        return self.is_bound and DRAFT_BUTTON in self.data

    def clean(self) -> dict[str, Any]:
        """Take away "fill this in" where nothing has to be filled in."""
        spared = set(self.fields) if self.is_draft else set()
        if self.cleaned_data.get("answer") == Answer.NO:
            spared.add("due")
        for name in spared:
            if self.has_error(name, code="required"):
                del self.errors[name]
                self.cleaned_data[name] = None if name == "due" else ""
        return self.cleaned_data

    @property
    def preview(self) -> AnswerPreview:
        """The answer as readers will see it, from what is typed or saved; a faulty day is left out."""
        typed = {name: self[name].value() or "" for name in ("answer", "text", "responsible", "due")}
        try:
            due = self.fields["due"].to_python(typed["due"])
        except forms.ValidationError:
            due = None
        words = dict(Answer.choices).get(typed["answer"], "")
        return AnswerPreview(words, typed["text"], typed["responsible"], due)
