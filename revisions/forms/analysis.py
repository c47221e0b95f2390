"""Marking, themes, search: input and layout, no state changes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from associations.forms.fields import TextField
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, CheckedTextarea, RadioChoices
from common.privacy import clean_text
from organisations.models import Theme
from revisions.forms.refusable import RefusableForm
from revisions.models import AnalysisCode
from revisions.queries.analysis_text import OpenedAnswer
from revisions.services.coding import LONGEST_MEMO, Coding

NO_PASSAGE = "Markera några ord i svaret först: välj meningar, eller skriv av orden som de står."
NOT_THERE = "Orden står inte så i svaret. Skriv av dem precis som de står."
APART = "Välj meningar som står intill varandra. Gör en markering till för de andra."


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

    The words come from the page's script (``start`` and ``end``), from what was pasted, from a quote marked in the
    interview, or from chosen sentences.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    quote = forms.ChoiceField(label="Märkt som citat i intervjun", required=False, widget=RadioChoices())
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
        fields["quote"].choices = [
            ("", "Inget av dem"),
            *((f"{one.start}-{one.end}", f"”{one.text}”") for one in row.quotes),
        ]
        words = [name for name, offered in (("quote", row.quotes), ("sentences", row.sentences)) if offered]
        for name in {"quote", "sentences"}.difference(words):
            # A field left out of the layout would stand last, with nothing to choose.
            del self.fields[name]
        self.helper = PortalFormHelper(
            "revision",
            "start",
            "end",
            Section("Vilka ord?", *words, "passage"),
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
        if quote := cleaned.get("quote"):
            start, end = map(int, quote.split("-"))
            return start, end
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
