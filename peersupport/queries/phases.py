"""Where a placement is, and what its next moves need: each condition as met or missing, and where it is mended."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.urls import NoReverseMatch, reverse

from common import trail
from common.models import StatusChange
from common.swedish import local_date
from common.transitions import Condition, Transition
from peersupport.models import Placement, phases
from peersupport.words import RESTING, WAY, Phase


class PhaseStep(NamedTuple):
    """One phase in the column of phases; ``state`` is ``done``, ``now`` or ``later``."""

    name: str
    state: str
    on: date | None


class Check(NamedTuple):
    """One condition: what holds, or what is missing. ``url`` leads to where it is mended, for who may open it."""

    text: str
    met: bool
    url: str
    label: str


@dataclass(frozen=True)
class Move:
    """One possible move, made with a button on the placement's page."""

    target: str
    button: str
    consequence: str
    checks: list[Check]
    is_back: bool

    @property
    def is_ready(self) -> bool:
        return all(check.met for check in self.checks)


_MANAGE, _VIEW, _PEER = (
    f"peersupport.{name}" for name in ("manage_placement", "view_placement", "view_peer")
)
#: Condition → (sentence when it holds, where it is mended, the link's words, who may open that page).
_CHECKS: Final[dict[Condition, tuple[str, str, str, str]]] = {
    phases.unit_is_open: ("Verksamheten finns kvar.", "peersupport:move_unit", "Byt verksamhet", "peersupport.answer_interest"),
    phases.has_purpose: (
        "Det är skrivet vad peer support ska bidra med.", "peersupport:edit", "Ändra uppgifterna", _MANAGE,
    ),
    phases.has_contact: ("Det finns en kontaktperson.", "peersupport:edit", "Ändra uppgifterna", _MANAGE),
    phases.has_readiness_answers: (
        "Alla villkor för beredskap är besvarade.", "peersupport:readiness", "Gå till beredskapen", _VIEW,
    ),
    phases.has_cost: ("Kostnaden är uträknad.", "peersupport:cost", "Räkna ut", _MANAGE),
    phases.has_yes: ("Det senaste beslutet är ja.", "peersupport:decisions", "Gå till besluten", _VIEW),
    phases.has_employer: ("Det är bestämt vem som anställer.", "peersupport:edit", "Ändra uppgifterna", _MANAGE),
    phases.has_funding: ("Det är skrivet vem som betalar.", "peersupport:funding", "Gå till pengarna", _MANAGE),
    phases.has_peer: ("Det är skrivet när någon börjar.", "peersupport:posts", "Gå till tjänsten", _PEER),
    phases.has_ended_before: (
        "Det är skrivet när den som har tjänsten slutar.", "peersupport:posts", "Gå till tjänsten", _PEER,
    ),
    phases.somebody_works_there: ("Någon arbetar i tjänsten.", "peersupport:posts", "Gå till tjänsten", _PEER),
    phases.has_introduction: (
        "Introduktionen är klar.", "peersupport:introduction", "Gå till introduktionen", _VIEW,
    ),
    phases.has_supervision: (
        "Handledningen är planerad och nästa gång är bokad.",
        "peersupport:supervision", "Gå till handledningen", "peersupport.keep_supervision",
    ),
    phases.has_evaluation: (
        "En utvärdering har börjat.", "peersupport:evaluations", "Gå till utvärderingarna", _VIEW,
    ),
    phases.has_report: (
        "Det finns en rapport från en utvärdering.", "peersupport:evaluations", "Gå till utvärderingarna", _VIEW,
    ),
    phases.has_lasting_money: (
        "Det finns pengar ur ordinarie budget utan slutdatum.", "peersupport:funding", "Gå till pengarna", _MANAGE,
    ),
}  # fmt: skip
#: (from, to) → the button and what happens then.
_WORDS: Final[dict[tuple[str, str], tuple[str, str]]] = {
    (Phase.INTEREST, Phase.READINESS): (
        "Börja förbereda", "Ni går igenom vad som behöver finnas på plats, och vad det kostar.",
    ),
    (Phase.READINESS, Phase.DECISION): (
        "Be om beslut", "Ni skriver ut ett beslutsunderlag och lämnar det till den som bestämmer.",
    ),
    (Phase.DECISION, Phase.RECRUITMENT): ("Börja rekrytera", "Ni söker den som ska ha tjänsten."),
    (Phase.RECRUITMENT, Phase.INTRODUCTION): (
        "Börja introduktionen", "Någon är anställd. Ni går igenom checklistan för verksamheten, teamet och den som börjar.",
    ),
    (Phase.INTRODUCTION, Phase.RUNNING): (
        "Introduktionen är klar", "Peer support är i gång. Verksamheten kan välja att visa det på de öppna sidorna.",
    ),
    (Phase.RUNNING, Phase.EVALUATION): ("Börja utvärdera", "Ni läser svaren och skriver vad ni behåller, ändrar och slutar med."),
    (Phase.EVALUATION, Phase.RUNNING): ("Fortsätt som förut", "Utvärderingen är klar för den här gången. Peer support fortsätter."),
    (Phase.EVALUATION, Phase.PERMANENT): (
        "Gör tjänsten permanent", "Tjänsten betalas ur ordinarie budget och har inget slutdatum.",
    ),
    (Phase.INTRODUCTION, Phase.RECRUITMENT): ("Rekrytera på nytt", "Tjänsten är ledig igen."),
    (Phase.RUNNING, Phase.RECRUITMENT): ("Rekrytera på nytt", "Tjänsten är ledig igen."),
    (Phase.PERMANENT, Phase.RECRUITMENT): ("Rekrytera på nytt", "Tjänsten är ledig igen."),
    (Phase.DECISION, Phase.READINESS): ("Tillbaka till förberedelsen", "Något behöver förberedas mer före beslutet."),
}  # fmt: skip
#: What the next step lacks here tells whether somebody works there and is supervised: for those around the post.
_TELL_OF_THE_POST: Final = (Phase.RECRUITMENT, Phase.INTRODUCTION, Phase.RUNNING)
_BACK: Final = frozenset(
    {
        (Phase.INTRODUCTION, Phase.RECRUITMENT),
        (Phase.RUNNING, Phase.RECRUITMENT),
        (Phase.PERMANENT, Phase.RECRUITMENT),
        (Phase.DECISION, Phase.READINESS),
    }
)


