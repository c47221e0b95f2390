"""Forms of the guide and the library: input and layout, no state changes."""

from typing import Any

from django import forms

from associations.forms.fields import TextField, VersionedForm
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PlainButton, PortalFormHelper, QuietLink
from common.form_widgets import CountedTextarea, RadioChoices
from organisations.models import Theme
from revisions.models import GuideArea, GuideQuestion, GuideVersion, LibraryQuestion, QuestionKind
from revisions.services.guide import AreaFacts, FrameFacts, QuestionFacts

#: Scales to begin from, lowest first. "Vet inte" and "Vill inte svara" are always there besides.
SCALES = {
    "bra": ("Mycket dåligt", "Ganska dåligt", "Ganska bra", "Mycket bra"),
    "ofta": ("Aldrig", "Ibland", "Ofta", "Alltid"),
    "mycket": ("Inte alls", "Lite", "Ganska mycket", "Mycket"),
    "nojd": ("Mycket missnöjd", "Ganska missnöjd", "Ganska nöjd", "Mycket nöjd"),
    "ja": ("Nej", "Delvis", "Ja"),
}


class GuideForm(VersionedForm):
    """A form that remembers which version of the row it was opened on; none for a new row."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        min_value=0,
        error_messages={"invalid": "Ladda om sidan och försök igen."},
    )

    @property
    def expected_version(self) -> int:
        """The version the person saw when the page was opened."""
        return self.cleaned_data.get("version") or 0


class QuestionForm(GuideForm):
    """A question with follow-ups and, for a scale, its answers. Used for guides and for the library."""

    text = TextField(
        label="Fråga",
        max_length=400,
        widget=CountedTextarea(400, {"rows": 2}),
        help_text="Fråga om en sak i taget, med vanliga ord. Till exempel: Hur blev du bemött när du kom hit?",
        error_messages={"required": "Skriv frågan."},
    )
    prompts = TextField(
        label="Följdfrågor",
        max_length=2400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En på varje rad. De är hjälp för den som intervjuar och behöver inte ställas.",
    )
    kind = forms.ChoiceField(
        label="Hur svarar personen?",
        choices=[(QuestionKind.OPEN.value, "Med egna ord"), (QuestionKind.SCALE.value, "På en skala")],
        initial=QuestionKind.OPEN.value,
        widget=RadioChoices(
            hints={"scale": "”Vet inte” och ”Vill inte svara” finns alltid med. Skriv dem inte själv."}
        ),
        error_messages={
            "required": "Välj hur personen svarar.",
            "invalid_choice": "Välj hur personen svarar.",
        },
    )
    ready = forms.ChoiceField(
        label="Färdig skala",
        required=False,
        choices=[
            ("", "Egna svar"),
            *((name, f"{labels[0]} … {labels[-1]}") for name, labels in SCALES.items()),
        ],
        help_text="Bara för frågor med skala. Används när rutan under är tom.",
    )
    scale = TextField(
        label="Egna svar på skalan",
        max_length=700,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ett på varje rad, det lägsta eller sämsta först.",
    )
    area = forms.ChoiceField(label="Område", required=False)

    def __init__(
        self,
        *args: Any,
        cancel_url: str,
        question: GuideQuestion | LibraryQuestion | None = None,
        areas: list[GuideArea] | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"version": 0}
        if question is not None:
            initial = {
                "text": question.text,
                "prompts": "\n".join(question.prompts),
                "kind": question.kind,
                "scale": "\n".join(question.scale),
                "version": question.version,
            }
        super().__init__(*args, **{**kwargs, "initial": initial})
        rows: list[Any] = ["text", "prompts", "kind", "ready", "scale"]
        self._areas = {str(area.pk): area for area in areas or []}
        if isinstance(question, GuideQuestion) and len(self._areas) > 1:
            area_field: Any = self.fields["area"]
            area_field.choices = [(pk, area.title) for pk, area in self._areas.items()]
            self.initial["area"] = str(question.area_id)
            rows.append("area")
        else:
            del self.fields["area"]
        buttons: list[Any] = [MainButton("Spara")]
        if question is None:
            buttons.append(PlainButton("Spara och skriv en till", "more"))
        self.helper = PortalFormHelper(*rows, "version", ButtonRow(*buttons, QuietLink("Avbryt", cancel_url)))

    @property
    def facts(self) -> QuestionFacts:
        """The input as the service takes it."""
        data = self.cleaned_data
        scale = tuple(line for line in data["scale"].splitlines() if line.strip())
        return QuestionFacts(
            text=data["text"],
            kind=data["kind"],
            prompts=tuple(data["prompts"].splitlines()),
            scale=scale or SCALES.get(data["ready"], ()),
        )

    @property
    def chosen_area(self) -> GuideArea | None:
        """The area the question is to stand in, when one was asked for."""
        return self._areas.get(self.cleaned_data.get("area", ""))

    def clean(self) -> dict[str, Any]:
        """A line that is too long is told by its words."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, longest in (("prompts", 200), ("scale", 60)):
            too_long = next(
                (line for line in cleaned.get(name, "").splitlines() if len(line) > longest), None
            )
            if too_long:
                self.add_error(
                    name,
                    f"Raden ”{too_long[:40]}…” är för lång: {len(too_long)} tecken. Högst {longest} får plats.",
                )
        return cleaned


