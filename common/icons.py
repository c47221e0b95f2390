"""The symbols a page may show: icons on a 24 grid, the five stairs, and the logo.

A page carries only the symbols it uses (see the ``icons`` template tag), inlined once, so that
they follow the text colour, the dark palette and forced colours, and cost no extra request.
"""

from typing import Final

# Strokes are 2 px with round ends and follow the text colour (class "icon" in portal.css).
ICONS: Final[dict[str, str]] = {
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15zM10 21h4"/>',
    "cal": '<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 3v4M16 3v4"/>',
    "calplus": '<rect x="3" y="5" width="18" height="16" rx="2"/>'
    '<path d="M3 10h18M8 3v4M16 3v4M12 12.5v6M9 15.5h6"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "copy": '<rect x="8" y="8" width="12" height="13" rx="2"/>'
    '<path d="M16 8V5a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h2"/>',
    "done": '<circle cx="12" cy="12" r="8.5"/><path d="M8 12.3l3 3 5.2-6"/>',
    "down": '<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>',
    "ear": '<path d="M7 10a5 5 0 0 1 10 0c0 4-4 4-4 7.5a3 3 0 0 1-6 .5M10 10a2 2 0 0 1 4 0"/>',
    "edit": '<path d="M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19zM13.500 7l3.500 3.500"/>',
    "feed": '<path d="M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M6 18.500v.01"/>',
    "file": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "half": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4l3 2"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.5v.01"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="M11 12l8-8M15.500 7.500l3 3"/>',
    "late": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.3v.01"/>',
    "left": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "link": '<path d="M10 14l4-4M8.500 11.500l-2 2a3.500 3.500 0 0 0 5 5l2-2'
    'M15.500 12.500l2-2a3.500 3.500 0 0 0-5-5l-2 2"/>',
    "lock": '<rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3.500 7l8.500 6 8.500-6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "mobile": '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/>',
    "no": '<circle cx="12" cy="12" r="8.5"/><path d="M8 12h8"/>',
    "out": '<path d="M10 4H5v16h5M9 12h11M16 8l4 4-4 4"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "people": '<circle cx="9" cy="8" r="3.2"/><path d="M3 20a6 6 0 0 1 12 0M16 5.2a3 3 0 0 1 0 5.6'
    'M17.5 14.3A5.5 5.5 0 0 1 21 19.5"/>',
    "phone": '<path d="M6.5 3.5h3l1.5 4.5-2.3 1.6a11.5 11.5 0 0 0 5.7 5.7L16 13l4.5 1.5v3a3 3 0 0 1'
    '-3.2 3C10 20 4 14 3.5 6.7a3 3 0 0 1 3-3.2z"/>',
    "pin": '<path d="M12 21s7-6.4 7-11.6a7 7 0 0 0-14 0C5 14.6 12 21 12 21z"/>'
    '<circle cx="12" cy="9.5" r="2.3"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4v-8h16v8h-3M7 14h10v7H7z"/>',
    "repeat": '<path d="M4 11V9a3 3 0 0 1 3-3h12M16 3l3 3-3 3M20 13v2a3 3 0 0 1-3 3H5M8 15l-3 3 3 3"/>',
    "right": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "screen": '<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M8 20h8M12 16v4"/>',
    "search": '<circle cx="10.500" cy="10.500" r="6"/><path d="M15 15l5.500 5.500"/>',
    "shield": '<path d="M12 3l7 3v5c0 5-3 8.5-7 10-4-1.5-7-5-7-10V6z"/><path d="M9 12l2.2 2.2L15.5 10"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6"/>',
    "undo": '<path d="M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11H8"/>',
    "up": '<path d="M12 20V9M7 13.500l5-5 5 5M5 4h14"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/>',
    "wait": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="3.5 3.2"/><path d="M12 8v4l2.5 1.5"/>',
    "x": '<path d="M6 6l12 12M18 6L6 18"/>',
}

_LOGO: Final = (
    '<symbol id="logo" viewBox="0 0 65 52"><rect class="s1" x="1" y="46" width="10.3" height="5"/>'
    '<rect class="s2" x="11" y="39.4" width="10.3" height="11.6"/>'
    '<rect class="s3" x="21" y="32.8" width="10.3" height="18.2"/>'
    '<rect class="s4" x="31" y="26.2" width="10.3" height="24.8"/>'
    '<rect class="s5" x="41" y="19.6" width="23" height="31.4"/>'
    '<g class="p-a"><circle cx="47" cy="5.13" r="3.33"/>'
    '<path d="M42.59 19.8V12.4a4.41 4.41 0 0 1 8.82 0V19.8z"/></g>'
    '<g class="p-b"><circle cx="58" cy="5.13" r="3.33"/>'
    '<path d="M53.59 19.8V12.4a4.41 4.41 0 0 1 8.82 0V19.8z"/></g></symbol>'
)


def _stair(step: int) -> str:
    """Five steps with one lit, and the person standing on it."""
    bars = []
    for number in range(1, 6):
        top = 36.6 - 5.4 * (number - 1)
        shade = "s-on" if number == step else "s-off"
        bars.append(
            f'<rect class="{shade}" x="{number * 10 - 8}" y="{top:g}" width="10" height="{42 - top:g}"/>'
        )
    ground = 36.6 - 5.4 * (step - 1)
    middle = step * 10 - 3
    person = (
        f'<g class="p-a"><circle cx="{middle}" cy="{ground - 11.3:g}" r="2.4"/>'
        f'<path d="M{middle - 3.19:g} {ground - 0.7:g}v-5.34a3.19 3.19 0 0 1 6.37 0v5.34z"/></g>'
    )
    line = '<path class="s-line" d="M2 42V36.6H12V31.2H22V25.8H32V20.4H42V15H52V42z"/>'
    return f'<symbol id="stair-{step}" viewBox="0 0 54 43">{"".join(bars)}{line}{person}</symbol>'


SYMBOLS: Final[dict[str, str]] = {
    **{
        f"i-{name}": f'<symbol id="i-{name}" viewBox="0 0 24 24">{drawing}</symbol>'
        for name, drawing in ICONS.items()
    },
    **{f"stair-{step}": _stair(step) for step in range(1, 6)},
    "logo": _LOGO,
}
