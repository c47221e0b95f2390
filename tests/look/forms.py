"""One form with every kind of field, for looking at the template pack."""

from typing import Any

from django import forms

from common.form_layout import (
    ButtonRow,
    Group,
    MainButton,
    More,
    Pair,
    PlainButton,
    PortalFormHelper,
    QuietLink,
    Section,
    WarnButton,
    Words,
)
from common.form_widgets import CheckboxChoices, CountedTextarea, DateAndTime, RadioChoices
from common.participation import ParticipationStep

STEPS = [(str(step.value), step.long_name) for step in ParticipationStep]


class EveryField(forms.Form):
    """Every widget of the portal; ``clean`` blames the whole form when asked to."""

    title = forms.CharField(label="Rubrik", help_text="Säg vad som händer. Undvik förkortningar.")
    text = forms.CharField(
        label="Beskrivning",
        help_text="Skriv så att den som aldrig har varit hos er förstår.",
        max_length=400,
        widget=CountedTextarea(400),
    )
    day = forms.DateField(label="Datum")
    starts = forms.TimeField(label="Börjar")
    ends = forms.SplitDateTimeField(label="Slutar", widget=DateAndTime())
    municipality = forms.ChoiceField(
        label="Kommun", choices=[("", "Välj kommun"), ("gavle", "Gävle"), ("ovanaker", "Ovanåker")]
    )
    way = forms.ChoiceField(
        label="Hur kan man vara med?",
        choices=[("place", "På plats"), ("online", "Digitalt")],
        widget=RadioChoices(hints={"online": "Länken skickas bara till anmälda."}),
    )
    step = forms.ChoiceField(
        label="Vilket steg i trappan?",
        help_text="Välj det som deltagarna faktiskt får göra.",
        choices=STEPS,
        widget=RadioChoices(
            hints={str(step.value): f"{step.meaning}." for step in ParticipationStep}, stairs=True
        ),
    )
    access = forms.MultipleChoiceField(
        label="Tillgänglighet",
        required=False,
        choices=[("lift", "Hiss"), ("loop", "Hörslinga"), ("sign", "Teckenspråkstolk")],
        widget=CheckboxChoices(closed={"sign": "Går inte att välja. Beställ tolk först."}),
    )
    seats = forms.IntegerField(label="Antal platser", required=False, min_value=1)
    association = forms.CharField(
        label="Förening",
        help_text="Går inte att ändra. Du är inloggad för den här föreningen.",
        initial="Egna Ord Hälsingland",
        disabled=True,
    )
    email = forms.EmailField(label="E-post för frågor")
    secret = forms.CharField(label="Lösenord", widget=forms.PasswordInput)
    poster = forms.FileField(label="Affisch", required=False, help_text="Pdf, jpg eller png. Högst 5 MB.")
    agreed = forms.BooleanField(
        label="Jag har kollat att inga privatpersoners namn finns med.", help_text="Det gäller även bilden."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Words("Alla frågor ska besvaras om det inte står ”frivilligt”."),
            Section(
                "Vad och när",
                "title",
                "text",
                Group("Datum och tid", Pair("day", "starts"), hint="Till exempel 14 oktober, 18.00"),
                "ends",
                hint="Det viktigaste först.",
            ),
            Section("Var och för vem", "municipality", "way", "step", "access", "seats"),
            Section("Kontakt och bilaga", "association", "email", "secret", "poster", "agreed"),
            "version",
            ButtonRow(
                MainButton("Skicka för granskning"),
                PlainButton("Spara utkast", "draft", icon="file"),
                PlainButton("Publicera", disabled=True),
                WarnButton("Ta bort", "remove"),
                QuietLink("Avbryt", "/"),
                hint="Du kan inte publicera själv. Det gör samordnaren.",
            ),
        )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("title") == "dubblett":
            raise forms.ValidationError("Det finns redan en likadan aktivitet den dagen.")
        return self.cleaned_data


class Folded(forms.Form):
    """A form with rarely needed fields."""

    name = forms.CharField(label="Namn")
    extra = forms.CharField(label="Tolk", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "name", More("Fler uppgifter", "extra"), ButtonRow(MainButton("Spara"))
        )


class Person(forms.Form):
    """One row of a formset."""

    name = forms.CharField(label="Namn")
    phone = forms.CharField(label="Telefon", required=False)


People = forms.formset_factory(Person, extra=2)


class Search(forms.Form):
    """A filter."""

    q = forms.CharField(label="Sök", required=False, help_text="Till exempel ångest eller anhörig")
    kommun = forms.ChoiceField(
        label="Kommun", required=False, choices=[("", "Alla kommuner"), ("gavle", "Gävle")]
    )
    form = forms.ChoiceField(
        label="Form",
        required=False,
        choices=[("", "Alla"), ("plats", "På plats"), ("digitalt", "Digitalt")],
        widget=RadioChoices(),
    )