class AreaForm(GuideForm):
    """An area's heading and which shared theme it belongs to."""

    title = TextField(
        label="Område",
        max_length=120,
        help_text="Till exempel: Tryggheten på kvällarna.",
        error_messages={"required": "Skriv vad området heter."},
    )
    theme = forms.ModelChoiceField(
        label="Gemensamt tema",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="Inget",
        help_text="Med ett tema går svaren att jämföra med andra revisioner.",
    )

    def __init__(self, *args: Any, cancel_url: str, area: GuideArea | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"version": 0}
        if area is not None:
            initial = {"title": area.title, "theme": area.theme_id, "version": area.version}
        super().__init__(*args, **{**kwargs, "initial": initial})
        themes = Theme.objects.in_use() | Theme.objects.filter(pk__in=[area.theme_id] if area else [])
        field: Any = self.fields["theme"]
        field.queryset = themes.in_order()
        self.helper = PortalFormHelper(
            "title", "theme", "version",
            ButtonRow(MainButton("Spara" if area else "Lägg till området"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    @property
    def facts(self) -> AreaFacts:
        """The input as the service takes it."""
        return AreaFacts(title=self.cleaned_data["title"], theme=self.cleaned_data["theme"])


class FrameForm(GuideForm):
    """What is said before the first question and after the last."""

    opening = TextField(
        label="Inledning",
        max_length=2000,
        required=False,
        widget=CountedTextarea(2000, {"rows": 5}),
        help_text="Det ni säger innan första frågan. Informationen om att det är frivilligt läser ni upp först.",
    )
    closing = TextField(
        label="Avslutning",
        max_length=2000,
        required=False,
        widget=CountedTextarea(2000, {"rows": 5}),
        help_text="Till exempel en fråga om något saknas, hur det känns nu, och ett tack.",
    )

    def __init__(self, *args: Any, cancel_url: str, guide: GuideVersion, **kwargs: Any) -> None:
        initial = {"opening": guide.opening, "closing": guide.closing, "version": guide.version}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.helper = PortalFormHelper(
            "opening", "closing", "version", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )

    @property
    def facts(self) -> FrameFacts:
        """The input as the service takes it."""
        return FrameFacts(opening=self.cleaned_data["opening"], closing=self.cleaned_data["closing"])


class CommentForm(forms.Form):
    """What a member of the team thinks."""

    text = CheckedText(
        label="Din kommentar",
        max_length=1000,
        help_text="Alla i teamet ser den. Ingen annan.",
        error_messages={"required": "Skriv vad du tycker."},
    )

    def __init__(self, *args: Any, action: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("text", ButtonRow(MainButton("Lägg till kommentar")), action=action)
