"""What the privacy page and the page about cookies tell of the audits."""

from common.device_storage import Stored, register_stored
from common.processings import PUBLIC_TASK_HEALTH, Processing, register_processing
from revisions.models import UserAudit


def register() -> None:
    """Fill in the registries."""
    register_processing(interviews)
    register_processing(teams)
    register_stored(*on_the_phone())


def interviews() -> Processing:
    """What is told in an interview."""
    months = UserAudit._meta.get_field("retention_months").default
    return Processing(
        slug="intervjuer",
        name="Intervjuer i en brukarrevision",
        purpose="Det som sägs ska bli till en rapport med förslag, utan att någon kan pekas ut.",
        what=(
            "Det du berättar, under ett nummer. Namn skrivs aldrig in, och portalen varnar den som skriver något som kan peka "
            "ut någon. Texten är krypterad med en egen nyckel för varje intervju."
        ),
        basis=PUBLIC_TASK_HEALTH,
        who="Bara teamet som gör brukarrevisionen. Inte verksamheten, inte samordnaren och inte administratörer.",
        how_long=(
            f"Ska förstöras {months} månader efter att rapporten publicerades, om inget annat är bestämt för just den "
            "brukarrevisionen. Två personer läser listan och säger ja. Nycklarna förstörs samtidigt, så att inte heller "
            "säkerhetskopior går att läsa. Du kan dra tillbaka det du har sagt tills rapporten skrivs."
        ),
        order=30,
    )


def teams() -> Processing:
    """Who audits, and who orders an audit."""
    return Processing(
        slug="revisionsteam",
        name="Brukarrevisorer och den som beställer",
        purpose="Den som gör en brukarrevision ska komma åt sitt arbete, och ingen annan.",
        what="Vilka som är med i teamet, vilka intervjuer var och en har, och vem i verksamheten som är kontakt.",
        basis=PUBLIC_TASK_HEALTH,
        who="Teamet. Samordnaren ser vilka team som finns.",
        how_long="Så länge kontot finns. Tas kontot bort försvinner namnet ur teamet.",
        order=35,
    )


def on_the_phone() -> tuple[Stored, ...]:
    """What an interviewer's phone keeps, after a yes (docs/decisions/interviews-offline.md)."""
    return (
        Stored(
            "intervjuer",
            "webbläsarens databas",
            "Svar som inte har hunnit skickas, krypterade, och frågorna de hör till. Så försvinner inget utan täckning.",
            "tills svaren är skickade, du loggar ut eller väljer ”Rensa telefonen”",
            "Bara i en intervju, och bara om den som intervjuar har sagt att telefonen är egen.",
        ),
        Stored(
            "intervju-…",
            "webbläsarens cache",
            "En tom sida med frågornas form, så att intervjun går att öppna utan täckning. Inga svar.",
            "tills en ny version kommer eller du väljer ”Rensa telefonen”",
            "Bara när någon öppnar en intervju.",
        ),
    )
