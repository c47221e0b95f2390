"""Where the readiness check shows elsewhere."""

from peersupport.queries import readiness
from peersupport.sections import Part, register_part


def register() -> None:
    """List it on a placement's page."""
    register_part(
        Part("Beredskap", "peersupport:readiness", "peersupport.view_placement", 10, readiness.told)
    )
