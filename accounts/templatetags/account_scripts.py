"""What the passkey script needs from the server."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth  # noqa: F401 - switches fido2's objects to JSON's names
from django import template

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """Return the challenge as JSON for a data attribute; the template escapes it."""
    return json.dumps(value, default=dict)
