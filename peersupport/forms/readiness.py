"""The readiness check: all nine conditions on one page, saved together or one at a time."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField

from associations.forms.fields import TextField
from common.form_widgets import DateInput
from peersupport.queries.readiness import ReadinessRow
from peersupport.services.readiness import ReadinessFacts
from peersupport.words import Readiness
from proposals.forms.shared import LoopForm, version_field

#: The button of one condition sends this name with the condition as value.
ONE: Final = "one"
_FACTS: Final = ("answer", "evidence", "owner", "due_on")


@dataclass(frozen=True)
class Block:
    """One condition on the page: what it is, and its fields."""

    row: ReadinessRow
    fields: list[BoundField]
    hidden: list[BoundField]


class ReadinessForm(LoopForm):
    """Nine conditions. One that stands as it did when the page was opened is left alone, whoever has changed it since."""

    def __init__(self, data: Any = None, *, rows: list[ReadinessRow]) -> None:
        self.rows = rows
        super().__init__(data)
        for row in rows:
            self._add_condition(row)

    def full_clean(self) -> None:
        """With the button of one condition, only that one is looked at: the others are saved another time."""
        super().full_clean()
        if self.only and self.is_bound:
            for name in [name for name in self.errors if not name.startswith(f"{self.only}_")]:
                del self.errors[name]

    @property
    def only(self) -> str:
        """The condition whose own button was pressed, or nothing."""
        pressed = str(self.data.get(ONE, ""))
        return pressed if pressed in {row.condition for row in self.rows} else ""

    @property
    def answers(self) -> dict[str, tuple[ReadinessFacts, int]]:
        """What somebody has changed, as the service takes it: the facts, and the version they were read in."""
        return {
            row.condition: (
                self._facts(row.condition),
                self.cleaned_data.get(f"{row.condition}_version") or 0,
            )
            for row in self.rows
            if self.only in {"", row.condition} and self._is_touched(row.condition)
        }

    @property
    def unsaved(self) -> list[str]:
        """Conditions with something typed that the button of another one did not save."""
        return [
            row.label
            for row in self.rows
            if row.condition != self.only and self.only and self._is_touched(row.condition)
        ]

    @property
    def blocks(self) -> list[Block]:
        """The page's parts."""
        return [
            Block(
                row,
                [self[f"{row.condition}_{name}"] for name in _FACTS],
                [self[f"{row.condition}_{name}"] for name in ("version", "seen")],
            )
            for row in self.rows
        ]

    def renew(self, rows: list[ReadinessRow], conditions: set[str]) -> None:
        """Let the page carry what is saved now for ``conditions``: the next press is a choice made knowingly."""
        data: Any = self.data
        data = data.copy()
        for row in rows:
            if row.condition in conditions:
                data[f"{row.condition}_version"] = str(row.version)
                data[f"{row.condition}_seen"] = seen_of(row)
        self.data = data
        self.rows = rows

    def _add_condition(self, row: ReadinessRow) -> None:
        name = row.condition
        self.fields.update(
            {
                f"{name}_answer": forms.ChoiceField(
                    label="Svar",
                    choices=Readiness.choices,
                    error_messages={
                        "required": "Välj ett av svaren.",
                        "invalid_choice": "Välj ett av svaren.",
                    },
                ),
                f"{name}_evidence": TextField(
                    label="Vad visar det?",
                    required=False,
                    max_length=500,
                    widget=forms.Textarea(attrs={"rows": 2}),
                ),
                f"{name}_owner": TextField(
                    label="Vem ser till det?",
                    required=False,
                    max_length=120,
                    help_text="En roll räcker, till exempel vårdenhetschef.",
                ),
                f"{name}_due_on": forms.DateField(
                    label="Senast",
                    required=False,
                    widget=DateInput,
                    error_messages={"invalid": "Skriv dagen som 2026-11-24."},
                ),
                f"{name}_version": version_field(),
                f"{name}_seen": forms.CharField(widget=forms.HiddenInput, required=False, max_length=64),
            }
        )
        self.initial.update({f"{name}_{fact}": getattr(row, fact) for fact in _FACTS})
        self.initial.update({f"{name}_version": row.version, f"{name}_seen": seen_of(row)})

    def _facts(self, condition: str) -> ReadinessFacts:
        data = self.cleaned_data
        return ReadinessFacts(
            answer=data.get(f"{condition}_answer") or Readiness.OPEN.value,
            evidence=data.get(f"{condition}_evidence") or "",
            owner=data.get(f"{condition}_owner") or "",
            due_on=data.get(f"{condition}_due_on"),
        )

    def _is_touched(self, condition: str) -> bool:
        """Whether the condition was typed in. What can't be read was."""
        typed = {f"{condition}_{name}" for name in _FACTS}
        if not typed <= self.cleaned_data.keys():
            return True
        return _print_of(self._facts(condition)) != self.data.get(f"{condition}_seen")


def seen_of(row: ReadinessRow) -> str:
    """Return a fingerprint of a condition as it stood when the page was opened."""
    return _print_of(ReadinessFacts(**{name: getattr(row, name) for name in _FACTS}))


def _print_of(facts: ReadinessFacts) -> str:
    # A browser sends line breaks its own way.
    text = "\x1f".join(
        [facts.answer, "\n".join(facts.evidence.split("\r\n")), facts.owner, str(facts.due_on)]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]
