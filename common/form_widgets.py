"""Widgets with something extra: hints beside choices, a stair, counted characters, text that is looked at."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.safestring import SafeString


class CountedTextarea(forms.Textarea):
    """Text area that says how many characters are left, "318 tecken kvar av 400".

    The limit is said in words and checked by the field's ``max_length``; it is no ``maxlength``
    attribute, because a browser would then cut pasted text without a word.
    """

    def __init__(self, limit: int, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs={"data-limit": limit, **(attrs or {})})
        self.limit = limit

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Leave ``maxlength`` out, whoever put it there."""
        self.attrs.pop("maxlength", None)
        return super().render(name, value, attrs, renderer)


class CheckedTextarea(CountedTextarea):
    """Text area for free text about people: says what may point somebody out while one writes, and why.

    Below the box stands ``components/checked_text.html``, drawn by the form pack. It never stops the form:
    give the field ``validators=[refuse_personal_numbers]``, or use ``common.form_fields.CheckedText``.
    ``operator_words=False`` on pages for people who are not signed in: the operator's own words, which may
    be names of staff, then stay on the server. ``limit`` counts characters as ``CountedTextarea`` does.
    """

    def __init__(
        self,
        limit: int | None = None,
        attrs: Mapping[str, Any] | None = None,
        *,
        operator_words: bool = True,
    ) -> None:
        super().__init__(limit or 0, attrs)
        if limit is None:
            del self.attrs["data-limit"]
        self.operator_words = operator_words


class _Hinted:
    """Choices that may each carry a hint and, for the participation ladder, a stair."""

    hints: dict[str, str]
    stairs: bool
    closed: dict[str, str]

    def explain(
        self,
        hints: Mapping[Any, str] | None,
        closed: Mapping[Any, str] | None,
        *,
        stairs: bool,
    ) -> None:
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.closed = {str(value): reason for value, reason in (closed or {}).items()}
        self.stairs = stairs


class RadioChoices(_Hinted, forms.RadioSelect):
    """Radio buttons. ``hints``: value → hint. ``closed``: value → why it cannot be chosen.

    ``stairs`` draws the mini stair beside values "1" to "5".
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[Any, str] | None = None,
        closed: Mapping[Any, str] | None = None,
        stairs: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.explain(hints, closed, stairs=stairs)


class CheckboxChoices(_Hinted, forms.CheckboxSelectMultiple):
    """Tick boxes. ``hints``: value → hint. ``closed``: value → why it cannot be chosen."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[Any, str] | None = None,
        closed: Mapping[Any, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.explain(hints, closed, stairs=False)


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field, hours and minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class DateAndTime(forms.SplitDateTimeWidget):
    """A date and a time side by side, each with its own label."""

    labels = ("Datum", "Klockslag")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        forms.MultiWidget.__init__(self, [DateInput(), TimeInput()], attrs)
