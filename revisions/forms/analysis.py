"""Marking, themes, search, findings, quotes, proposals, destruction: input and layout, no state changes."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from associations.forms.fields import TextField, VersionedForm
from common.errors import DomainError
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, More, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, CheckedTextarea, CountedTextarea, RadioChoices
from common.privacy import clean_text
from organisations.models import Principal, Theme, Unit
from proposals.words import State
from revisions.models import AnalysisCode, Finding, UserAudit
from revisions.queries.analysis_text import OpenedAnswer
from revisions.services.coding import LONGEST_MEMO, Coding
from revisions.services.findings import LONGEST_SUMMARY, LONGEST_TITLE, FindingWords
from revisions.services.quotes import LONGEST as LONGEST_QUOTE

NO_PASSAGE = "Markera några ord i svaret först: välj meningar, eller skriv av orden som de står."
NOT_THERE = "Orden står inte så i svaret. Skriv av dem precis som de står."
APART = "Välj meningar som står intill varandra. Gör en markering till för de andra."


class RefusableForm(forms.Form):
    """A form that shows a service's sentence at its field."""

    def refuse(self, error: DomainError) -> None:
        """Put the sentence at the field it is about, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class CodesField(forms.MultipleChoiceField):
    """Themes to choose: the audit's own ("c7") and shared ones that it doesn't use yet ("t3")."""

    def __init__(self) -> None:
        super().__init__(
            label="Teman",
            required=False,
            widget=CheckboxChoices(),
            error_messages={"invalid_choice": "Ett av temana finns inte längre. Välj igen."},
        )


class CodingForm(RefusableForm):
    """One marking: which words, which themes, and what the coder thinks of it.

    The words come from the page's script (``start`` and ``end``), from what was pasted, or from chosen sentences.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    sentences = forms.MultipleChoiceField(label="Välj meningar", required=False, widget=CheckboxChoices())
    passage = forms.CharField(
        label="Eller skriv av orden",
        required=False,
        help_text="Precis som de står i svaret. Du kan också markera dem direkt i texten ovanför.",
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        strip=False,
    )
    codes = CodesField()
    own = TextField(
        label="Eget tema", max_length=80, required=False, help_text="Blir ett tema för hela teamet."
    )
    memo = CheckedText(
        label="Anteckning",
        max_length=LONGEST_MEMO,
        required=False,
        help_text="Läses bara av teamet. Låses in som svaren.",
    )

    def __init__(
        self,
        *args: Any,
        row: OpenedAnswer,
        codes: Sequence[AnalysisCode],
        themes: Sequence[Theme],
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._row = row
        fields: dict[str, Any] = dict(self.fields)
        fields["sentences"].choices = [(f"{one.start}-{one.end}", one.text) for one in row.sentences]
        fields["memo"].widget = CheckedTextarea(LONGEST_MEMO, {"rows": 3})
        self._codes, self._themes = _offer(fields["codes"], codes, themes)
        words = ["sentences", "passage"] if row.sentences else ["passage"]
        self.helper = PortalFormHelper(
            "revision",
            "start",
            "end",
            Section("Vilka ord?", *words),
            Section("Vad handlar det om?", "codes", "own", "memo"),
            ButtonRow(MainButton("Spara markeringen"), QuietLink("Tillbaka", cancel_url)),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        place = self._place(cleaned)
        if isinstance(place, str):
            self.add_error("passage", place)
        else:
            cleaned["place"] = place
        return cleaned

    @property
    def coding(self) -> Coding:
        """What is put on the passage."""
        return _coding(self.cleaned_data, self._codes, self._themes)

    def _place(self, cleaned: dict[str, Any]) -> tuple[int, int] | str:
        start, end = cleaned.get("start"), cleaned.get("end")
        if start is not None and end:
            return start, end
        if words := clean_text(cleaned.get("passage") or ""):
            at = self._row.text.find(words)
            return (at, at + len(words)) if at >= 0 else NOT_THERE
        chosen = set(cleaned.get("sentences") or ())
        picked = [f"{one.start}-{one.end}" in chosen for one in self._row.sentences]
        if not any(picked):
            return NO_PASSAGE
        first, last = picked.index(True), len(picked) - 1 - picked[::-1].index(True)
        if not all(picked[first : last + 1]):
            return APART
        return self._row.sentences[first].start, self._row.sentences[last].end


class PassageForm(RefusableForm):
    """Themes and memo of one's own marking."""

    codes = CodesField()
    own = TextField(label="Eget tema", max_length=80, required=False)
    memo = CheckedText(label="Anteckning", max_length=LONGEST_MEMO, required=False)

    def __init__(
        self,
        *args: Any,
        codes: Sequence[AnalysisCode],
        themes: Sequence[Theme],
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["memo"].widget = CheckedTextarea(LONGEST_MEMO, {"rows": 3})
        self._codes, self._themes = _offer(fields["codes"], codes, themes)
        self.helper = PortalFormHelper(
            "codes", "own", "memo", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )

    @property
    def coding(self) -> Coding:
        """What is put on the passage."""
        return _coding(self.cleaned_data, self._codes, self._themes)


class CodeForm(RefusableForm):
    """A theme's name."""

    name = TextField(
        label="Tema",
        max_length=80,
        help_text="Några ord om vad det handlar om. Aldrig något som någon sagt.",
        error_messages={"required": "Skriv vad temat ska heta."},
    )

    def __init__(self, *args: Any, button: str = "Lägg till", cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buttons: list[Any] = [MainButton(button)]
        if cancel_url:
            buttons.append(QuietLink("Avbryt", cancel_url))
        self.helper = PortalFormHelper("name", ButtonRow(*buttons))


class ThemeForm(RefusableForm):
    """A shared theme, used by all audits."""

    theme = forms.ModelChoiceField(
        label="Gemensamt tema",
        queryset=Theme.objects.none(),
        empty_label="Välj i listan",
        error_messages={"required": "Välj ett tema i listan.", "invalid_choice": "Temat är redan med."},
    )

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["theme"]
        field.queryset = Theme.objects.filter(pk__in=[theme.pk for theme in themes])
        self.helper = PortalFormHelper("theme", ButtonRow(MainButton("Ta med")))


class SearchForm(forms.Form):
    """Words to look for. Sent by POST, so that they stand in no address, history or log."""

    words = forms.CharField(
        label="Sök i svaren",
        min_length=2,
        max_length=100,
        help_text="Svaren öppnas bara för sökningen. Det du söker efter sparas inte.",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Skriv vad du söker efter.", "min_length": "Skriv minst två tecken."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("words", ButtonRow(MainButton("Sök")))


class FindingForm(VersionedForm):
    """A strength or an improvement area."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label="Vad är det?",
        choices=Finding.Kind.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj om det är en styrka eller ett förbättringsområde."},
    )
    code = forms.ModelChoiceField(
        label="Tema",
        queryset=AnalysisCode.objects.none(),
        required=False,
        empty_label="Inget tema valt",
        help_text="Citat väljs bland det som är markerat med temat.",
        error_messages={"invalid_choice": "Temat finns inte längre. Välj igen."},
    )
    title = CheckedText(
        label="Rubrik",
        max_length=LONGEST_TITLE,
        help_text="Till exempel: Du får vänta länge utan att veta varför",
        error_messages={"required": "Skriv en rubrik."},
    )
    summary = CheckedText(
        label="Det här såg ni",
        max_length=LONGEST_SUMMARY,
        required=False,
        help_text="Sammanfatta vad flera sa. Skriv inget som pekar ut någon.",
    )

    def __init__(self, *args: Any, audit: UserAudit, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["code"].queryset = AnalysisCode.objects.filter(audit=audit).order_by("name")
        fields["title"].widget = CheckedTextarea(LONGEST_TITLE, {"rows": 2})
        fields["summary"].widget = CheckedTextarea(LONGEST_SUMMARY, {"rows": 8})
        self.helper = PortalFormHelper(
            "version",
            "form_key",
            "kind",
            "code",
            "title",
            "summary",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def words(self) -> FindingWords:
        """What was written, as the services take it."""
        return FindingWords(
            **{name: self.cleaned_data[name] for name in ("kind", "title", "summary", "code")}
        )


class QuoteForm(VersionedForm):
    """How a quote stands for the reader."""

    wording = CheckedText(
        label="Så står det för läsaren",
        max_length=LONGEST_QUOTE,
        help_text="Byt ut det som kan peka ut någon. Ändrar du orden står ”Återgivet med andra ord” vid citatet.",
        error_messages={"required": "Skriv hur citatet ska stå, eller välj att det inte ska användas."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].widget = CheckedTextarea(LONGEST_QUOTE, {"rows": 5})
        self.helper = PortalFormHelper(
            "version", "wording", ButtonRow(MainButton("Spara orden"), QuietLink("Avbryt", cancel_url))
        )


class FindingProposalForm(RefusableForm):
    """A concrete proposal from a finding, to those who can do something about it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    title = CheckedText(
        label="Förslaget i en rad",
        max_length=200,
        help_text="Till exempel: Ge alla en kopia av sin plan",
        error_messages={"required": "Skriv vad som föreslås, i en rad."},
    )
    text = CheckedText(
        label="Vad ska ändras?",
        max_length=2000,
        help_text="Så konkret att det går att se om det har hänt.",
        error_messages={"required": "Skriv vad som ska ändras."},
    )
    quote = forms.ChoiceField(
        label="Du sa",
        required=False,
        widget=RadioChoices(),
        help_text="Godkända citat från det här resultatet. Orden följer med när rapporten publiceras.",
    )
    note = TextField(
        label="Hur många gäller det?",
        max_length=200,
        required=False,
        help_text="Bara när minst tio har intervjuats. Till exempel: 21 av 46 hade inte fått någon kopia",
    )
    units = forms.ModelMultipleChoiceField(
        label="Verksamheter", queryset=Unit.objects.none(), required=False, widget=CheckboxChoices()
    )
    other_units = forms.ModelMultipleChoiceField(
        label="Andra verksamheter",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
        help_text="Håll ned Ctrl för att välja flera.",
    )
    principals = forms.ModelMultipleChoiceField(
        label="Huvudmän", queryset=Principal.objects.none(), required=False, widget=CheckboxChoices()
    )

    def __init__(
        self, *args: Any, audit: UserAudit, quotes: Sequence[tuple[Any, str]], cancel_url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        self._quotes = {str(quote.pk): quote for quote, _ in quotes}
        fields["quote"].choices = [
            ("", "Inget citat"),
            *((str(quote.pk), wording) for quote, wording in quotes),
        ]
        fields["title"].widget = CountedTextarea(200, {"rows": 2})
        fields["text"].widget = CheckedTextarea(2000, {"rows": 5})
        own = [row.unit_id for row in audit.audit_units.all()]
        fields["units"].queryset = Unit.objects.filter(pk__in=own).order_by("name")
        # A list of all units is no page of a team's: others are those that public proposals name already.
        others = Unit.objects.active().filter(addressed__proposal__state=State.PUBLIC).exclude(pk__in=own)
        fields["other_units"].queryset = others.distinct().in_order()
        fields["principals"].queryset = Principal.objects.in_order()
        own_units = ["units"] if own else []
        self.helper = PortalFormHelper(
            "form_key",
            Section("Förslaget", "title", "text"),
            Section("Du sa", "quote", "note"),
            Section("Till vem", *own_units, "principals", hint="Välj minst en. Var och en svarar för sig."),
            More("Fler verksamheter", "other_units"),
            ButtonRow(MainButton("Spara förslaget"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def proposal(self) -> dict[str, Any]:
        """What was written, as ``propose_from_finding`` takes it."""
        cleaned = self.cleaned_data
        chosen = [*cleaned["units"], *cleaned["other_units"], *cleaned["principals"]]
        return {
            "title": cleaned["title"],
            "text": cleaned["text"],
            "note": cleaned["note"],
            "quote": self._quotes.get(cleaned["quote"]),
            "addressees": chosen,
            "form_key": cleaned["form_key"],
        }


class DestructionForm(RefusableForm):
    """One of two yeses to destroying the raw material."""

    understood = forms.BooleanField(
        label="Jag har läst vad som försvinner, och att det inte går att få tillbaka",
        error_messages={"required": "Kryssa i att du har läst vad som försvinner."},
    )

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("understood", ButtonRow(MainButton(button)))


def version_from(posted: Any) -> int:
    """Read the version that a button was drawn for; what isn't a number is none."""
    typed = posted.get("version", "")
    return int(typed) if re.fullmatch(r"\d{1,6}", typed) else -1


def coders_from(query: Any) -> list[str]:
    """Read ``?a=3&b=7``, the two to compare."""
    return [query.get(name, "")[:12] for name in ("a", "b")]


def initial_codes(codes: Sequence[AnalysisCode]) -> list[str]:
    """Return what is ticked for these codes."""
    return [f"c{code.pk}" for code in codes]


def _offer(
    field: Any, codes: Sequence[AnalysisCode], themes: Sequence[Theme]
) -> tuple[dict[str, AnalysisCode], dict[str, Theme]]:
    own = {f"c{code.pk}": code for code in codes}
    shared = {f"t{theme.pk}": theme for theme in themes}
    field.choices = [
        *((key, code.name) for key, code in own.items()),
        *((key, theme.name) for key, theme in shared.items()),
    ]
    return own, shared


def _coding(cleaned: dict[str, Any], codes: dict[str, AnalysisCode], themes: dict[str, Theme]) -> Coding:
    chosen = cleaned["codes"]
    return Coding(
        codes=[codes[key] for key in chosen if key in codes],
        themes=[themes[key] for key in chosen if key in themes],
        own=cleaned["own"],
        memo=cleaned["memo"],
    )
