"""The demo's councils and dialogue meetings: written in the story's diary, told between its other chapters."""

from inflytande.demo.audits.cast import Teller
from inflytande.demo.councils.composition import Composition
from inflytande.demo.councils.fees import Fees
from inflytande.demo.councils.meetings import Meetings
from inflytande.demo.councils.minutes import WhatWasSaid


def plan_councils(story: Teller) -> None:
    """Write everything that has to do with councils in the story's diary."""
    for part in (Composition, Meetings, WhatWasSaid, Fees):
        part(story)
