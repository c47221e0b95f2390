"""Forms of those who make surveys: input and layout, no state changes."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.safestring import SafeString

from common.errors import DomainError, EditConflictError
from common.form_layout import ButtonRow, MainButton, More, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import CountedTextarea, RadioChoices
from common.privacy import clean_text, refuse_personal_numbers
from organisations.models import Unit
from surveys.models import Question, Survey
from surveys.queries.work import WHOLE_COUNTY
from surveys.services.writing import QuestionFacts, SurveyFacts

LAYOUT_HINTS: Final = {
    Survey.Layout.ONE: "Lugnast på en telefon. Passar de flesta.",
    Survey.Layout.ALL: "Passar en kort enkät med högst fem frågor.",
}
ANONYMITY_HINTS: Final = {
    Survey.Anonymity.ANONYMOUS: "Ingen kan se vem som svarat. Det går att skriva med egna ord; orden låses med en nyckel.",
    Survey.Anonymity.CHOICES_ONLY: "Ingen kan se vem som svarat, och det går inte att skriva något. Säkrast i en liten grupp.",
}
KIND_HINTS: Final = {
    Question.Kind.SCALE: "Svar i ordning, till exempel från Aldrig till Alltid.",
    Question.Kind.CHOICE: "Ett av flera svar.",
    Question.Kind.SEVERAL: "Ett eller flera av svaren.",
    Question.Kind.OPEN: "Den som svarar skriver själv.",
    Question.Kind.BACKGROUND: "Något om den som svarar. Högst tre, med grova grupper.",
}


class SurveyForm(forms.ModelForm):  # type: ignore[type-arg] # generic only in the stubs
    """A survey's facts. ``places`` are the units to choose from when a new one is made."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Survey
        fields = (
            "title", "purpose", "information", "thanks", "layout", "closes_on",
            "hourly_limit", "daily_limit", "keep_months",
        )  # fmt: skip
        labels = {
            "title": "Rubrik",
            "purpose": "Varför frågar ni?",
            "information": "Vad händer med svaren?",
            "thanks": "Tack efteråt",
            "layout": "Hur ska frågorna visas?",
            "closes_on": "Sista dag att svara",
            "hourly_limit": "Svar i timmen före karantän",
            "daily_limit": "Svar om dagen före karantän",
            "keep_months": "Månader som svaren finns kvar efter stängning",
        }
        help_texts = {
            "title": "Den står överst för alla som svarar. Nämn ingen diagnos.",
            "purpose": "En eller två meningar till den som ska svara.",
            "information": "Vem läser svaren, och vad leder de till?",
            "closes_on": "Enkäten stänger av sig själv när dagen är slut.",
            "hourly_limit": "Kommer det fler svar än så läggs de åt sidan tills du har bedömt dem.",
            "keep_months": "Sedan förstörs svaren. Det som räknats ihop finns kvar.",
        }
        widgets = {
            "purpose": CountedTextarea(1000),
            "information": CountedTextarea(2000),
            "thanks": CountedTextarea(600),
            "layout": RadioChoices(hints=LAYOUT_HINTS),
        }

    def __init__(
        self, *args: Any, cancel_url: str, places: Iterable[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        self.fields["purpose"].required = True
        self.fields["layout"].choices = Survey.Layout.choices  # type: ignore[attr-defined] # no empty first choice
        for name, most in (("hourly_limit", 5000), ("daily_limit", 20_000), ("keep_months", 60)):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                initial=self.fields[name].initial,
                min_value=1,
                max_value=most,
                error_messages={
                    "min_value": "Skriv ett tal som är minst 1.",
                    "max_value": f"Skriv ett tal som är högst {most}.",
                },
            )
        rows: list[Any] = [Section("Om enkäten", "title", "purpose", "information")]
        if places is not None:
            rows.insert(0, self._place_section(list(places)))
        rows += [
            Section("Så visas den", "layout", "closes_on"),
            _Folded("Fler val", "thanks", Pair("hourly_limit", "daily_limit"), "keep_months"),
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        ]
        self.helper = PortalFormHelper(*rows)

    def _place_section(self, places: list[tuple[str, str]]) -> Section:
        names = ["anonymity"]
        if places:
            self.fields["place"] = forms.ChoiceField(label="För vilken verksamhet?", choices=places)
            names.insert(0, "place")
        self.fields["anonymity"] = forms.ChoiceField(
            label="Anonymitet",
            help_text="Går inte att ändra sedan.",
            choices=Survey.Anonymity.choices,
            initial=Survey.Anonymity.ANONYMOUS,
            widget=RadioChoices(hints=ANONYMITY_HINTS),
        )
        return Section("Det här bestäms nu", *names)

    def clean(self) -> dict[str, Any]:
        """Texts without odd signs and personal identity numbers."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("title", "purpose", "information", "thanks"):
            if cleaned.get(name):
                cleaned[name] = clean_text(cleaned[name])
                _refuse(self, name, cleaned[name])
        return cleaned

    def facts(self) -> SurveyFacts:
        """Return what was typed as one service's facts."""
        typed = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return SurveyFacts(**typed, opens_on=self.instance.opens_on)

    def unit(self) -> Unit | None:
        """Return the unit that was chosen, checked against the choices; none for the whole county."""
        chosen = self.cleaned_data.get("place", WHOLE_COUNTY)
        return None if chosen == WHOLE_COUNTY else Unit(pk=int(chosen))

    def refuse(self, error: DomainError, *, version: int) -> None:
        """Show the service's sentence at its field. After a conflict the next press saves: both have been seen."""
        if isinstance(error, EditConflictError):
            self.data = _with_value(self.data, "version", str(version))
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def _post_clean(self) -> None:
        """The service checks and writes; the form leaves its instance alone."""


class QuestionForm(forms.Form):
    """One question and its answers, one on each line."""

    kind = forms.ChoiceField(
        label="Typ av fråga", choices=Question.Kind.choices, widget=RadioChoices(hints=KIND_HINTS)
    )
    text = forms.CharField(
        label="Fråga", max_length=400, help_text="Fråga om en sak i taget, med vanliga ord."
    )
    hint = forms.CharField(label="Förklaring under frågan", max_length=300, required=False)
    options = forms.CharField(
        label="Svar att välja på",
        required=False,
        max_length=2000,
        help_text="Ett på varje rad, för en skala från lägst till högst. "
        "”Vet inte” och ”Vill inte svara” läggs alltid till. Lämna tomt för egna ord.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    #: What the question said when the page was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "kind",
            "text",
            "hint",
            "options",
            "seen",
            ButtonRow(MainButton("Spara frågan"), QuietLink("Avbryt", cancel_url)),
        )

    def clean(self) -> dict[str, Any]:
        """Texts without odd signs and personal identity numbers; no line too long."""
        for name in ("text", "hint", "options"):
            if self.cleaned_data.get(name):
                self.cleaned_data[name] = clean_text(self.cleaned_data[name])
                _refuse(self, name, self.cleaned_data[name])
        if any(len(line.strip()) > 120 for line in self._lines()):
            self.add_error("options", "Ett svar är för långt. Högst 120 tecken på varje rad.")
        if "text" in self.cleaned_data and not self.cleaned_data["text"]:
            self.add_error("text", "Skriv en fråga.")
        return self.cleaned_data

    def facts(self) -> QuestionFacts:
        """Return what was typed as one service's facts."""
        return QuestionFacts(
            kind=self.cleaned_data["kind"],
            text=self.cleaned_data["text"],
            hint=self.cleaned_data["hint"],
            options=tuple(self._lines()),
        )

    def refuse(self, error: DomainError, *, mark: str) -> None:
        """Show the service's sentence at its field. After a conflict the next press saves: both have been seen."""
        if isinstance(error, EditConflictError):
            self.data = _with_value(self.data, "seen", mark)
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def _lines(self) -> list[str]:
        return str(self.cleaned_data.get("options") or "").split("\n")


class PlanForm(forms.Form):
    """The day on which a survey opens by itself."""

    opens_on = forms.DateField(label="Öppna av sig själv den")

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("opens_on", ButtonRow(_Plain("Planera")), action=action)


class SeriesForm(forms.Form):
    """What a series of surveys is called."""

    name = forms.CharField(
        label="Namn på serien", max_length=160, help_text="Till exempel: Varje termin på mottagningen."
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("name", ButtonRow(_Plain("Gör till en serie")), action=action)

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])


class RoundForm(forms.Form):
    """The next round of a series."""

    title = forms.CharField(
        label="Rubrik på nästa omgång", max_length=160, help_text="Den står överst för alla som svarar."
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("title", ButtonRow(MainButton("Gör nästa omgång")), action=action)

    def clean_title(self) -> str:
        return clean_text(self.cleaned_data["title"])


class _Folded(More):
    """Fields with values that fit most: folded unless one of them has an error."""

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> SafeString:
        """Open only where something has to be put right."""
        self.is_open = any(form[pointer.name].errors for pointer in self.get_field_names())
        return super(More, self).render(form, context, template_pack, **kwargs)


class _Plain(MainButton):
    """The button of a small form in the margin: the page's main button stands elsewhere."""

    look = "btn"


def _with_value(data: Any, name: str, value: str) -> Any:
    """Return a copy of what was sent with one value replaced."""
    copied = data.copy()
    copied[name] = value
    return copied


def _refuse(form: forms.BaseForm, name: str, text: str) -> None:
    try:
        refuse_personal_numbers(text)
    except forms.ValidationError as error:
        form.add_error(name, error)
