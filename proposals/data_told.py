"""What the privacy page tells of the loop."""

from common.processings import CONSENT, PUBLIC_TASK, Processing, register_processing, span
from proposals.services.followers import CONFIRM_WITHIN


def register() -> None:
    """Fill in the registry."""
    register_processing(answers)
    register_processing(followers)


def answers() -> Processing:
    """Proposals and who answers for them."""
    return Processing(
        slug="forslag",
        name="Du sa – vi gjorde",
        purpose="Alla ska kunna se vad som har föreslagits och vad som blev av det.",
        what="Förslaget, verksamhetens svar, och vilken roll som svarar. Den som svarar står med sin roll, inte med namn.",
        basis=PUBLIC_TASK,
        who="Alla ser det som är publicerat. Vem som har sagt något i en intervju eller på ett möte står ingenstans.",
        how_long="Publicerade förslag och svar bevaras. Utkast finns kvar tills de skickas eller tas bort av dem som skriver.",
        order=40,
    )


def followers() -> Processing:
    """Those who follow a proposal."""
    return Processing(
        slug="folj-forslag",
        name="Följa ett förslag",
        purpose="Du får veta när något händer med förslaget.",
        what="Din e-postadress och vilket förslag du följer.",
        basis=CONSENT,
        who="Ingen i portalen ser vilka som följer.",
        how_long=f"Tills du avslutar. Bekräftar du inte din adress tas den bort efter {span(CONFIRM_WITHIN)}.",
        order=55,
    )
