"""Timetable, contact person, wishes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from associations.forms.fields import PhoneField, TextField, with_value
from common.errors import DomainError, EditConflictError
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.form_widgets import CountedTextarea, RadioChoices
from revisions.forms.seen import signed, unsigned
from revisions.models import AuditUnit, TimetableEntry, TopicWish
from revisions.services.planning import ContactPerson


class TimetableForm(forms.Form):
    """The day of each step. ``seen`` keeps what stood here when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, days: Mapping[str, date], cancel_url: str, **kwargs: Any) -> None:
        seen = {kind: day.isoformat() for kind, day in days.items()}
        kwargs["initial"] = {**days, "seen": signed(seen)}
        super().__init__(*args, **kwargs)
        for kind in TimetableEntry.Kind:
            self.fields[kind.value] = forms.DateField(label=kind.label, required=False)
        self.helper = PortalFormHelper(
            *TimetableEntry.Kind.values, "seen",
            ButtonRow(MainButton("Spara tidsplanen"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    def refuse(self, error: DomainError) -> None:
        """Show the service's sentence. After a conflict the next press saves, now that both have been seen."""
        if isinstance(error, EditConflictError):
            self.data = with_value(self.data, "seen", str(self.initial["seen"]))
        self.add_error(error.field if error.field in self.fields else None, error.message)

    @property
    def days(self) -> dict[str, date | None]:
        """The day of each step, ``None`` where there is none."""
        return {kind: self.cleaned_data.get(kind) for kind in TimetableEntry.Kind.values}

    @property
    def seen_days(self) -> dict[str, date | None] | None:
        """What stood here when the page was opened."""
        seen = unsigned(self.cleaned_data.get("seen") or "")
        return None if seen is None else {kind: date.fromisoformat(day) for kind, day in seen.items()}


_CONTACT = ("name", "title", "email", "phone")


def _contact(row: AuditUnit) -> dict[str, str]:
    return {name: getattr(row, f"contact_{name}") for name in _CONTACT}


class ContactForm(forms.Form):
    """Whom at the unit the team talks with; at work, never at home."""

    name = TextField(
        label="Namn", max_length=120, error_messages={"required": "Skriv kontaktpersonens namn."}
    )
    title = TextField(label="Titel", max_length=120, required=False, help_text="Till exempel vårdenhetschef.")
    email = forms.EmailField(
        label="E-postadress i tjänsten",
        required=False,
        max_length=254,
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel namn@region.example."},
    )
    phone = PhoneField(label="Telefon i tjänsten", max_length=20, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: AuditUnit, cancel_url: str, **kwargs: Any) -> None:
        saved = _contact(row)
        kwargs["initial"] = {**saved, "seen": signed(saved)}
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "name", "title", Pair("email", "phone"), "seen",
            ButtonRow(MainButton("Spara kontaktpersonen"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    @property
    def person(self) -> ContactPerson:
        """The input as the service takes it."""
        return ContactPerson(**{name: self.cleaned_data[name] for name in _CONTACT})

    @property
    def seen_person(self) -> ContactPerson | None:
        """Who stood here when the page was opened."""
        seen = unsigned(self.cleaned_data.get("seen") or "")
        return None if seen is None else ContactPerson(**seen)

    def refuse(self, error: DomainError, *, row: AuditUnit) -> None:
        """Show the service's sentence. After a conflict the next press saves, now that both have been seen."""
        if isinstance(error, EditConflictError):
            self.data = with_value(self.data, "seen", signed(_contact(row)))
        self.add_error(None, error.message)


class WishForm(forms.Form):
    """What the commissioner wishes the audit to ask about."""

    text = TextField(
        label="Vad önskar du att de frågar om?",
        max_length=600,
        widget=CountedTextarea(600, {"rows": 3}),
        help_text="Teamet bestämmer vad som kommer med. Du ser här vad de svarade.",
        error_messages={"required": "Skriv vad du önskar att de frågar om."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("text", ButtonRow(MainButton("Skicka önskemålet")))


class DecideForm(forms.Form):
    """The team's answer to a wish."""

    decision = forms.ChoiceField(
        label="Kommer det med?",
        choices=[("taken", "Ja, det kommer med"), ("declined", "Nej, det kommer inte med")],
        widget=RadioChoices(),
        error_messages={"required": "Välj om önskemålet kommer med."},
    )
    reason = TextField(
        label="Varför",
        max_length=300,
        required=False,
        widget=CountedTextarea(300, {"rows": 2}),
        help_text="Behövs när det inte kommer med. Uppdragsgivaren läser svaret.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, wish: TopicWish, cancel_url: str, **kwargs: Any) -> None:
        decided = wish.decision if wish.decision != TopicWish.Decision.WAITING else None
        kwargs["initial"] = {"decision": decided, "reason": wish.reason, "seen": signed(wish.answer)}
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "decision", "reason", "seen",
            ButtonRow(MainButton("Spara svaret"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    @property
    def answer(self) -> dict[str, Any]:
        """The input as the service takes it."""
        return {"taken": self.cleaned_data["decision"] == "taken", "reason": self.cleaned_data["reason"]}

    @property
    def seen_answer(self) -> tuple[str, str] | None:
        """The answer that stood here when the page was opened."""
        seen = unsigned(self.cleaned_data.get("seen") or "")
        return None if seen is None else (str(seen[0]), str(seen[1]))

    def refuse(self, error: DomainError, *, wish: TopicWish) -> None:
        """Show the service's sentence. After a conflict the next press saves, now that both have been seen."""
        if isinstance(error, EditConflictError):
            self.data = with_value(self.data, "seen", signed(wish.answer))
        self.add_error(error.field if error.field in self.fields else None, error.message)
