"""What the privacy page tells of fees and journeys."""

from common.processings import PUBLIC_TASK, Processing, register_processing, span
from common.swedish import number_text
from councils.services.fee_retention import ROUTE_KEPT, UNSENT_KEPT, YEARS_KEPT


def register() -> None:
    """Fill in the registry."""
    register_processing(fees)


def fees() -> Processing:
    """Claims, agreements and payroll lists."""
    return Processing(
        slug="arvoden",
        name="Arvode och resor för den som sitter i ett brukarråd",
        purpose="Den som har varit på ett möte ska få betalt, och rätt belopp.",
        what=(
            "Ditt namn, mötet, hur länge det varade, hur du reste (orter och mil, aldrig adress), biljetter, om kvittot är visat "
            "eller dess nummer, ja eller nej om förlorad arbetsinkomst, och vad det blev. Det ni kom överens om före uppdraget, och varför du tackade nej om du "
            "skrev det. Svarade du per telefon eller på papper: det, och vilken dag. "
            "Vi sparar aldrig personnummer, bankkonto, hemadress, inkomstintyg eller diagnos."
        ),
        basis=PUBLIC_TASK,
        who=(
            "Du och samordnaren. Löneenheten hos den som betalar får namn, råd, dag, belopp, kostnadsställe och ja eller nej om "
            "förlorad arbetsinkomst, när det är attesterat."
        ),
        how_long=(
            f"Utkast och det som har kommit tillbaka tas bort när inget har hänt på {span(UNSENT_KEPT)}. Varför du tackade nej "
            f"tas bort efter lika lång tid. Varifrån du reste tas bort "
            f"{span(ROUTE_KEPT)} efter utbetalningen. Namnet finns kvar till slutet av det {_ORDINAL} året efter det år då det "
            "betalades ut, för bokföringens skull (bokföringslagen 7 kap. 2 §), också om du tar bort ditt konto. Sedan finns "
            f"bara belopp utan namn. Överenskommelser tas bort {number_text(YEARS_KEPT)} år efter uppdraget."
        ),
        order=46,
    )


_ORDINAL = {7: "sjunde"}[YEARS_KEPT]
