"""What the privacy page tells of surveys."""

from common.processings import PUBLIC_TASK_HEALTH, Processing, register_processing
from surveys.models import Survey


def register() -> None:
    """Fill in the registry."""
    register_processing(answers)


def answers() -> Processing:
    """Anonymous answers."""
    months = Survey._meta.get_field("keep_months").default
    return Processing(
        slug="enkater",
        name="Anonyma enkäter",
        purpose="Många ska kunna säga vad de tycker utan att tala om vilka de är.",
        what=(
            "Dina svar. Inget konto, ingen e-postadress och ingen nätadress sparas tillsammans med dem, och tiden för svaret "
            "sparas inte. Fritext är krypterad."
        ),
        basis=PUBLIC_TASK_HEALTH,
        who="De som har gjort enkäten ser svaren. Grupper med färre än fem visas inte för någon.",
        how_long=(
            f"Svaren förstörs {months} månader efter att enkäten stängdes, när de är räknade, om inget annat står i enkäten. Svar till en "
            "brukarrevision förstörs tillsammans med intervjuerna."
        ),
        order=45,
    )
