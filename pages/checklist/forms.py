"""The checklist as a form: alone, where nothing is stored, and for a unit's project."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, Section
from common.form_widgets import DateInput, RadioChoices
from common.swedish import today
from organisations.models import Unit
from pages.checklist.questions import QUESTIONS
from pages.checklist.result import Said, said_in
from pages.models import Checklist, Extent
from pages.services.checklists import ChecklistFacts
from proposals.forms.shared import LoopForm, key_field, version_field

#: As the saved answers' column; a long answer is a few paragraphs.
LONGEST = 2000
#: A first follow-up is suggested half a year ahead.
SUGGESTED = timedelta(days=182)


class ChecklistForm(LoopForm):
    """The five questions: free text, and in what extent for those who want. One answer is enough."""

    project = forms.CharField(label="Vad heter arbetet?", max_length=160, required=False)

    def __init__(self, *args: Any, operator_words: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[f"text_{question.number}"] = CheckedText(
                label=question.text,
                required=False,
                max_length=LONGEST,
                operator_words=operator_words,
            )
            self.fields[f"extent_{question.number}"] = forms.ChoiceField(
                label="I vilken grad?",
                required=False,
                choices=[*Extent.choices, ("", "Vill inte välja")],
                initial="",
                widget=RadioChoices(),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one answer, when nothing else is wrong with what was typed."""
        cleaned = super().clean()
        if not self.errors and not any(self.said):
            self.add_error("text_1", "Svara på minst en av frågorna, med ord eller i vilken grad.")
        return cleaned

    @property
    def said(self) -> list[Said]:
        """The five answers of a form that is clean."""
        get = self.cleaned_data.get
        return [
            Said((get(f"text_{one.number}") or "").strip(), get(f"extent_{one.number}") or "")
            for one in QUESTIONS
        ]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of what was typed, to be sent on from the result's buttons."""
        values = [("project", self.cleaned_data["project"])]
        for question, one in zip(QUESTIONS, self.said, strict=True):
            values += [(f"text_{question.number}", one.text), (f"extent_{question.number}", one.extent)]
        return [(name, value) for name, value in values if value]

    @staticmethod
    def question_rows() -> list[Section]:
        """The questions, one section each."""
        return [
            Section(f"{one.number}. {one.part}", f"text_{one.number}", f"extent_{one.number}")
            for one in QUESTIONS
        ]


class AloneForm(ChecklistForm):
    """For anybody: sent, shown, forgotten. Carries no token, since nothing is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, operator_words=False, **kwargs)
        self.fields["project"].help_text = "Står överst på det du skriver ut."
        self.helper = PortalFormHelper(
            "project", *self.question_rows(), ButtonRow(MainButton("Visa resultatet"))
        )
        self.helper.disable_csrf = True


class SavedForm(ChecklistForm):
    """For a unit's project. ``checklist``: the one to put right or to fill in again; none for a new one."""

    unit = forms.ModelChoiceField(
        label="Verksamhet",
        queryset=Unit.objects.none(),
        empty_label="Välj i listan",
        help_text="Verksamhetens chefer ser checklistan, och samordnaren.",
        error_messages={
            "required": "Välj vilken verksamhet arbetet hör till.",
            "invalid_choice": "Verksamheten finns inte längre. Välj en annan.",
        },
    )
    follow_up_on = forms.DateField(
        label="När ska arbetet följas upp?",
        help_text="Då påminner översikten om att fylla i checklistan igen. Lämna tomt om det inte behövs.",
        required=False,
        widget=DateInput,
    )
    version = version_field()
    form_key = key_field()

    def __init__(
        self,
        *args: Any,
        units: Any,
        cancel_url: str,
        checklist: Checklist | None = None,
        again: bool = False,
        **kwargs: Any,
    ) -> None:
        initial = {**_initial(checklist, again=again), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["project"].required = True
        fields["project"].error_messages["required"] = "Skriv vad arbetet heter."
        fields["unit"].queryset = units
        if checklist is not None:
            del self.fields["unit"]
        whose = ["project"] if checklist else ["unit", "project"]
        self.helper = PortalFormHelper(
            *whose,
            *self.question_rows(),
            Section("Uppföljning", "follow_up_on"),
            "version",
            "form_key",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> ChecklistFacts:
        """What the services take."""
        data = self.cleaned_data
        return ChecklistFacts(project=data["project"], follow_up_on=data["follow_up_on"], said=self.said)


def typed_alone(data: QueryDict) -> dict[str, Any]:
    """Return what came along from the result of a checklist filled in alone, as initial values."""
    names = ["project", *(f"{kind}_{one.number}" for one in QUESTIONS for kind in ("text", "extent"))]
    return {name: data[name][:LONGEST] for name in names if data.get(name)}


def _initial(checklist: Checklist | None, *, again: bool) -> dict[str, Any]:
    if checklist is None:
        return {"follow_up_on": today() + SUGGESTED}
    values: dict[str, Any] = {
        "project": checklist.project,
        "version": checklist.version,
        "follow_up_on": _still_to_come(checklist.follow_up_on) if again else checklist.follow_up_on,
    }
    if not again:
        for question, one in zip(QUESTIONS, said_in(checklist.latest), strict=True):
            values[f"text_{question.number}"] = one.text
            values[f"extent_{question.number}"] = one.extent
    return values


def _still_to_come(day: date | None) -> date | None:
    """A follow-up that has been is over when the checklist is filled in again."""
    return day if day is not None and day > today() else None
