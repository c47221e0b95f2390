"""Forms of themes and priority groups."""

from organisations.forms import FactsForm
from organisations.models import PriorityGroup, Theme
from organisations.services.subjects import PriorityGroupFacts, ThemeFacts


class ThemeForm(FactsForm):
    facts_class = ThemeFacts

    class Meta:
        model = Theme
        fields = ["name", "description"]
        help_texts = {
            "name": "Ett kort ord, till exempel bemötande. Revisioner och förslag jämförs med hjälp av teman.",
            "description": "Så att alla menar samma sak.",
        }


class PriorityGroupForm(FactsForm):
    facts_class = PriorityGroupFacts

    class Meta:
        model = PriorityGroup
        fields = ["name"]
        help_texts = {"name": "Till exempel barn och unga. Gruppen säger aldrig något om en enskild person."}
