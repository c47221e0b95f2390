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
        )
    )
