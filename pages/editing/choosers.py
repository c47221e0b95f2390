"""Choosers of pictures, pages and documents start from our script: Wagtail starts them from a script in the page.

The policy of ``/redaktion/`` allows no such script, and it stays so.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser


def start_from_our_script() -> None:
    """From now on choosers are written as a mark for ``static/js/editing.js``."""
    BaseChooser.render = _render


def _render(self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
    chosen = self.get_value_data(value)
    return format_html(
        '{}<template data-start="{}" data-for="{}" data-options="{}"></template>',
        self.render_html(name, chosen, attrs),
        self.js_constructor,
        attrs["id"],
        json.dumps(self.get_js_init_options(attrs["id"], name, chosen)),
    )
