"""What the privacy page tells of the calendar."""

from calendar_app.services.digests import CONFIRM_WITHIN, PAUSED_KEPT
from calendar_app.services.edition_contacts import KEPT_AFTER
from calendar_app.services.imports import KEPT
from common.processings import CONSENT, PUBLIC_TASK, Processing, register_processing, span


def register() -> None:
    """Fill in the registry."""
    register_processing(activities)
    register_processing(subscriptions)


def activities() -> Processing:
    """Contacts for an activity, on screen and on paper."""
    return Processing(
        slug="kalendern",
        name="Aktiviteter i kalendern",
        purpose="Den som vill vara med ska veta vart man vänder sig.",
        what="Namn, telefon eller e-postadress till den som tar emot anmälan eller frågor, om arrangören har angett det.",
        basis=PUBLIC_TASK,
        who="Alla, så länge aktiviteten visas.",
        how_long=(
            f"I den tryckta kalendern tas kontaktuppgifter bort {span(KEPT_AFTER)} efter att månaden eller terminen är slut. En "
            f"fil som någon importerar aktiviteter från tas bort efter {span(KEPT)}."
        ),
        order=25,
    )


def subscriptions() -> Processing:
    """The calendar by mail and personal feeds."""
    return Processing(
        slug="prenumerationer",
        name="Kalendern som e-post eller egen prenumeration",
        purpose="Du får de aktiviteter du har valt.",
        what="Din e-postadress och vad du har valt, till exempel kommun. Inte varför.",
        basis=CONSENT,
        who="Ingen i portalen ser vilka som prenumererar.",
        how_long=(
            "Tills du avslutar. Varje brev har en länk för det. Bekräftar du inte din adress tas den bort efter "
            f"{span(CONFIRM_WITHIN)}. Har breven slutat komma fram tas den bort efter {span(PAUSED_KEPT)}."
        ),
        order=50,
    )
