"""What the privacy page tells of the directory."""

from associations.services.reports import KEPT
from common.processings import PUBLIC_TASK, Processing, register_processing, span


def register() -> None:
    """Fill in the registry."""
    register_processing(directory)
    register_processing(error_reports)


def directory() -> Processing:
    """Contact persons and those who keep an entry."""
    return Processing(
        slug="foreningar",
        name="Föreningarnas kontaktpersoner",
        purpose="Den som söker en förening ska kunna få tag i någon där.",
        what=(
            "Kontaktpersonens namn eller alias, uppdrag, telefon och e-postadress. Varje del visas bara om föreningen har sagt "
            "ja till det. Den som sköter föreningens sida har ett konto."
        ),
        basis=PUBLIC_TASK,
        who="Alla ser det som föreningen har sagt ja till. Resten ser föreningens egna företrädare och samordnaren.",
        how_long="Tills föreningen tar bort eller byter uppgiften, eller tills kontaktpersonen ber om det.",
        order=20,
    )


def error_reports() -> Processing:
    """What a visitor says about an entry."""
    return Processing(
        slug="stammer-inte",
        name="”Stämmer något inte?”",
        purpose="Fel i uppgifterna om en förening ska kunna rättas.",
        what="Det du skriver. Vi sparar inte vem du är, inte ens din nätadress.",
        basis=PUBLIC_TASK,
        who="Samordnaren.",
        how_long=f"Texten tas bort {span(KEPT)} efter att den är behandlad.",
        order=60,
    )
