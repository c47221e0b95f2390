"""Placements: their pages, who holds the post. Planted for the other parts: ``placement`` and ``hidden_placement``.

``placement`` runs at ``unit`` and is shown to the public; the persona auditor is in its evaluation team.
``hidden_placement`` is prepared at ``unaddressed_unit``, whose manager is other_unit_manager.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import World

COORDINATOR = frozenset({"coordinator"})
OVERSEE = COORDINATOR | {"administrator"}
#: Who carries ``placement``, who sees the peer, and who opens its page.
CARRIES = COORDINATOR | {"unit_manager"}
SEES_PEER = CARRIES | {"supervisor"}
OPENS = SEES_PEER | {"administrator", "auditor"}
#: The same for ``hidden_placement``.
HIDDEN_CARRIES = COORDINATOR | {"other_unit_manager"}
HIDDEN_OPENS = HIDDEN_CARRIES | {"administrator"}
WORKS = OPENS | HIDDEN_OPENS


def of(name: str) -> Callable[[World], dict[str, Any]]:
    """The address of one placement's page."""
    return lambda world: {"pk": getattr(world, name).pk}


def _post(name: str, post: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk, "post": getattr(world, post).pk}


def _facts(world: World) -> dict[str, Any]:
    return {"share": "50", "version": "1"}


def _time(world: World) -> dict[str, Any]:
    return {"starts_on": "x", "share": "50", "version": "1"}


def _decision(name: str, decision: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk, "decision": getattr(world, decision).pk}


def _decided(world: World) -> dict[str, Any]:
    return {"body": "Nämnden", "version": "1"}


ROUTES = [
    Route("peersupport_public:interest", EVERYBODY),
    Route("peersupport_public:interest_sent", EVERYBODY),
    Route("peersupport:interests", COORDINATOR),
    Route("peersupport:interests", COORDINATOR, query="?del=besvarade", label="answered"),
    Route("peersupport:answer_interest", COORDINATOR, of("interest"), data=lambda w: {"words": ""}),
    Route("peersupport:home", WORKS),
    Route("peersupport:home", WORKS, query="?visa=lista", label="list"),
    Route("peersupport:decisions", OPENS, of("placement")),
    Route("peersupport:decisions", HIDDEN_OPENS, of("hidden_placement"), label="hidden"),
    Route("peersupport:record_decision", COORDINATOR, of("placement"), data=_decided),
    Route("peersupport:edit_decision", COORDINATOR, _decision("placement", "decision"), data=_decided),
    # Another placement's decision through one's own address.
    Route(
        "peersupport:edit_decision",
        NOBODY,
        _decision("placement", "hidden_decision"),
        label="of others",
        data=_decided,
    ),
    Route("peersupport:remove_decision", COORDINATOR, _decision("placement", "decision"), post_only=True),
    Route("peersupport:create", COORDINATOR, data=_facts),
    Route("peersupport:post_edit", CARRIES, _post("placement", "post"), data=_time),
    # Another placement's row through one's own address.
    Route("peersupport:post_edit", NOBODY, _post("placement", "hidden_post"), label="of others", data=_time),
    Route(
        "peersupport:post_edit",
        HIDDEN_CARRIES,
        _post("hidden_placement", "hidden_post"),
        label="hidden",
        data=_time,
    ),
]
for _name, _opens, _carries, _peer in (
    ("placement", OPENS, CARRIES, SEES_PEER),
    ("hidden_placement", HIDDEN_OPENS, HIDDEN_CARRIES, HIDDEN_CARRIES),
):
    ROUTES += [
        Route("peersupport:placement", _opens, of(_name), label=_name),
        Route("peersupport:edit", _carries, of(_name), label=_name, data=_facts),
        Route(
            "peersupport:move",
            _carries,
            of(_name),
            label=_name,
            post_only=True,
            data=lambda w: {"target": "x"},
        ),
        Route("peersupport:rest", _carries, of(_name), label=_name, data=lambda w: {"reason": ""}),
        Route("peersupport:resume", _carries, of(_name), label=_name, post_only=True),
        Route(
            "peersupport:postpone",
            _carries,
            of(_name),
            label=_name,
            post_only=True,
            data=lambda w: {"review_on": "x"},
        ),
        Route("peersupport:end", _carries, of(_name), label=_name, data=lambda w: {"reason": ""}),
        Route("peersupport:move_unit", COORDINATOR, of(_name), label=_name, data=lambda w: {"unit": ""}),
        Route(
            "peersupport:show",
            _carries,
            of(_name),
            label=_name,
            post_only=True,
            data=lambda w: {"visa": "ja"},
        ),
        Route("peersupport:posts", _peer, of(_name), label=_name),
        Route("peersupport:post_add", _carries, of(_name), label=_name, data=_time),
    ]
