"""Day and clock, and another time for one occurrence."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from calendar_app.forms.events.fields import date_field, time_field
from calendar_app.services import series as rules
from common.form_layout import ButtonRow, Group, MainButton, Pair, PortalFormHelper, QuietLink


class WhenFields(forms.Form):
    """Day and clock, shared by the forms. Gives ``start`` and ``end`` as moments."""

    day = date_field("Datum")
    starts = time_field("Börjar")
    ends = time_field("Slutar")

    #: Needed most of the time, so not marked as optional; ``clean`` says when one is missing.
    judged_together: frozenset[str] = frozenset({"starts", "ends"})

    def asked_for(self, name: str) -> bool:
        """Whether the field must be filled in this time."""
        return self.fields[name].required and name not in self.judged_together

    def full_clean(self) -> None:
        """Let fields that depend on others through; they are marked as before afterwards."""
        marks = {name: field.required for name, field in self.fields.items()}
        for name in marks:
            self.fields[name].required = self.asked_for(name)
        super().full_clean()
        for name, required in marks.items():
            self.fields[name].required = required

    def read_span(self) -> tuple[datetime, datetime, bool] | None:
        """Return start, end and whether it is whole days; ``None`` when something typed can't be read."""
        cleaned = self.cleaned_data
        first, last = cleaned.get("day"), cleaned.get("last_day") or cleaned.get("day")
        if not first or not last:
            return None
        if cleaned.get("all_day"):
            duration = (last - first) + timedelta(days=1)
            return (*_whole_days(first, duration), True)
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        for name in ("starts", "ends"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, "Skriv ett klockslag, eller kryssa i hela dagen.")
        if starts is None or ends is None:
            return None
        return _moment(first, starts), _moment(last, ends), False


def _whole_days(first: date, duration: timedelta) -> tuple[datetime, datetime]:
    if duration <= timedelta(0):  # the services say what is wrong
        return _moment(first, time(0)), _moment(first + duration, time(0))
    return rules.moments(first, time(0), duration, all_day=True)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, rules.STOCKHOLM)


class MoveForm(WhenFields):
    """Another time for one occurrence."""

    all_day = forms.BooleanField(label="Hela dagen", required=False)
    last_day = date_field(
        "Sista dag", required=False, help_text="Bara om aktiviteten håller på i flera dagar."
    )

    def __init__(self, *args: Any, back_url: str, button: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Group("Ny tid", Pair("day", "starts", "ends"), "all_day", "last_day"),
            ButtonRow(MainButton(button), QuietLink("Avbryt", back_url), hint=hint),
        )

    def clean(self) -> dict[str, Any]:
        """Read the times."""
        cleaned = super().clean() or self.cleaned_data
        self.span = self.read_span()
        return cleaned
