"""What the form template pack needs of a field: its kind, its ids, its choices, its errors.

The ids follow Django's own pattern (``<field>_helptext``, ``<field>_error``), plus ``_count``.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django import forms, template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.safestring import SafeString, mark_safe

from common.form_widgets import CheckedTextarea
from common.privacy import NO_WORDS, RemarkRow, Words, look_at, operator_words, remark_rows

register = template.Library()

_COUNT_WORDS: Final = [
    "Ingen",
    "En",
    "Två",
    "Tre",
    "Fyra",
    "Fem",
    "Sex",
    "Sju",
    "Åtta",
    "Nio",
    "Tio",
    "Elva",
    "Tolv",
]

# What to do with a field that was left empty.
_MISSING: Final = {
    "box": "Fyll i det här.",
    "several": "Fyll i det här.",
    "hidden": "Något saknas i formuläret. Ladda om sidan.",
    "choices": "Välj ett alternativ.",
    "check": "Kryssa i rutan för att gå vidare.",
    "file": "Välj en fil.",
}


@dataclass(frozen=True)
class Choice:
    """One radio button or tick box, ready to be shown."""

    field_id: str
    input_type: str
    name: str
    value: str
    label: Any
    checked: bool
    hint: str
    reason: str
    disabled: bool
    step: int | None


@dataclass(frozen=True)
class SubField:
    """One part of a field with several boxes, such as date and time."""

    field_id: str
    label: str
    html: SafeString


@dataclass(frozen=True)
class ErrorRow:
    """One line of the error summary; ``href`` is empty when no single field is to blame."""

    href: str
    label: str
    message: str

    @property
    def text(self) -> str:
        """ "Rubrik: Skriv en rubrik.", and no colon after a label that ends in a question mark."""
        if not self.label:
            return self.message
        return f"{self.label}{' ' if self.label.endswith(('?', ':', '.')) else ': '}{self.message}"


@register.filter
def field_kind(field: BoundField) -> str:
    """Which part of the pack draws the field."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.MultiWidget):
        return "several"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "box"


@register.filter
def is_counted(field: BoundField) -> bool:
    """Whether the field says how many characters are left."""
    return "data-limit" in field.field.widget.attrs


@register.filter
def is_checked(field: BoundField) -> bool:
    """Whether the field says what in the text may point somebody out."""
    return isinstance(field.field.widget, CheckedTextarea)


@register.simple_tag
def field_remarks(field: BoundField) -> list[RemarkRow]:
    """What in the field's text may point somebody out, as it was when the page was made."""
    text = str(field.value() or "")
    widget = field.field.widget
    if not text or not isinstance(widget, CheckedTextarea):
        return []
    words = _operator_words(field.form) if widget.operator_words else NO_WORDS
    return remark_rows(text, look_at(text, words))


@register.filter
def count_words(field: BoundField) -> str:
    """How many characters are left, in words, as the page was made."""
    limit = int(field.field.widget.attrs["data-limit"])
    # A browser sends line ends as two characters; count them as the one that was typed.
    length = len(str(field.value() or "").replace("\r\n", "\n"))
    if length > limit:
        return f"{length - limit} tecken för mycket. Högst {limit} får plats"
    return f"{limit - length} tecken kvar av {limit}"


@register.filter
def described_by(field: BoundField) -> str:
    """Ids of the hint, the error and the count, in reading order. Empty without any of them."""
    own = field.field.widget.attrs.get("aria-describedby", "")
    ids = [own] if own else []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    if is_counted(field):
        ids.append(f"{field.auto_id}_count")
    return " ".join(ids)


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether "(frivilligt)" stands after the label."""
    return not field.field.required and not field.field.disabled


@register.simple_tag
def widget_html(field: BoundField) -> SafeString:
    """The field's own box, linked to its hint, error and count.

    ``required`` is left out: everything is required unless marked, and some screen readers call
    an empty required field invalid before anyone has typed in it.
    """
    widget = field.field.widget
    attrs = _attributes(field)
    if classes := f"{_classes(widget)} {widget.attrs.get('class', '')}".strip():
        attrs["class"] = classes
    _use_native_boxes(field)
    name = field.html_name
    # Django's own box for a stored file would say "currently" and "clear" beside ours (``current_file``).
    value = None if isinstance(widget, forms.ClearableFileInput) else field.value()
    html: SafeString = widget.render(name, value, attrs, renderer=field.form.renderer)
    return html


@register.simple_tag
def sub_fields(field: BoundField) -> list[SubField]:
    """The boxes of a field with several, each with a label of its own."""
    widget = field.field.widget
    _use_native_boxes(field)
    attrs = _attributes(field)
    context = widget.get_context(field.html_name, field.value(), attrs)
    labels = getattr(widget, "labels", ("Datum", "Klockslag"))
    parts = []
    for number, part in enumerate(context["widget"]["subwidgets"]):
        inner = widget.widgets[number]
        part["attrs"].pop("required", None)
        part["attrs"]["class"] = _classes(inner)
        html = widget._render(part["template_name"], {"widget": part}, field.form.renderer)
        label = labels[number] if number < len(labels) else f"Del {number + 1}"
        parts.append(SubField(part["attrs"]["id"], label, html))
    return parts


@register.simple_tag
def field_choices(field: BoundField) -> list[Choice]:
    """Radio buttons and tick boxes of a field, with hints and reasons where the widget has any."""
    widget = field.field.widget
    hints = getattr(widget, "hints", {})
    closed = getattr(widget, "closed", {})
    stairs = getattr(widget, "stairs", False)
    choices = []
    for option in field.subwidgets:
        data = option.data
        value = "" if data["value"] is None else str(data["value"])
        step = int(value) if stairs and value in {"1", "2", "3", "4", "5"} else None
        choices.append(
            Choice(
                field_id=data["attrs"].get("id", ""),
                input_type=data["type"],
                name=data["name"],
                value=value,
                label=data["label"],
                checked=bool(data["selected"]),
                hint=hints.get(value, ""),
                reason=closed.get(value, ""),
                disabled=field.field.disabled or value in closed,
                step=step,
            )
        )
    return choices


@register.simple_tag
def current_file(field: BoundField) -> dict[str, str] | None:
    """Name and address of the file that is stored already, and the name of the box removing it."""
    widget = field.field.widget
    stored = field.initial
    if not stored or not getattr(stored, "name", ""):
        return None
    can_clear = isinstance(widget, forms.ClearableFileInput) and not field.field.required
    return {
        "name": str(stored.name).rsplit("/", 1)[-1],
        "clear_name": widget.clear_checkbox_name(field.html_name) if can_clear else "",
    }


@register.simple_tag
def error_rows(form: "BaseForm | BaseFormSet[Any]") -> list[ErrorRow]:
    """Everything that needs to be put right, in the order of the page."""
    if isinstance(form, BaseFormSet):
        rows = [ErrorRow("", "", str(message)) for message in form.non_form_errors()]
        for inner in form.forms:
            rows += error_rows(inner)
        return rows
    rows = [ErrorRow("", "", str(message)) for message in form.non_field_errors()]
    for field in form:
        rows += _field_rows(field)
    return rows


@register.filter
def count_title(rows: list[ErrorRow]) -> str:
    """ "Två saker behöver rättas"."""
    number = len(rows)
    words = _COUNT_WORDS[number] if number < len(_COUNT_WORDS) else str(number)
    return f"{words} {'sak' if number == 1 else 'saker'} behöver rättas"


@register.filter
def attribute_pairs(attrs: dict[str, Any]) -> SafeString:
    """HTML attributes from a dictionary; True stands alone and False is left out."""
    return mark_safe(forms.utils.flatatt(attrs))  # noqa: S308 — flatatt escapes every value


@register.filter
def error_words(field: BoundField) -> list[str]:
    """The field's errors; "must be filled in" becomes what to do with this kind of field."""
    default = str(forms.Field.default_error_messages["required"])
    return [_MISSING[_missing_kind(field)] if str(words) == default else str(words) for words in field.errors]


