"""Proposing an item, answering a proposal, the agenda's items."""

from typing import Any

from django import forms

from associations.forms.fields import TextField
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.form_widgets import CheckedTextarea, RadioChoices
from common.swedish import day_text
from councils.forms.writing import WritingForm, key_field, version_field
from councils.models import AgendaItem
from councils.services.agenda import NEED_TITLE, ItemFacts

PLACE, POSTPONE, DECLINE = "place", "postpone", "decline"
_TITLE = {"required": NEED_TITLE}


class ProposeForm(WritingForm):
    """Something for a council to take up."""

    council: Any = forms.ModelChoiceField(
        label="Vilket råd?",
        queryset=None,
        empty_label="Välj",
        error_messages={"required": "Välj vilket råd frågan är till."},
    )
    title = TextField(label="Vad vill du att rådet tar upp?", max_length=160, error_messages=_TITLE)
    text = CheckedText(
        label="Berätta mer",
        max_length=3000,
        required=False,
        help_text="Vad är problemet, och vad vill du att rådet gör? Skriv inget om en enskild persons vård.",
    )
    association: Any = forms.ModelChoiceField(
        label="Från vilken förening?", queryset=None, required=False, empty_label="Från mig själv"
    )
    form_key = key_field()

    def __init__(self, *args: Any, councils: Any, associations: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["council"]
        chosen.queryset = councils
        bodies: Any = self.fields["association"]
        bodies.queryset = associations
        if not associations.exists():
            del self.fields["association"]
        self.fields["text"].widget = CheckedTextarea(3000, {"rows": 6})
        self.helper = PortalFormHelper(
            "council",
            "title",
            "text",
            *(("association",) if "association" in self.fields else ()),
            "form_key",
            ButtonRow(MainButton("Skicka frågan"), QuietLink("Avbryt", cancel_url)),
        )


class AnswerItemForm(WritingForm):
    """What becomes of a proposed item."""

    choice = forms.ChoiceField(
        label="Vad händer med frågan?",
        choices=[
            (PLACE, "Den tas upp på ett möte"),
            (POSTPONE, "Den väntar till en senare dagordning"),
            (DECLINE, "Den tas inte upp"),
        ],
        widget=RadioChoices(),
        error_messages={"required": "Välj vad som händer med frågan."},
    )
    meeting: Any = forms.ModelChoiceField(
        label="Vilket möte?", queryset=None, required=False, empty_label="Välj"
    )
    answer = CheckedText(
        label="Svar till den som föreslog",
        max_length=1000,
        required=False,
        help_text="Behövs när frågan inte tas upp.",
    )
    version = version_field()

    def __init__(self, *args: Any, meetings: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["meeting"]
        chosen.queryset = meetings
        chosen.label_from_instance = _meeting_words
        self.fields["answer"].widget = CheckedTextarea(1000, {"rows": 4})
        self.helper = PortalFormHelper(
            "choice",
            "meeting",
            "answer",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    def clean(self) -> dict[str, Any]:
        """A meeting is needed only when the item is taken up at one."""
        cleaned = super().clean() or {}
        if cleaned.get("choice") == PLACE and not cleaned.get("meeting"):
            self.add_error("meeting", "Välj vilket möte frågan tas upp på.")
        return cleaned


class ItemForm(WritingForm):
    """One item of an agenda: new (with ``form_key``), or changed (with ``version``)."""

    title = TextField(label="Rubrik", max_length=160, error_messages=_TITLE)
    text = CheckedText(
        label="Vad det handlar om",
        max_length=3000,
        required=False,
        help_text="Läses av dem som är kallade. På den publika sidan står bara rubriken.",
    )
    minutes = forms.IntegerField(
        label="Minuter",
        min_value=0,
        max_value=480,
        error_messages={
            "invalid": "Skriv minuterna med siffror, till exempel 15.",
            "min_value": "Skriv minuter mellan 0 och 480.",
            "max_value": "Skriv minuter mellan 0 och 480.",
        },
    )
    presenter = TextField(label="Vem berättar?", max_length=120, required=False)
    form_key = key_field()
    version = version_field()

    def __init__(self, *args: Any, item: AgendaItem | None, cancel_url: str, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {
                name: getattr(item, name) for name in ("title", "text", "minutes", "presenter", "version")
            }
        else:
            kwargs.setdefault("initial", {"minutes": 10})
        super().__init__(*args, **kwargs)
        del self.fields["form_key" if item is not None else "version"]
        self.fields["text"].widget = CheckedTextarea(3000, {"rows": 5})
        self.helper = PortalFormHelper(
            "title",
            "text",
            Pair("minutes", "presenter"),
            "version" if item is not None else "form_key",
            ButtonRow(
                MainButton("Spara" if item is not None else "Lägg till"), QuietLink("Avbryt", cancel_url)
            ),
        )

    @property
    def facts(self) -> ItemFacts:
        """What was typed."""
        typed = self.cleaned_data
        return ItemFacts(**{name: typed[name] for name in ("title", "text", "minutes", "presenter")})


def _meeting_words(meeting: Any) -> str:
    return day_text(meeting.day, weekday=True)
