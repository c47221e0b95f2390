"""The participation ladder as picture and table, wherever a template includes ``pages/_ladder.html``."""

from django import template

from pages.checklist.picture import LadderTread, ladder_treads

register = template.Library()


@register.simple_tag
def ladder() -> list[LadderTread]:
    """Return the five treads with their words, from the lowest to the highest."""
    return ladder_treads()
