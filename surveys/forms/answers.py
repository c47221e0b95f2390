"""The form a respondent fills in: one field for each question, none of them required."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField
from django.forms.utils import ErrorDict

from common.form_widgets import CheckboxChoices, CheckedTextarea, RadioChoices
from common.privacy import clean_text, contains_personal_number
from surveys.models import Answer, Question
from surveys.services.answering import PERSONAL_NUMBER, TEXT_LIMIT, Given, too_long

#: Values of the ways out that every question with fixed answers has.
UNKNOWN: Final = "vet-inte"
DECLINED: Final = "vill-inte"
_STATES: Final = {UNKNOWN: Answer.State.UNKNOWN, DECLINED: Answer.State.DECLINED}
_WAYS_OUT: Final = ((UNKNOWN, "Vet inte"), (DECLINED, "Vill inte svara"))


def field_name(question: Question) -> str:
    """Return the name of the question's field."""
    return f"q{question.pk.hex}"


class AnswersForm(forms.Form):
    """A survey's questions as fields. ``answers()`` gives what was answered, by question id."""

    def __init__(
        self,
        questions: Iterable[Question],
        data: Any = None,
        *,
        given: Mapping[UUID, Given] | None = None,
    ) -> None:
        self.questions = list(questions)
        initial = {
            field_name(row): _initial(row, given[row.pk])
            for row in self.questions
            if given and row.pk in given
        }
        super().__init__(data, initial=initial)
        for row in self.questions:
            self.fields[field_name(row)] = _field(row)
        self._by_name = {field_name(row): row for row in self.questions}

    def clean(self) -> dict[str, Any]:
        """Texts without odd signs; several choices together with a way out are sent back."""
        for name, row in self._by_name.items():
            value = self.cleaned_data.get(name)
            if row.is_open and value:
                self._check_text(name, clean_text(value))
            elif isinstance(value, list) and len(value) > 1 and any(one in _STATES for one in value):
                self.add_error(name, "Välj antingen svar, eller ”Vet inte” eller ”Vill inte svara”.")
        return self.cleaned_data

    def _check_text(self, name: str, text: str) -> None:
        self.cleaned_data[name] = text
        if len(text) > TEXT_LIMIT:
            self.add_error(name, too_long(text))
        elif contains_personal_number(text):
            self.add_error(name, PERSONAL_NUMBER)

    def answers(self) -> dict[UUID, Given]:
        """Return the answers of a valid form; questions without one are left out."""
        found = {row.pk: _given(row, self.cleaned_data.get(name)) for name, row in self._by_name.items()}
        return {key: given for key, given in found.items() if not given.is_empty}

    def add_refusal(self, question_id: str | None, message: str) -> None:
        """Put a service's sentence at the question it is about."""
        name = next((name for name, row in self._by_name.items() if str(row.pk) == question_id), None)
        self.add_error(name, message)

    def first_error(self) -> int:
        """Return the place of the first question with an error."""
        return next((place for place, name in enumerate(self._by_name) if name in self.errors), 0)

    def keep_errors_of(self, place: int) -> None:
        """Forget errors of questions on other pages: they are said when the person comes there."""
        kept = {NON_FIELD_ERRORS, field_name(self.questions[place])}
        for name in [name for name in self.errors if name not in kept]:
            del self.errors[name]

    def forget_errors(self) -> None:
        """Show what was typed on another page without judging it; that is done when the form is sent."""
        self._errors = ErrorDict()

    def shown(self, place: int) -> BoundField:
        """Return the field of the question at ``place``."""
        return self[field_name(self.questions[place])]

    def carried(self, place: int) -> list[tuple[str, str]]:
        """Return every other question's values, to travel along as hidden fields: nothing is kept on the server."""
        pairs = []
        for number, row in enumerate(self.questions):
            if number == place:
                continue
            value = self[field_name(row)].value()
            values = value if isinstance(value, list) else [value]
            pairs += [(field_name(row), str(one)) for one in values if one not in (None, "")]
        return pairs

    def written(self) -> list[tuple[str, list[str]]]:
        """Return questions and answers in words, for somebody whose answers could not be sent."""
        rows = []
        for row in self.questions:
            value = self[field_name(row)].value()
            values = value if isinstance(value, list) else [value]
            labels = dict(_choices(row)) if row.options else {}
            words = [labels.get(str(one), str(one)) for one in values if one not in (None, "")]
            if words:
                rows.append((row.text, words))
        return rows


def _choices(question: Question) -> list[tuple[str, str]]:
    offered = [(str(place), label) for place, label in enumerate(question.options)]
    ways_out = _WAYS_OUT[1:] if question.is_background else _WAYS_OUT
    return [*offered, *ways_out]


def _field(question: Question) -> forms.Field:
    said: dict[str, Any] = {"label": question.text, "help_text": question.hint, "required": False}
    if question.is_open:
        return forms.CharField(
            **said, widget=CheckedTextarea(attrs={"rows": 5}, operator_words=False), strip=False
        )
    if question.kind == Question.Kind.SEVERAL:
        hint = " ".join(part for part in (question.hint, "Du kan välja flera.") if part)
        return forms.MultipleChoiceField(
            **{**said, "help_text": hint},
            choices=_choices(question),
            widget=CheckboxChoices,
            error_messages={"invalid_choice": "Välj bland svaren som finns."},
        )
    return forms.ChoiceField(
        **said,
        choices=_choices(question),
        widget=RadioChoices,
        error_messages={"invalid_choice": "Välj ett av svaren som finns."},
    )


def _given(question: Question, value: Any) -> Given:
    if not value:
        return Given()
    if question.is_open:
        return Given(text=value)
    values = value if isinstance(value, list) else [value]
    state = next((_STATES[one] for one in values if one in _STATES), None)
    if state is not None:
        return Given(state=state)
    return Given(choices=tuple(sorted(int(one) for one in values)))


def _initial(question: Question, given: Given) -> Any:
    if question.is_open:
        return given.text
    names = {state: name for name, state in _STATES.items()}
    values = [names[Answer.State(given.state)]] if given.state in names else [str(c) for c in given.choices]
    if question.kind == Question.Kind.SEVERAL:
        return values
    return values[0] if values else None


class CodeForm(forms.Form):
    """The short code on a poster."""

    kod = forms.CharField(
        label="Kod på affischen",
        max_length=20,
        error_messages={
            "required": "Skriv koden som står på affischen.",
            "max_length": "Koden är sex tecken lång.",
        },
    )


class ResumeForm(forms.Form):
    """The twelve digits that open what was put away."""

    code = forms.CharField(
        label="Din kod",
        help_text="Tolv siffror, till exempel 4821 0937 5526.",
        max_length=40,
        error_messages={
            "required": "Skriv koden som du fick när du pausade.",
            "max_length": "Koden är tolv siffror lång.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
