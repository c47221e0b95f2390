"""Where the readiness check shows elsewhere: on a placement's page, and on the privacy page."""

from common.processings import PUBLIC_TASK, Processing, register_processing
from peersupport.queries import readiness
from peersupport.sections import Part, register_part


def register() -> None:
    """List it on a placement's page, and tell whose names may stand in it."""
    register_part(
        Part("Beredskap", "peersupport:readiness", "peersupport.view_placement", 10, readiness.told)
    )
    register_processing(processing)


def processing() -> Processing:
    """What the privacy page tells of staff who see to something."""
    return Processing(
        slug="peer-support-personal",
        name="Kontaktperson och ansvariga för peer support",
        purpose="Det ska gå att nå verksamheten, och att se vem som ordnar det som saknas innan någon börjar.",
        what=(
            "Kontaktpersonens namn och e-post i tjänsten. Roll eller namn på den som ser till att ett villkor blir klart. "
            "En roll räcker."
        ),
        basis=PUBLIC_TASK,
        who=(
            "Enhetschefen, handledaren, samordnaren, administratören och de som utvärderar. Underlaget till ett beslut lämnas "
            "till dem som beslutar."
        ),
        how_long=(
            "Så länge placeringen finns i portalen, eller tills verksamheten ändrar uppgiften. En utgåva av ett "
            "beslutsunderlag ändras inte."
        ),
        order=47,
    )
