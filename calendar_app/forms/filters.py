"""The filter beside the calendar: a GET form that works without script."""

from typing import Any

from django import forms

from calendar_app.filters import LONGEST_WORDS, CalendarFilter, Options

_LABELS = {
    "kommun": ("Kommun", "Alla kommuner"),
    "forening": ("Förening", "Alla föreningar"),
    "natverk": ("Nätverk", "Alla nätverk"),
    "typ": ("Typ", "Alla typer"),
    "steg": ("Steg i trappan", "Alla steg"),
    "malgrupp": ("För vem", "Alla målgrupper"),
    "inriktning": ("Föreningens inriktning", "Alla inriktningar"),
    "verksamhet": ("Vad föreningen gör", "Allt"),
    "grupp": ("Prioriterad grupp", "Alla"),
}


class CalendarFilterForm(forms.Form):
    """Shows what is picked now; reading an address is ``calendar_app.filters``' work."""

    def __init__(self, chosen: CalendarFilter, options: Options, *, view: str = "") -> None:
        values = {param: (chosen.values(param) or ("",))[0] for param in ("q", *_LABELS, "form")}
        super().__init__(initial={**values, "vy": view})
        self.fields["q"] = forms.CharField(
            label="Sök ord", required=False, widget=_box(forms.TextInput, maxlength=LONGEST_WORDS)
        )
        for param, (label, everything) in _LABELS.items():
            choices = options.choices(param)
            if choices:
                self.fields[param] = forms.ChoiceField(
                    label=label,
                    required=False,
                    choices=[("", everything), *choices],
                    widget=_box(forms.Select),
                )
        self.fields["form"] = forms.ChoiceField(
            label="Form",
            required=False,
            choices=[("", "Alla"), *options.choices("form")],
            widget=forms.RadioSelect,
        )
        if view:
            self.fields["vy"] = forms.CharField(widget=forms.HiddenInput)


def _box(widget: type[forms.Widget], **attrs: Any) -> forms.Widget:
    return widget(attrs=attrs)
