"""Forms for a dialogue meeting: before and after it."""

from typing import Any

from django import forms

from associations.models import Association
from common.errors import DomainError
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, RadioChoices
from common.participation import ParticipationStep
from councils.models import Council, DialogueMeeting
from councils.services.dialogues import DialogueFacts, DialogueOutcome
from organisations.models import Municipality, Unit


class _Refusable(forms.Form):
    def refuse(self, error: DomainError) -> None:
        """Put the service's sentence at its field, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class DialogueForm(_Refusable):
    """Who hosts, what is asked beforehand, who is invited."""

    host = forms.ModelChoiceField(
        label="Värdförening",
        queryset=Association.objects.none(),
        required=False,
        empty_label="Ingen vald",
    )
    questions = CheckedText(
        label="Frågor som skickas i förväg",
        max_length=3000,
        required=False,
        help_text="En fråga på varje rad. De visas på mötets publika sida.",
    )
    municipalities = forms.ModelMultipleChoiceField(
        label="Inbjudna kommuner",
        queryset=Municipality.objects.in_order(),
        required=False,
        widget=CheckboxChoices(),
    )
    units = forms.ModelMultipleChoiceField(
        label="Inbjudna verksamheter",
        queryset=Unit.objects.none(),
        required=False,
        widget=CheckboxChoices(),
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, dialogue: DialogueMeeting, cancel_url: str, **kwargs: Any) -> None:
        initial = {
            "host": dialogue.host_id,
            "questions": dialogue.questions,
            "municipalities": list(dialogue.municipalities.values_list("pk", flat=True)),
            "units": list(dialogue.units.values_list("pk", flat=True)),
            "version": dialogue.version,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        fields: Any = self.fields
        fields["host"].queryset = Association.objects.filter(status="listed").order_by("name")
        fields["units"].queryset = Unit.objects.in_order()
        self.helper = PortalFormHelper(
            "host",
            "questions",
            Section("Inbjudna", "municipalities", "units"),
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> DialogueFacts:
        """What was typed, as the service takes it."""
        host = self.cleaned_data["host"]
        return DialogueFacts(host_id=host.pk if host else None, questions=self.cleaned_data["questions"])


class OutcomeForm(_Refusable):
    """How many came, what was heard, which step the host says it was."""

    users_count = forms.IntegerField(label="Brukare", min_value=0, required=False)
    relatives_count = forms.IntegerField(label="Närstående", min_value=0, required=False)
    staff_count = forms.IntegerField(label="Personal", min_value=0, required=False)
    politicians_count = forms.IntegerField(label="Politiker", min_value=0, required=False)
    heard = CheckedText(
        label="Det här hörde vi",
        max_length=6000,
        required=False,
        help_text="Skriv vad många sa, inte vem. Texten visas för alla.",
    )
    claimed_step = forms.TypedChoiceField(
        label="Vilket steg i trappan säger ni som höll i mötet att det var?",
        choices=[(one.value, f"{one.long_name}. {one.meaning}") for one in ParticipationStep],
        coerce=int,
        empty_value=None,
        required=False,
        widget=RadioChoices(stairs=True),
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, dialogue: DialogueMeeting, cancel_url: str, **kwargs: Any) -> None:
        names = [*DialogueOutcome.__dataclass_fields__, "version"]
        initial = {name: getattr(dialogue, name) for name in names}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            Section(
                "Hur många kom?",
                Pair("users_count", "relatives_count"),
                Pair("staff_count", "politicians_count"),
                hint="Bara antal, aldrig namn.",
            ),
            "heard",
            "claimed_step",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def outcome(self) -> DialogueOutcome:
        """What was typed, as the service takes it."""
        return DialogueOutcome(
            **{name: self.cleaned_data[name] for name in DialogueOutcome.__dataclass_fields__}
        )


class ResumeForm(_Refusable):
    """Which paused council begins again."""

    council = forms.ModelChoiceField(
        label="Rådet som börjar igen",
        queryset=Council.objects.none(),
        empty_label=None,
        error_messages={"required": "Välj ett råd."},
    )

    def __init__(self, *args: Any, councils: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["council"].queryset = councils
        self.helper = PortalFormHelper(
            "council", ButtonRow(MainButton("Anteckna"), QuietLink("Avbryt", cancel_url))
        )
