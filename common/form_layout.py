"""Building blocks for forms: sections, pairs, groups and buttons in the look of the portal.

A form names its layout once::

    self.helper = PortalFormHelper(
        Section("Vad och när", "title", Group("Datum och tid", Pair("day", "starts"))),
        ButtonRow(MainButton("Skicka för granskning"), QuietLink("Avbryt", "/oversikt/")),
    )
"""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class PortalFormHelper(FormHelper):  # type: ignore[misc] # crispy has no types
    """Form helper with the portal's defaults: POST, no browser bubbles, error summary first."""

    def __init__(self, *fields: Any, method: str = "post", action: str = "") -> None:
        super().__init__()
        self.form_method = method
        self.form_action = action
        self.form_class = "form"
        self.attrs = {"novalidate": True}
        # A field that the layout forgets would be dropped without a word.
        self.render_unmentioned_fields = True
        self.layout = Layout(*fields)


class _Frame(LayoutObject):  # type: ignore[misc] # crispy has no types
    """A layout object that puts a template around its fields."""

    template = ""

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def frame(self) -> dict[str, Any]:
        """Values for the template besides the fields."""
        return {}

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> SafeString:
        """Render the fields, then the frame around them."""
        # Without a pack crispy takes the one of the settings.
        pack = {"template_pack": template_pack} if template_pack else {}
        content = self.get_rendered_fields(form, context, **pack, **kwargs)
        return render_to_string(self.template, {"content": content, **self.frame()})


class Section(_Frame):
    """A part of a form with a heading of its own and a rule above."""

    template = "inflytande_forms/layout/section.html"

    def __init__(self, legend: str, *fields: Any, hint: str = "") -> None:
        super().__init__(*fields)
        self.legend = legend
        self.hint = hint

    def frame(self) -> dict[str, Any]:
        """Heading and hint."""
        return {"legend": self.legend, "hint": self.hint}


class Group(Section):
    """A few fields under one question, such as "Datum och tid"."""

    template = "inflytande_forms/layout/group.html"


class Pair(_Frame):
    """Short fields side by side where there is room."""

    template = "inflytande_forms/layout/pair.html"


class More(Section):
    """Fields that few need, folded behind ``legend``. Open when one of them has an error."""

    template = "inflytande_forms/layout/more.html"

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> SafeString:
        """Open when a field inside has an error or a value, so that nothing hides."""
        names = [pointer.name for pointer in self.get_field_names()]
        self.is_open = any(form[name].errors or form[name].value() for name in names)
        return super().render(form, context, template_pack, **kwargs)

    def frame(self) -> dict[str, Any]:
        """Heading, hint and whether it stands open."""
        return {**super().frame(), "is_open": self.is_open}


class ButtonRow(_Frame):
    """The buttons at the end of a form. ``hint`` says why a button cannot be used."""

    template = "inflytande_forms/layout/button_row.html"

    def __init__(self, *fields: Any, hint: str = "") -> None:
        super().__init__(*fields)
        self.hint = hint

    def frame(self) -> dict[str, Any]:
        """The sentence under the buttons."""
        return {"hint": self.hint}


class PlainButton:
    """A button with an outline. ``name`` and ``value`` are sent when it is pressed."""

    look = "btn"

    def __init__(
        self, text: str, name: str = "", value: str = "1", *, icon: str = "", disabled: bool = False
    ) -> None:
        self.text = text
        self.name = name
        self.value = value
        self.icon = icon
        self.disabled = disabled

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> SafeString:
        """The button alone."""
        return render_to_string("inflytande_forms/layout/button.html", {"button": self})


class MainButton(PlainButton):
    """The one main button of a form."""

    look = "btn btn--main"


class WarnButton(PlainButton):
    """A button that removes something."""

    look = "btn btn--warn"


class QuietLink:
    """A way out that looks like a link, such as "Avbryt"."""

    def __init__(self, text: str, url: str) -> None:
        self.text = text
        self.url = url

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> SafeString:
        """The link alone."""
        return render_to_string("inflytande_forms/layout/quiet_link.html", {"link": self})


class Words:
    """A sentence between fields. Escaped: a form is no place for markup from data."""

    def __init__(self, text: str, *, mind: bool = False) -> None:
        self.text = text
        self.mind = mind

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> SafeString:
        """A paragraph, or a notice when it is something to mind."""
        return render_to_string("inflytande_forms/layout/words.html", {"words": self})
