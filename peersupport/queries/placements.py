"""Placements as pages ask for them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from common.swedish import day_text, today
from organisations.models import Unit
from peersupport.models import PeerPost, Placement
from peersupport.queries.phases import Check, Move, PhaseStep, next_moves, phase_steps, waits_for
from peersupport.sections import parts_for
from peersupport.words import IN_WORK, RESTING, Phase


def visible_placements(user: Any) -> "QuerySet[Placement]":
    """Those ``user`` can find, with what a page about one needs."""
    return Placement.objects.visible_to(user).for_listing()


@dataclass(frozen=True)
class PartRow:
    """One part of a placement as its page lists it."""

    title: str
    url: str
    told: str


@dataclass(frozen=True)
class PlacementPage:
    """Everything the page of one placement shows."""

    placement: Placement
    steps: list[PhaseStep]
    moves: list[Move]
    waits: list[Check]
    parts: list[PartRow]
    facts: list[tuple[str, str]]
    is_closed: bool
    is_resting: bool
    is_due: bool
    may: dict[str, bool]

    @property
    def tone(self) -> str:
        """The kind of state for the tag ``status``."""
        return tone_of(self.placement)

    @property
    def pausing(self) -> str:
        """The words of the button that lets it rest; empty where it can't."""
        targets = {move.target for move in Placement.TRANSITIONS if move.source == self.placement.status}
        if Phase.PAUSED in targets:
            return "Pausa"
        return "Inte just nu" if Phase.NOT_NOW in targets else ""


def placement_page(placement: Placement, user: Any) -> PlacementPage:
    """Return the page of ``placement`` as ``user`` may see it."""
    closed = placement.unit.closed_on
    resting = placement.status in RESTING
    permissions = ("manage_placement", "show_publicly", "answer_interest", "view_peer")
    may = {name: user.has_perm(f"peersupport.{name}", placement) for name in permissions}
    return PlacementPage(
        placement=placement,
        steps=phase_steps(placement),
        moves=next_moves(placement, user),
        waits=waits_for(placement, user),
        parts=[
            PartRow(part.title, reverse(part.route, args=[placement.pk]), part.told(placement))
            for part in parts_for(user, placement)
        ],
        facts=_facts(placement),
        is_closed=closed is not None and closed <= today() and placement.status != Phase.ENDED,
        is_resting=resting,
        is_due=resting and placement.review_on is not None and placement.review_on <= today(),
        may=may,
    )


def posts_of(placement: Placement) -> list[PeerPost]:
    """Return who has and has had the post, newest first. Only for those who hold ``view_peer``."""
    return list(placement.posts.all())


def units_to_choose() -> "QuerySet[Unit]":
    """The units that go on, in Swedish order."""
    return Unit.objects.active().in_order()


def tone_of(placement: Placement) -> str:
    """Return the kind of state for the tag ``status``."""
    if placement.status in IN_WORK:
        return "done"
    if placement.status in RESTING:
        return "wait"
    return "no" if placement.status == Phase.ENDED else "going"


def _facts(placement: Placement) -> list[tuple[str, str]]:
    return [
        ("Omfattning", f"{placement.share} procent av heltid"),
        ("Arbetsgivare", _employer(placement)),
        ("Kontaktperson", placement.contact_name),
        ("E-post", placement.contact_email),
        ("Börjar", day_text(placement.starts_on) if placement.starts_on else ""),
        ("Slutar", day_text(placement.ends_on) if placement.ends_on else ""),
        ("Huvudman", placement.unit.principal.name),
        ("Kommun", placement.unit.municipality.name if placement.unit.municipality else ""),
    ]


def _employer(placement: Placement) -> str:
    if placement.employer_association_id:
        return f"{placement.employer_association}, som hyr ut"
    return placement.unit.name if placement.employer_kind else "Inte bestämt än"
