"""What the privacy page and the page about cookies tell of this room."""

from common.device_storage import Stored, register_stored


def register() -> None:
    """Fill in the registries."""
    register_stored(
        Stored(
            "lamnat",
            "flikens minne",
            "Gör att bakåtknappen inte visar portalen igen. Här står bara adressen som knappen ledde till.",
            "tills du öppnar portalen på nytt i samma flik, eller stänger fliken",
            "När du väljer ”Lämna sidan”.",
        ),
        # Wagtail's own, by its scripts: sidebar, panels, icons.
        Stored(
            "wagtail_sidebar_collapsed",
            "kaka",
            "Kommer ihåg om redaktören har fällt ihop menyn.",
            "1 år",
            "Bara för redaktörer, i deras egna verktyg.",
        ),
        Stored(
            "wagtail:…",
            "webbläsarens minne",
            "Kommer ihåg hur redaktören har ställt upp sina verktyg. Inget av det som skrivs.",
            "tills redaktören tar bort det",
            "Bara för redaktörer, i deras egna verktyg.",
        ),
    )
