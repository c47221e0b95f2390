"""What is in place for a placement, what it costs, who pays, and the basis for a decision."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.access.matrix import NOBODY, Route
from tests.access.peersupport import CARRIES, HIDDEN_CARRIES, HIDDEN_OPENS, OPENS, of
from tests.access.world import World


def _money(placement: str, period: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, placement).pk, "period": getattr(world, period).pk}


def _edition(placement: str, number: int = 1) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, placement).pk, "number": number}


def _nothing(world: World) -> dict[str, Any]:
    """A post that changes nothing: the other parts need it."""
    return {"version": "0"}


ROUTES = [
    Route("peersupport:funding_edit", CARRIES, _money("placement", "money")),
    # Another placement's money through one's own address.
    Route("peersupport:funding_edit", NOBODY, _money("placement", "hidden_money"), label="of others"),
    Route("peersupport:funding_remove", CARRIES, _money("placement", "money"), post_only=True, data=_nothing),
    Route(
        "peersupport:funding_remove",
        NOBODY,
        _money("placement", "hidden_money"),
        label="of others",
        post_only=True,
        data=_nothing,
    ),
    Route("peersupport:basis_progress", CARRIES, _edition("placement")),
    Route("peersupport:basis_progress", NOBODY, _edition("placement", 9), label="of no number"),
    Route("peersupport:basis_retry", CARRIES, _edition("placement"), post_only=True),
    Route("peersupport:basis_pdf", CARRIES, _edition("placement")),
    Route("peersupport:basis_pdf", NOBODY, _edition("placement", 2), label="not made yet"),
]
for _name, _opens, _carries in (
    ("placement", OPENS, CARRIES),
    ("hidden_placement", HIDDEN_OPENS, HIDDEN_CARRIES),
):
    ROUTES += [
        Route("peersupport:readiness", _opens, of(_name), label=_name, acts=_carries),
        Route("peersupport:cost", _carries, of(_name), label=_name, data=_nothing),
        Route("peersupport:funding", _carries, of(_name), label=_name),
        Route("peersupport:funding_add", _carries, of(_name), label=_name, data=_nothing),
        Route("peersupport:basis", _carries, of(_name), label=_name, data=lambda w: {"body": ""}),
    ]


def plant(world: World) -> None:
    """An answered condition, a calculation, a source and an edition at each of two placements."""
    from django.core.files.base import ContentFile

    from common.models import Edition
    from common.swedish import today
    from peersupport.models import CostCalculation, FundingPeriod, ReadinessAnswer
    from peersupport.queries.basis import BASIS, edition_key

    for name, opens, carries, money in (
        ("placement", OPENS, CARRIES, "money"),
        ("hidden_placement", HIDDEN_OPENS, HIDDEN_CARRIES, "hidden_money"),
    ):
        placement = getattr(world, name)
        ReadinessAnswer.objects.create(
            placement=placement,
            condition="staff",
            answer="partly",
            evidence=f"Två handledare {world.canary(f'evidence at {name}', opens)}",
            owner=f"Enhetschefen {world.canary(f'owner of a condition at {name}', opens)}",
        )
        CostCalculation.objects.create(
            placement=placement,
            first_year=2027,
            comment=f"Lönen enligt avtal {world.canary(f'assumptions at {name}', carries)}",
        )
        world.objects[money] = FundingPeriod.objects.create(
            placement=placement,
            kind="project",
            source=f"Projektet {world.canary(f'source of money at {name}', carries)}",
            amount_ore=_sum(world, name, carries),
            starts_on=date(today().year - 1, 3, 1),
            ends_on=today() + timedelta(days=700),
        )
    told = world.canary("a basis for a decision", CARRIES)
    # What the last edition said is what the next begins from.
    data = {"body": f"Nämnden {told}", "proposal": [f"att pröva {told}"]}
    common = {"kind": BASIS, "key": edition_key(world.placement), "data": data, "actor_id": _nobody()}
    Edition.objects.create(
        number=1,
        title=f"Beslutsunderlag {told}",
        state=Edition.State.READY,
        sha256="ab" * 32,
        pages=4,
        file=ContentFile(f"%PDF-1.4 {told}\n%%EOF".encode(), name="underlag.pdf"),
        **common,
    )
    Edition.objects.create(number=2, title=f"Beslutsunderlag {told}", **common)


def _sum(world: World, name: str, may_see: frozenset[str]) -> int:
    """An amount that stands nowhere else, as a canary in the way the portal writes it."""
    number = {"placement": 731, "hidden_placement": 742}[name]
    word = f"{number}\xa0913,37"
    world.canaries[word] = may_see
    world.what[word] = f"sum of money at {name}"
    world.telltales.append(word)
    return number * 100_000 + 91_337


def _nobody() -> Any:
    from common.actors import SYSTEM

    return SYSTEM.actor_id
