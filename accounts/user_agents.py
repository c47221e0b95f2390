"""Turns a browser's long name into words a person recognises their own device by."""

from typing import Final

# Order matters: Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_PLACES: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android-telefon"),
    ("Windows", "dator med Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "dator med Linux"),
)


def device_name(user_agent: str) -> str:
    """Return for instance "Firefox på dator med Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Okänd webbläsare")
    place = next((name for mark, name in _PLACES if mark in user_agent), "okänd enhet")
    return f"{browser} på {place}"
