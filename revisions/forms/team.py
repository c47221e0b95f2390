"""The team: who is taken in, declarations; training courses; debriefs."""

from typing import Any

from django import forms

from associations.forms.fields import TextField
from common.form_layout import ButtonRow, MainButton, Pair, PlainButton, PortalFormHelper, QuietLink
from common.form_widgets import RadioChoices
from revisions.models import AuditorTraining

ADDRESS = {
    "required": "Skriv personens e-postadress.",
    "invalid": "Skriv hela e-postadressen, till exempel namn@example.org.",
}


class OfferForm(forms.Form):
    """Give a place in an audit to an address, so that nobody has to see who has an account."""

    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Har personen inget konto än skickar vi en inbjudan till adressen.",
        error_messages=ADDRESS,
    )
    role = forms.ChoiceField(
        label="Roll",
        choices=[
            ("auditor", "Brukarrevisor"),
            ("audit_lead", "Revisionsledare"),
            ("commissioner", "Uppdragsgivare"),
        ],
        widget=RadioChoices(
            hints={
                "auditor": "Skriver guiden, intervjuar och skriver rapporten tillsammans med teamet.",
                "audit_lead": "Leder teamet. Varje revision har en ledare.",
                "commissioner": "Ser överenskommelsen, tidsplanen och den publicerade rapporten. Inte teamets arbete.",
            }
        ),
        error_messages={"required": "Välj en roll."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("email", "role", ButtonRow(MainButton("Ta med personen")))


class DeclareForm(forms.Form):
    """The member's own two ticks."""

    confidentiality = forms.BooleanField(
        label="Jag lovar att inte berätta vidare vad någon har sagt i en intervju, eller vem som har varit med.",
        error_messages={"required": "Kryssa i rutan om du lovar det."},
    )
    no_care_relation = forms.BooleanField(
        label="Jag har ingen pågående vård eller annat stöd i den verksamhet som revisionen gäller.",
        error_messages={
            "required": "Kryssa i rutan om det stämmer. Annars kan du kliva av utan att säga varför."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("confidentiality", "no_care_relation", ButtonRow(MainButton("Spara")))


class CohortForm(forms.Form):
    """A course for user auditors."""

    name = TextField(
        label="Namn",
        max_length=120,
        help_text="Till exempel: Brukarrevisor hösten 2026.",
        error_messages={"required": "Skriv vad utbildningen heter."},
    )
    starts_on = forms.DateField(label="Första dagen", error_messages={"required": "Skriv första dagen."})
    ends_on = forms.DateField(label="Sista dagen", error_messages={"required": "Skriv sista dagen."})
    place = TextField(label="Plats", max_length=120, required=False)
    valid_to = forms.DateField(
        label="Gäller till",
        required=False,
        help_text="Utbildningen gäller från sista kursdagen. Lämna tomt om den gäller tills vidare.",
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "name", Pair("starts_on", "ends_on"), "place", "valid_to",
            ButtonRow(MainButton("Lägg in utbildningen"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip


class TrainedForm(forms.Form):
    """Note that somebody has taken the course."""

    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Har personen inget konto än skickar vi en inbjudan. Skriv aldrig vilken erfarenhet någon har.",
        error_messages=ADDRESS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("email", ButtonRow(MainButton("Lägg till")))


class TrainingDatesForm(forms.Form):
    """From and until when somebody's training counts."""

    valid_from = forms.DateField(label="Gäller från", error_messages={"required": "Skriv från vilken dag."})
    valid_to = forms.DateField(label="Gäller till", required=False, help_text="Tomt betyder tills vidare.")

    def __init__(self, *args: Any, training: AuditorTraining, cancel_url: str, **kwargs: Any) -> None:
        initial = {"valid_from": training.valid_from, "valid_to": training.valid_to}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Pair("valid_from", "valid_to"),
            ButtonRow(
                MainButton("Spara"), PlainButton("Ta bort raden", "remove"), QuietLink("Avbryt", cancel_url)
            ),
        )


class DebriefForm(forms.Form):
    """When and where the team talks after an interview day."""

    on = forms.DateField(label="Intervjudag", error_messages={"required": "Välj vilken dag."})
    starts_at = forms.TimeField(label="Tid", required=False)
    place = TextField(label="Plats", max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Pair("on", "starts_at"), "place", ButtonRow(MainButton("Planera eftersamtalet"))
        )
