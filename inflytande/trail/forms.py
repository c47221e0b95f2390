"""The trail's filter."""

from typing import Any
from uuid import UUID

from django import forms

from common.models import TrailEntry
from inflytande.trail import queries
from inflytande.trail.queries import TrailFilter


class TrailFilterForm(forms.Form):
    """Who, what, which object, when. People are chosen by opaque id, so no address holds a name."""

    vem = forms.ChoiceField(label="Vem", required=False)
    slag = forms.ChoiceField(label="Vad", required=False, choices=[("", "Allt"), *TrailEntry.Kind.choices])
    typ = forms.ChoiceField(label="Slags objekt", required=False)
    objekt = forms.CharField(
        label="Objektets nummer", required=False, max_length=60, help_text="Numret står i listan."
    )
    fran = forms.DateField(
        label="Från och med", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    till = forms.DateField(
        label="Till och med", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vem"].choices = [("", "Alla"), *queries.actors()]  # type: ignore[attr-defined]
        self.fields["typ"].choices = [("", "Alla"), *queries.object_types()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period must not end before it starts."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("fran"), cleaned.get("till")
        if since and until and until < since:
            self.add_error("till", "Sista dagen är före den första. Ändra en av dem.")
        return cleaned

    def wanted(self) -> TrailFilter | None:
        """The filter, or ``None`` when something was typed wrong."""
        if not self.is_valid():
            return None
        cleaned = self.cleaned_data
        return TrailFilter(
            actor_id=UUID(cleaned["vem"]) if cleaned["vem"] else None,
            kind=cleaned["slag"],
            object_type=cleaned["typ"],
            object_id=cleaned["objekt"],
            since=cleaned["fran"],
            until=cleaned["till"],
        )