def phase_steps(placement: Placement) -> list[PhaseStep]:
    """Return the eight phases with the days they last began; one at rest or ended adds where it stopped."""
    days = _reached_on(placement)
    status = Phase(placement.status)
    if status in WAY:
        now = WAY.index(status)
        return [
            PhaseStep(
                str(phase.label),
                "now" if number == now else "done" if number < now else "later",
                (placement.status_since if number == now else days.get(phase)) if number <= now else None,
            )
            for number, phase in enumerate(WAY)
        ]
    been = [PhaseStep(str(phase.label), "done", days[phase]) for phase in WAY if phase in days]
    return [*been, PhaseStep(str(status.label), "now", placement.status_since)]


def next_moves(placement: Placement, user: Any) -> list[Move]:
    """Return the moves along the way from here, forward first, for who may make them. Rest and end have pages."""
    if not user.has_perm(_MANAGE, placement) or placement.status in RESTING:
        return []
    found = [_move(placement, move, user) for move in _from_here(placement)]
    return sorted(found, key=lambda move: move.is_back)


def waits_for(placement: Placement, user: Any) -> list[Check]:
    """Return what the next step needs, for those who follow but can't take it themselves."""
    if user.has_perm(_MANAGE, placement) or placement.status in RESTING:
        return []
    if placement.status in _TELL_OF_THE_POST and not user.has_perm("peersupport.view_peer", placement):
        return []
    ahead = [move for move in _from_here(placement) if (move.source, move.target) not in _BACK]
    return _checks(placement, ahead[0], user) if ahead else []


def missing_next(placement: Placement) -> list[str]:
    """Return the sentences that say what the next step forward lacks."""
    ahead = [move for move in _from_here(placement) if (move.source, move.target) not in _BACK]
    return [sentence for need in ahead[0].needs if (sentence := need(placement))] if ahead else []


def _from_here(placement: Placement) -> list[Transition]:
    return [
        move
        for move in Placement.TRANSITIONS
        if move.source == placement.status and (move.source, move.target) in _WORDS
    ]


def _reached_on(placement: Placement) -> dict[str, date]:
    rows = StatusChange.objects.filter(object_type=trail.object_type(placement), object_id=str(placement.pk))
    return {target: local_date(at) for target, at in rows.order_by("at").values_list("target", "at")}


def _move(placement: Placement, move: Transition, user: Any) -> Move:
    step = (Phase(move.source), Phase(move.target))
    button, consequence = _WORDS[step]
    return Move(
        target=move.target,
        button=button,
        consequence=consequence,
        checks=_checks(placement, move, user),
        is_back=step in _BACK,
    )


def _checks(placement: Placement, move: Transition, user: Any) -> list[Check]:
    checks = []
    for need in move.needs:
        met_text, name, label, permission = _CHECKS[need]
        missing = need(placement)
        url = _address(name, placement) if missing and user.has_perm(permission, placement) else ""
        checks.append(Check(missing or met_text, missing is None, url, label))
    return checks


def _address(name: str, placement: Placement) -> str:
    try:
        return reverse(name, args=[placement.pk])
    except NoReverseMatch:
        return ""
