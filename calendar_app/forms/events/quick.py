"""The one-line entry in the coordinator's month."""

from datetime import time
from typing import Any, Final

from django import forms

from calendar_app.forms.events.fields import FORM_FIELDS, fill_choices
from calendar_app.forms.events.when import WhenFields
from calendar_app.models import EventKind
from calendar_app.services import series as rules
from calendar_app.services.content import TimePlan
from common.errors import DomainError
from common.swedish import today

_KIND_WORDS: Final = (
    ("dialogmöte", EventKind.DIALOGUE_MEETING),
    ("patientforum", EventKind.PATIENT_FORUM),
    ("studiecirkel", EventKind.STUDY_CIRCLE),
    ("öppet hus", EventKind.OPEN_HOUSE),
    ("öppen verksamhet", EventKind.OPEN_HOUSE),
    ("samtalsgrupp", EventKind.TALK_GROUP),
    ("självhjälpsgrupp", EventKind.TALK_GROUP),
    ("föreläsning", EventKind.LECTURE),
    ("utbildning", EventKind.TRAINING),
    ("workshop", EventKind.WORKSHOP),
    ("möte", EventKind.MEETING),
)


def guessed_kind(title: str) -> str:
    """Return the kind a title speaks of, else "annat"."""
    lower = title.casefold()
    return next((kind for word, kind in _KIND_WORDS if word in lower), EventKind.OTHER)


class QuickForm(WhenFields):
    """One line: a title, a day, a time, an association. The rest is filled in later."""

    title = forms.CharField(label="Rubrik", max_length=160, error_messages={"required": "Skriv en rubrik."})
    association = forms.TypedChoiceField(
        label="Förening", coerce=int, error_messages={"required": "Välj förening."}
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ["day", "starts", "ends", "title", "association"]

    def __init__(
        self, *args: Any, choices: list[tuple[int, str]], takes_focus: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if takes_focus:
            self.fields["day"].widget.attrs["autofocus"] = True
        fill_choices(self, "association", [("", "Välj förening"), *choices])

    def clean(self) -> dict[str, Any]:
        """Read the times; an activity without an end lasts two hours."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts") and cleaned.get("ends") is None and "ends" not in self.errors:
            late = cleaned["starts"] >= time(22)
            cleaned["ends"] = (
                time(23, 59) if late else time(cleaned["starts"].hour + 2, cleaned["starts"].minute)
            )
        self.span = self.read_span()
        if self.span:
            try:
                rules.check_plan(TimePlan(start=self.span[0], end=self.span[1]), today())
            except DomainError as error:
                self.add_error(FORM_FIELDS.get(error.field or "", "day"), error.message)
        return cleaned
