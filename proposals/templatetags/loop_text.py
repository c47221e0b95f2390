"""How a status of the loop looks."""

from django import template

from proposals.words import TONES, Status

register = template.Library()


@register.filter
def loop_tone(status: str) -> str:
    """Return the kind that ``{% status %}`` takes."""
    return TONES[Status(status)]
