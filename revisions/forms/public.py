"""The filter above the public list: a GET form that works without script."""

from django import forms

from revisions.queries.public import AuditFilter, Options

_LABELS = {
    "enhet": ("Verksamhet eller huvudman", "Alla"),
    "kommun": ("Kommun", "Alla kommuner"),
    "tema": ("Område", "Alla områden"),
    "grupp": ("Prioriterad grupp", "Alla grupper"),
    "fas": ("Så långt har den kommit", "Alla faser"),
    "ar": ("Publicerad år", "Alla år"),
}


class AuditFilterForm(forms.Form):
    """Shows what is picked now; reading an address is the query's work."""

    def __init__(self, chosen: AuditFilter, offered: Options) -> None:
        super().__init__(initial=dict(chosen.pairs()))
        for name, (label, everything) in _LABELS.items():
            if offered[name]:
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=[("", everything), *offered[name]]
                )