for _act in ("post_remove", "post_erase"):
    ROUTES += [
        Route(f"peersupport:{_act}", CARRIES, _post("placement", "post"), post_only=True),
        Route(
            f"peersupport:{_act}",
            NOBODY,
            _post("placement", "hidden_post"),
            label="of others",
            post_only=True,
        ),
    ]


def plant_public(world: World) -> None:
    """A placement that runs and is shown: the unit, the phase and the post's size are anybody's."""
    from common.swedish import today
    from peersupport.models import EvaluationMember, Placement

    world.objects["placement"] = Placement.objects.create(
        unit=world.unit,
        status="running",
        status_since=today() - timedelta(days=200),
        share=75,
        employer_kind="unit",
        starts_on=today() - timedelta(days=220),
        is_public=True,
    )
    world.objects["peer_evaluator"] = EvaluationMember.objects.create(
        placement=world.placement, user=world.personas["auditor"]
    )


def plant(world: World) -> None:
    """What only some read: purpose, contact, who holds the post, decisions, why one rests, what a unit asked."""
    from django.utils import timezone

    from common.swedish import today
    from peersupport.models import Decision, Interest, PeerPost, Placement

    world.objects["hidden_placement"] = Placement.objects.create(
        unit=world.unaddressed_unit,
        status="readiness",
        # No day whose text ends as a planted day's does: "16 februari" holds "6 februari".
        status_since=today() - timedelta(days=265),
        share=50,
    )
    for name, opens, peer in (
        ("placement", OPENS, SEES_PEER),
        ("hidden_placement", HIDDEN_OPENS, HIDDEN_CARRIES),
    ):
        placement = getattr(world, name)
        placement.purpose = f"Stöd i vardagen {world.canary(f'purpose of {name}', opens)}"
        placement.contact_name = f"Enheten {world.canary(f'contact of {name}', opens)}"
        placement.contact_email = world.address(f"contact address of {name}", opens)
        placement.save()
        key = "post" if name == "placement" else "hidden_post"
        world.objects[key] = PeerPost.objects.create(
            placement=placement,
            name=f"Mio {world.canary(f'name of the peer in {name}', peer)}",
            share=placement.share,
            starts_on=today() - timedelta(days=210),
        )
        decided = "decision" if name == "placement" else "hidden_decision"
        world.objects[decided] = Decision.objects.create(
            body=f"Nämnden {world.canary(f'body of {decided}', opens)}",
            decided_on=today() - timedelta(days=300),
            record_number=world.canary(f"number of {decided}", opens),
            outcome="yes",
            summary=f"Prova i två år {world.canary(f'summary of {decided}', opens)}",
            link=f"https://region.example.org/{world.canary(f'link of {decided}', opens)}",
        )
        world.objects[decided].placements.add(placement)
    world.objects["resting_placement"] = Placement.objects.create(
        unit=world.unaddressed_unit,
        status="paused",
        former_status="running",
        status_since=today() - timedelta(days=20),
        reason=f"Ny ledning {world.canary('why a placement rests', HIDDEN_OPENS)}",
        review_on=today() + timedelta(days=60),
    )
    world.objects["interest"] = Interest.objects.create(
        unit_text=f"Boendestödet {world.canary('unit of an interest', COORDINATOR)}",
        why=f"Vi vill prova {world.canary('why of an interest', COORDINATOR)}",
        contact_name=f"Ida {world.canary('contact of an interest', COORDINATOR)}",
        contact_email=world.address("address of an interest", COORDINATOR),
        contact_phone=world.phone("phone of an interest", "48", COORDINATOR),
    )
    Interest.objects.create(
        unit=world.unit,
        why=f"Vi vill prova {world.canary('why of an own interest', COORDINATOR)}",
        state="declined",
        answer=f"Inte i år {world.canary('answer to an own interest', COORDINATOR | {'unit_manager'})}",
        answered_at=timezone.now(),
    )
