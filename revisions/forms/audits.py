"""Cancelling an audit, and noting that its result was told."""

from typing import Any

from django import forms

from associations.forms.fields import TextField
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, WarnButton
from common.form_widgets import CountedTextarea, RadioChoices
from organisations.models import Unit
from revisions.models import Presentation, UserAudit


class CancelForm(forms.Form):
    """Why an audit ends before its report."""

    reason = TextField(
        label="Varför avbryts revisionen?",
        max_length=1000,
        widget=CountedTextarea(1000, {"rows": 4}),
        help_text="Teamet, uppdragsgivaren och verksamheten läser det här. Skriv inget om enskilda personer.",
        error_messages={"required": "Skriv varför revisionen avbryts."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "reason", ButtonRow(WarnButton("Avbryt revisionen"), QuietLink("Gå tillbaka", cancel_url))
        )


class PresentationForm(forms.Form):
    """That the result was told: to whom, when, where."""

    audience = forms.ChoiceField(
        label="För vilka?",
        choices=Presentation.Audience.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj för vilka ni berättade."},
    )
    on = forms.DateField(label="Dag", error_messages={"required": "Skriv vilken dag det var."})
    place = TextField(label="Plats", max_length=200, required=False)
    unit = forms.ModelChoiceField(
        label="Verksamhet",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Alla eller ingen särskild",
    )

    def __init__(self, *args: Any, audit: UserAudit, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = Unit.objects.filter(audits=audit).in_order()
        self.helper = PortalFormHelper(
            "audience", "on", "place", "unit", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )


class FindForm(forms.Form):
    """Look for an audit by name or by whom it is about."""

    fas = forms.ChoiceField(label="Fas", required=False)
    q = forms.CharField(label="Namn, verksamhet eller huvudman", required=False, max_length=100)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["fas"].choices = [("", "Alla faser"), *groups]
