"""Forms of an evaluation: its day, whom to ask, the team, what it came to; and what one person answers."""

import uuid
from typing import Any, Final

from django import forms

from associations.forms.fields import VersionedForm
from common.errors import DomainError
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckboxChoices, RadioChoices
from peersupport.models import Evaluation, EvaluationStatement
from peersupport.questionnaires import words_of
from peersupport.services.statements import LONGEST
from peersupport.words import Asked, FindingKind

DAY: Final = {"required": "Välj en dag.", "invalid": "Skriv dagen som 2026-11-24."}


class Refusable(forms.Form):
    """Can show a service's sentence where it belongs."""

    def refuse(self, error: DomainError) -> None:
        """Put the service's sentence at its field, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class EvaluatorForm(Refusable):
    """Take somebody into the team by address, so that nobody has to see who has an account."""

    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Har personen inget konto skickar vi en inbjudan. Chef och handledare i verksamheten kan inte vara med.",
        error_messages={
            "required": "Skriv personens e-postadress.",
            "invalid": "Skriv hela e-postadressen, till exempel namn@example.org.",
        },
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("email", ButtonRow(MainButton("Ta med i teamet")), action=action)


class MoveForm(VersionedForm):
    """Another day for an evaluation that has not begun."""

    due_on = forms.DateField(label="Ny dag", error_messages=DAY)

    def __init__(self, *args: Any, evaluation: Evaluation, cancel_url: str, **kwargs: Any) -> None:
        initial = {"due_on": evaluation.due_on, "version": evaluation.version}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            "due_on", "version", ButtonRow(MainButton("Spara dagen"), QuietLink("Avbryt", cancel_url))
        )


class OpenForm(Refusable):
    """Whom to ask, and until when."""

    asked = forms.MultipleChoiceField(
        label="Vilka frågar ni?",
        choices=Asked.choices,
        widget=CheckboxChoices(
            hints={
                Asked.USERS: "Anonymt, med QR-kod eller på papper.",
                Asked.STAFF: "Anonymt, med länk eller på papper.",
                Asked.MANAGER: "En person. Svaret är inte anonymt. Det läses av teamet och räknas inte.",
                Asked.PEER: "En person. Svaret är inte anonymt. Det läses av teamet och räknas inte.",
            }
        ),
        error_messages={
            "required": "Välj minst en grupp att fråga.",
            "invalid_choice": "Välj bland grupperna.",
        },
    )
    closes_on = forms.DateField(label="Sista dag att svara", error_messages=DAY)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "asked", "closes_on", ButtonRow(MainButton("Skicka ut frågorna"), QuietLink("Avbryt", cancel_url))
        )


class FindingForm(Refusable):
    """One thing to keep, change or stop."""

    kind = forms.ChoiceField(
        label="Vad ska hända med det?",
        choices=FindingKind.choices,
        widget=RadioChoices,
        error_messages={"required": "Välj om det ska behållas, ändras eller sluta."},
    )
    text = CheckedText(
        label="Vad har ni kommit fram till?",
        max_length=500,
        help_text="Skriv med egna ord om arbetssättet. Citera ingen, och skriv inget som pekar ut någon.",
        error_messages={"required": "Skriv vad ni har kommit fram till."},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"form_key": uuid.uuid4()}})
        self.helper = PortalFormHelper(
            "kind", "text", "form_key", ButtonRow(MainButton("Lägg till")), action=action
        )

    @property
    def key(self) -> uuid.UUID:
        """The form's own mark, so that sending it twice adds one."""
        key: uuid.UUID | None = self.cleaned_data["form_key"]
        return key or uuid.uuid4()


class ConclusionForm(VersionedForm):
    """What it came to."""

    conclusion = CheckedText(
        label="Slutsats",
        max_length=3000,
        help_text="Vad fungerar, vad behöver ändras och bör peer support fortsätta? Skriv inget som pekar ut någon.",
        error_messages={"required": "Skriv slutsatsen."},
    )

    def __init__(self, *args: Any, evaluation: Evaluation, cancel_url: str, **kwargs: Any) -> None:
        initial = {"conclusion": evaluation.conclusion, "version": evaluation.version}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            "conclusion",
            "version",
            ButtonRow(MainButton("Spara slutsatsen"), QuietLink("Avbryt", cancel_url)),
        )


class StatementForm(Refusable):
    """What the manager, or the peer, answers in their own words. Nothing is required but that something is written."""

    def __init__(self, *args: Any, statement: EvaluationStatement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = []
        for one in words_of(statement.asked):
            self.fields[one.name] = CheckedText(
                label=one.text, max_length=LONGEST, required=False, operator_words=False
            )
            names.append(one.name)
        self.helper = PortalFormHelper(*names, ButtonRow(MainButton("Skicka svaret")))
        # The token is a cookie, and whoever answers gets none (``surveys.views.anonymous``).
        self.helper.disable_csrf = True
