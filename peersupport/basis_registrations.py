"""How a basis for a decision is made, and where it shows elsewhere."""

from common.editions import register_renderer
from peersupport.pdf.basis import render_basis
from peersupport.queries.basis import BASIS, told
from peersupport.sections import Part, register_part


def register() -> None:
    """Fill the registries."""
    register_renderer(BASIS, render_basis)
    register_part(Part("Beslutsunderlag", "peersupport:basis", "peersupport.manage_placement", 40, told))
