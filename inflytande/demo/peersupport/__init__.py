"""The demo's peer support: units in every phase, told in the story's diary between its other chapters.

A subject that has more to tell of a placement adds a class here, made with the story, that writes in the diary; placements
are found by ``way.placement_named`` once they have begun.
"""

from inflytande.demo.audits.cast import Teller
from inflytande.demo.peersupport.basis import Bases
from inflytande.demo.peersupport.evaluations import Evaluations
from inflytande.demo.peersupport.interests import Interests
from inflytande.demo.peersupport.support import Support
from inflytande.demo.peersupport.way import Ways


def plan_peer_support(story: Teller) -> None:
    """Write everything that has to do with peer support in the story's diary."""
    for part in (Ways, Bases, Evaluations, Interests, Support):
        part(story)