def _operator_words(form: BaseForm) -> Words:
    """The operator's words, kept on the form: a page with forty fields asks the database once."""
    kept: dict[str, Any] = vars(form)
    if "_operator_words" not in kept:
        kept["_operator_words"] = operator_words()
    words: Words = kept["_operator_words"]
    return words


def _missing_kind(field: BoundField) -> str:
    kind = field_kind(field)
    is_select = kind == "box" and isinstance(field.field.widget, forms.Select)
    return "choices" if is_select else kind


def _field_rows(field: BoundField) -> list[ErrorRow]:
    if field.is_hidden:
        return [ErrorRow("", "", str(message)) for message in field.errors]
    return [ErrorRow(f"#{_target(field)}", str(field.label), message) for message in error_words(field)]


def _target(field: BoundField) -> str:
    """Id of the box that takes the focus when a person follows the summary."""
    if field_kind(field) in {"choices", "several"}:
        has_parts = field_kind(field) == "several" or bool(list(field.subwidgets))
        return f"{field.auto_id}_0" if has_parts else field.auto_id
    return field.id_for_label or field.auto_id


def _attributes(field: BoundField) -> dict[str, Any]:
    kind = field_kind(field)
    attrs: dict[str, Any] = {"id": field.field.widget.attrs.get("id") or field.auto_id}
    if field.field.disabled:
        attrs["disabled"] = True
    if field.errors:
        attrs["aria-invalid"] = "true"
    # A group is described on its fieldset, once, instead of at every box in it.
    if kind != "several" and (ids := described_by(field)):
        attrs["aria-describedby"] = ids
    return attrs


def _classes(widget: forms.Widget) -> str:
    """Class of the box: dates and times are short, files have a frame of their own."""
    if isinstance(widget, forms.FileInput | forms.CheckboxInput):
        return ""
    if isinstance(widget, forms.DateInput):
        return "input input--date"
    if isinstance(widget, forms.TimeInput | forms.NumberInput):
        return "input input--time"
    return "input"


def _use_native_boxes(field: BoundField) -> None:
    """Give plain date and time fields the browser's own boxes.

    The widget belongs to this form alone (forms copy their fields). A value the browser's box
    cannot hold, such as "i morgon", keeps a plain box, so that what was typed stays to be seen.
    """
    widget = field.field.widget
    value = field.value()
    if not isinstance(widget, forms.MultiWidget):
        _use_native_box(widget, value)
        return
    values = value if isinstance(value, list | tuple) else widget.decompress(value) or []
    for number, part in enumerate(widget.widgets):
        _use_native_box(part, values[number] if number < len(values) else None)


def _use_native_box(widget: forms.Widget, typed: Any) -> None:
    if isinstance(widget, forms.DateTimeInput):
        input_type, pattern = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        input_type, pattern = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        input_type, pattern = "time", "%H:%M"
    else:
        return
    widget.format = pattern
    widget.input_type = input_type if _fits(typed, input_type) else "text"


def _fits(typed: Any, input_type: str) -> bool:
    """Whether the browser's own box can show what was typed."""
    if not isinstance(typed, str) or not typed:
        return True
    readers = {
        "date": dt.date.fromisoformat,
        "time": dt.time.fromisoformat,
        "datetime-local": dt.datetime.fromisoformat,
    }
    try:
        readers[input_type](typed)
    except ValueError:
        return False
    return True
