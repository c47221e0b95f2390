"""The county's shared themes and priority groups, as the coordinator would enter what the shipped files lack."""

from typing import Final

from inflytande.demo.audits.cast import COORDINATOR, Teller, person
from organisations.models import PriorityGroup, Theme
from organisations.services import subjects

THEMES: Final[dict[str, str]] = {
    "Tillgänglighet": "Att komma fram, få tid och kunna ta sig dit.",
    "Information": "Att få veta det man behöver, så att man förstår.",
    "Bemötande": "Hur man blir mött av dem som arbetar där.",
    "Delaktighet": "Att vara med och bestämma om sitt eget stöd.",
    "Samverkan": "Att de som hjälper en drar åt samma håll.",
    "Trygghet": "Att känna sig trygg, också när det är svårt.",
    "Miljö": "Lokaler, väntrum och det som finns runt omkring.",
    "Övergångar": "Att gå från en verksamhet till en annan, eller hem.",
    "Närståendes roll": "Hur de som står nära får vara med.",
    "Aktiviteter": "Det som finns att göra.",
}
GROUPS: Final = ("Samsjuklighet", "Barn och unga", "Anhöriga", "Äldre", "Personer utan fast boende")


def load_themes(story: Teller) -> None:
    """Enter themes and groups early, so that everything later can be sorted by them."""
    story.clock.at(437, _enter)


def _enter() -> None:
    coordinator = person(COORDINATOR)
    present = set(Theme.objects.values_list("name", flat=True))
    for name, description in THEMES.items():
        if name not in present:
            subjects.create_theme(subjects.ThemeFacts(name=name, description=description), actor=coordinator)
    groups = set(PriorityGroup.objects.values_list("name", flat=True))
    for name in GROUPS:
        if name not in groups:
            subjects.create_priority_group(subjects.PriorityGroupFacts(name=name), actor=coordinator)
