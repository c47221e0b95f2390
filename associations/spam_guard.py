"""Keeps machines out of open forms without a captcha, and without storing anything about people.

Three small obstacles: a field that people don't see, a shortest time to fill in the form (signed, so
that it can't be invented), and a ceiling on how many reports one hour takes.
"""

import time
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache

from associations.forms.fields import with_value

#: A person needs at least this long, in seconds.
SHORTEST = 3
#: A page may stand open this long, in seconds.
LONGEST = 24 * 60 * 60
PER_HOUR_AND_SUBJECT = 10
PER_HOUR = 60
_SALT = "associations.spam_guard"


class GuardedForm(forms.Form):
    """An open form. ``is_trap_sprung`` tells that only a machine can have filled it in."""

    # A name that machines like to fill in; people and screen readers never meet the field.
    webbadress = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    started = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started"].initial = signing.dumps(int(time.time()), salt=_SALT)

    @property
    def is_trap_sprung(self) -> bool:
        return bool(self.data.get("webbadress"))

    def clean(self) -> dict[str, Any]:
        """Refuse what came too fast or from a forged page; a person just presses once more."""
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            started = int(signing.loads(self.data.get("started", ""), salt=_SALT, max_age=LONGEST))
        except (signing.BadSignature, ValueError, TypeError):
            started = None
        if started is None:
            self._start_again()
            self.add_error(None, "Sidan har stått öppen länge. Det du skrev är kvar. Skicka en gång till.")
        elif time.time() - started < SHORTEST:
            self.add_error(None, "Det gick lite fort för oss. Vänta några sekunder och skicka en gång till.")
        return cleaned

    def _start_again(self) -> None:
        self.data = with_value(self.data, "started", signing.dumps(int(time.time()), salt=_SALT))


def has_room(subject: str) -> bool:
    """Count one report against the hour's ceilings; ``False`` when one of them is reached.

    Counts only, no addresses: the price is that a flood from one sender shuts the form for all for
    the rest of the hour, and the page then says how to reach the coordinator instead.
    """
    hour = int(time.time() // 3600)
    return _below(f"reports:{hour}:{subject}", PER_HOUR_AND_SUBJECT) and _below(f"reports:{hour}", PER_HOUR)


def _below(key: str, ceiling: int) -> bool:
    cache.add(key, 0, timeout=2 * 3600)
    return cache.incr(key) <= ceiling
