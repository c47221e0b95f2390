"""The filter above the public list: a GET form that works without script."""

from proposals.forms.public import ChoiceForm


class AuditFilterForm(ChoiceForm):
    """Above the announced audits."""

    LABELS = {
        "enhet": ("Verksamhet eller huvudman", "Alla"),
        "kommun": ("Kommun", "Alla kommuner"),
        "tema": ("Område", "Alla områden"),
        "grupp": ("Prioriterad grupp", "Alla grupper"),
        "fas": ("Så långt har den kommit", "Alla faser"),
        "ar": ("Publicerad år", "Alla år"),
    }
