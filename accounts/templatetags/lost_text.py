"""What was typed, on pages that say that it could not be saved."""

from typing import Any

from django import template

from accounts.lost_text import typed_words

register = template.Library()


@register.inclusion_tag("accounts/_typed_words.html", takes_context=True)
def words_not_saved(context: template.Context) -> dict[str, Any]:
    """Show the sentences of the form that was sent here, to be copied."""
    request = context.get("request")
    return {"words": typed_words(request) if request else []}
