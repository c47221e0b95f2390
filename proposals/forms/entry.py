"""What is typed before a proposal is sent, and around follow-up meetings and rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from common.form_layout import (
    ButtonRow,
    Group,
    MainButton,
    More,
    Pair,
    PortalFormHelper,
    QuietLink,
    Section,
)
from common.form_widgets import CheckboxChoices, CheckedTextarea, DateInput, RadioChoices, TimeInput
from organisations.models import Principal, PriorityGroup, Theme, Unit
from proposals.forms.shared import LoopForm, key_field, version_field
from proposals.models import FollowUp, LoopRules, Proposal
from proposals.services import FollowUpPlan, ProposalWords
from proposals.services.publishing import ENTERED_KINDS
from proposals.services.rules import RuleFacts
from proposals.words import SaidFrom, SourceKind


class SourceForm(LoopForm):
    """Where proposals come from, when it is no audit."""

    kind = forms.ChoiceField(
        label="Vad kommer förslagen från?",
        choices=[(kind, SourceKind(kind).label) for kind in ENTERED_KINDS],
        widget=RadioChoices(),
        error_messages={"required": "Välj vad förslagen kommer från."},
    )
    title = forms.CharField(
        label="Vad heter det?",
        help_text="Till exempel: Patientforum i Bollnäs, hösten 2026",
        max_length=200,
        error_messages={"required": "Skriv vad det heter."},
    )
    held_on = forms.DateField(label="När var det?", required=False, widget=DateInput)
    form_key = key_field()

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "kind",
            "title",
            "held_on",
            "form_key",
            ButtonRow(MainButton("Spara och skriv förslag"), QuietLink("Avbryt", cancel_url)),
        )


def _several(label: str, **more: Any) -> forms.ModelMultipleChoiceField[Any]:
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Unit.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Ett av valen finns inte längre. Välj igen."},
        **more,
    )


class ProposalForm(LoopForm):
    """A proposal before it is sent."""

    title = forms.CharField(
        label="Förslaget i en rad",
        help_text="Till exempel: Ge alla en kopia av sin plan",
        max_length=200,
        error_messages={"required": "Skriv vad som föreslås, i en rad."},
    )
    text = forms.CharField(
        label="Vad ska ändras?",
        help_text="Så konkret att det går att se om det har hänt.",
        max_length=2000,
        widget=CheckedTextarea(2000),
        error_messages={"required": "Skriv vad som ska ändras."},
    )
    said = forms.CharField(
        label="Du sa",
        help_text="Med deras ord. Nämn ingen, och inget som kan peka ut någon.",
        required=False,
        max_length=1000,
        widget=CheckedTextarea(1000),
    )
    said_from = forms.ChoiceField(
        label="Varifrån kommer orden?", required=False, choices=[("", "Välj i listan"), *SaidFrom.choices]
    )
    said_reworded = forms.BooleanField(label="Återgivet med andra ord", required=False)
    said_note = forms.CharField(
        label="Hur många gäller det?",
        help_text="Till exempel: 21 av 46 hade inte fått någon kopia",
        required=False,
        max_length=200,
    )
    units = _several("Verksamheter", widget=CheckboxChoices)
    principals = _several("Huvudmän", widget=CheckboxChoices)
    theme = forms.ModelChoiceField(
        label="Område", queryset=Theme.objects.none(), required=False, empty_label="Inget område valt"
    )
    priority_groups = _several("Prioriterade grupper", widget=CheckboxChoices)
    version = version_field()
    form_key = key_field()

    def __init__(
        self,
        *args: Any,
        cancel_url: str,
        units: QuerySet[Unit],
        proposal: Proposal | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=_initial(proposal), **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["units"].queryset = units
        fields["principals"].queryset = Principal.objects.in_order()
        offer_subjects(fields, proposal)
        self.helper = PortalFormHelper(
            Section("Förslaget", "title", "text"),
            Section("Du sa", "said", Pair("said_from", "said_note"), "said_reworded"),
            Section(
                "Till vem",
                "units",
                "principals",
                hint="Välj minst en. Var och en svarar för sig.",
            ),
            More("Område och prioriterade grupper", "theme", "priority_groups"),
            "version",
            "form_key",
            ButtonRow(MainButton("Spara förslaget"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def words(self) -> ProposalWords:
        """What was typed, as the services take it."""
        names = ("title", "text", "said", "said_from", "said_reworded", "said_note", "theme")
        return ProposalWords(**{name: self.cleaned_data[name] for name in names})

    @property
    def addressees(self) -> Sequence[Unit | Principal]:
        """Everybody chosen."""
        return [*self.cleaned_data["units"], *self.cleaned_data["principals"]]


class SubjectForm(LoopForm):
    """Theme and priority groups of a proposal, at any time."""

    theme = forms.ModelChoiceField(
        label="Område", queryset=Theme.objects.none(), required=False, empty_label="Inget område valt"
    )
    priority_groups = _several("Prioriterade grupper", widget=CheckboxChoices)

    def __init__(self, *args: Any, proposal: Proposal, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(proposal), **kwargs)
        offer_subjects(dict(self.fields), proposal)
        self.helper = PortalFormHelper(
            "theme", "priority_groups", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )


def offer_subjects(fields: dict[str, Any], proposal: Proposal | None) -> None:
    """Offer what is in use, and what the proposal has already."""
    themes, groups = Theme.objects.in_use(), PriorityGroup.objects.in_use()
    if proposal is not None:
        if proposal.theme_id is not None:
            themes |= Theme.objects.filter(pk=proposal.theme_id)
        groups |= PriorityGroup.objects.filter(pk__in=proposal.priority_groups.values("pk"))
    fields["theme"].queryset = themes.in_order()
    fields["priority_groups"].queryset = groups.in_order()


def _initial(proposal: Proposal | None) -> dict[str, Any]:
    if proposal is None:
        return {"version": 0}
    names = ("title", "text", "said", "said_from", "said_reworded", "said_note", "theme", "version")
    addressees = list(proposal.addressees.all())
    return {name: getattr(proposal, name) for name in names} | {
        "units": [one.unit_id for one in addressees if one.unit_id],
        "principals": [one.principal_id for one in addressees if one.principal_id],
        "priority_groups": [one.pk for one in proposal.priority_groups.all()],
    }


class FollowUpForm(LoopForm):
    """When and where the follow-up meeting is."""

    on = forms.DateField(
        label="Dag", widget=DateInput, error_messages={"required": "Välj vilken dag mötet är."}
    )
    starts_at = forms.TimeField(label="Tid", required=False, widget=TimeInput)
    place = forms.CharField(label="Plats eller länk", required=False, max_length=300)
    bring = forms.CharField(
        label="Mer att ta med eller tänka på",
        help_text="Den senaste planen följer med av sig själv.",
        required=False,
        max_length=2000,
        widget=CheckedTextarea(2000),
    )
    version = version_field()

    def __init__(self, *args: Any, meeting: FollowUp | None, cancel_url: str, **kwargs: Any) -> None:
        names = ("on", "starts_at", "place", "bring", "version")
        initial = {name: getattr(meeting, name) for name in names} if meeting else {"version": 0}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = PortalFormHelper(
            Group("När är mötet?", Pair("on", "starts_at")),
            "place",
            "bring",
            "version",
            ButtonRow(MainButton("Spara mötet"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def plan(self) -> FollowUpPlan:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        return FollowUpPlan(
            on=data["on"], starts_at=data["starts_at"], place=data["place"], bring=data["bring"]
        )


class FollowUpNotesForm(LoopForm):
    """What was said and learnt."""

    held_on = forms.DateField(
        label="När hölls mötet?", widget=DateInput, error_messages={"required": "Välj vilken dag det var."}
    )
    notes = forms.CharField(
        label="Anteckningar",
        help_text="Läses av dem som var inbjudna.",
        required=False,
        max_length=8000,
        widget=CheckedTextarea(8000),
    )
    lessons = forms.CharField(
        label="Det vi lärde oss",
        help_text="Syns för alla, tillsammans med förslagen.",
        required=False,
        max_length=4000,
        widget=CheckedTextarea(4000),
    )
    version = version_field()

    def __init__(self, *args: Any, meeting: FollowUp, cancel_url: str, **kwargs: Any) -> None:
        initial = {
            "held_on": meeting.held_on or meeting.on,
            "notes": meeting.notes,
            "lessons": meeting.lessons,
            "version": meeting.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = PortalFormHelper(
            "held_on",
            "notes",
            "lessons",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )


class RulesForm(LoopForm):
    """The loop's deadlines and thresholds."""

    answer_days = forms.IntegerField(label="Arbetsdagar att svara på ett förslag")
    grace_days = forms.IntegerField(
        label="Dagar innan en försening visas för alla",
        help_text="Den som ansvarar påminns 7 dagar och 1 dag före, och 7 dagar efter.",
    )
    follow_up_months = forms.IntegerField(label="Månader till uppföljningsmötet")
    effect_answers = forms.IntegerField(
        label="Svar som behövs från dem som använder verksamheten", help_text="Minst fem."
    )
    effect_percent = forms.IntegerField(label="Andel ja som behövs, i procent")
    version = version_field()

    _BOUNDS = {
        "answer_days": (1, 250),
        "grace_days": (0, 60),
        "follow_up_months": (1, 36),
        "effect_answers": (5, 500),
        "effect_percent": (1, 100),
    }

    def __init__(self, *args: Any, rules: LoopRules, cancel_url: str, **kwargs: Any) -> None:
        names = (*self._BOUNDS, "version")
        super().__init__(*args, initial={name: getattr(rules, name) for name in names}, **kwargs)
        for name, (least, most) in self._BOUNDS.items():
            words = f"Skriv ett tal från {least} till {most}."
            self.fields[name].validators += [MinValueValidator(least, words), MaxValueValidator(most, words)]
            self.fields[name].error_messages |= {"required": words, "invalid": words}
        self.helper = PortalFormHelper(
            *self._BOUNDS, "version", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )

    @property
    def facts(self) -> RuleFacts:
        """What was typed, as the service takes it."""
        return RuleFacts(**{name: self.cleaned_data[name] for name in self._BOUNDS})
