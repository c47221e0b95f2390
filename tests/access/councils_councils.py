"""Councils and mandates: public pages, the councils' working pages, the ledger."""

from collections.abc import Callable
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import COUNCIL, OFFICE, World

COORDINATOR = frozenset({"coordinator"})
KEEPERS = COORDINATOR | {"administrator"}
#: Who opens a council's working page, by its name in the world.
OPENS = {
    "council": COUNCIL | KEEPERS | {"unit_manager"},
    "other_council": KEEPERS | {"other_council_member"},
    "paused_council": KEEPERS,
    "hidden_council": KEEPERS,
}
#: Who sees name and contact of a mandate, and who appoints there.
HOLDS = {
    "council_member_mandate": OFFICE | COORDINATOR | {"council_member", "representative"},
    "council_substitute_mandate": OFFICE | COORDINATOR | {"council_substitute", "representative"},
    "council_chair_mandate": OFFICE | COORDINATOR | {"other_representative"},
    "unit_mandate": OFFICE | COORDINATOR,
    "other_council_member_mandate": COORDINATOR | {"other_council_member", "other_representative"},
}
APPOINTS = {
    "council_member_mandate": COORDINATOR | {"representative"},
    "council_chair_mandate": COORDINATOR | {"other_representative"},
    "unit_mandate": COORDINATOR,
}


def _slug(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": getattr(world, name).slug}


def _pk(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _token(world: World) -> dict[str, Any]:
    from councils.services.public_names import name_token

    return {"token": name_token(world.unit_mandate)}


def _appointment(world: World) -> dict[str, Any]:
    return {"name": "Ny Person", "role": "member"}


ROUTES = [
    Route("councils_public:list", EVERYBODY),
    Route("councils_public:council", EVERYBODY, _slug("council")),
    Route("councils_public:council", EVERYBODY, _slug("paused_council"), label="paused"),
    Route("councils_public:council", NOBODY, _slug("hidden_council"), label="hidden"),
    Route("councils_public:rules", EVERYBODY, _slug("paused_council")),
    Route("councils_public:rules", NOBODY, _slug("council"), label="none"),
    Route("councils_public:rules", NOBODY, _slug("hidden_council"), label="hidden"),
    Route("councils:name_by_link", EVERYBODY, _token),
    Route("councils:name_by_link", NOBODY, lambda w: {"token": "en-pahittad-lank"}, label="invented"),
    # --- at work
    Route("councils:home", COUNCIL | KEEPERS | {"other_council_member"}),
    Route("councils:rules", KEEPERS, _slug("hidden_council")),
    Route("councils:rules", NOBODY, _slug("council"), label="none"),
    Route("councils:ledger", COORDINATOR | {"representative", "other_representative"}),
    Route("councils:balance", COORDINATOR),
    Route("councils:balance", COORDINATOR, query="?rad=brukarradet", label="one"),
    Route("councils:create", COORDINATOR, data=lambda w: {"name": "Ett råd till"}),
    Route(
        "councils:payroll_readers",
        COORDINATOR,
        data=lambda w: {"principal": w.principal.pk, "email": w.bystander.email},
    ),
    Route("councils:end_payroll_reading", COORDINATOR, _pk("payroll_reading"), post_only=True),
    Route(
        "councils:postpone_review",
        COORDINATOR,
        _slug("paused_council"),
        post_only=True,
        data=lambda w: {"review_on": "2099-01-01"},
    ),
    Route(
        "councils:offer_office",
        COORDINATOR,
        _slug("council"),
        post_only=True,
        data=lambda w: {"email": w.bystander.email},
    ),
    Route(
        "councils:end_office",
        COORDINATOR,
        lambda w: {"slug": w.council.slug, "office": w.secretary_office.pk},
        post_only=True,
    ),
    Route(
        "councils:withdraw_seat",
        COORDINATOR,
        lambda w: {"slug": w.council.slug, "seat": w.open_seat.pk},
        post_only=True,
    ),
    # Another council's seat through one's own address.
    Route(
        "councils:withdraw_seat",
        NOBODY,
        lambda w: {"slug": w.council.slug, "seat": w.other_seat.pk},
        label="of others",
        post_only=True,
    ),
    Route("councils:co_opt", COORDINATOR, _slug("council"), data=_appointment),
    # --- the person's own tick, and what others may ask
    Route(
        "councils:show_name",
        {"council_member"},
        _pk("council_member_mandate"),
        query="?till=visas",
        post_only=True,
    ),
    Route(
        "councils:show_name",
        NOBODY,
        _pk("unit_mandate"),
        query="?till=visas",
        label="of nobody with an account",
        post_only=True,
    ),
    Route("councils:ask_name_later", {"council_member"}, _pk("council_member_mandate"), post_only=True),
    Route("councils:ask_for_name", COORDINATOR, _pk("unit_mandate"), post_only=True),
    Route("councils:invite", COORDINATOR, _pk("unit_mandate"), post_only=True),
    Route(
        "councils:withdraw_mandate",
        APPOINTS["council_member_mandate"],
        _pk("council_member_mandate"),
        post_only=True,
    ),
]
for _name, _opens in OPENS.items():
    ROUTES += [
        Route("councils:council", _opens, _slug(_name), label=_name),
        Route("councils:edit", COORDINATOR, _slug(_name), label=_name, data=lambda w: {"name": "Nytt"}),
        Route("councils:status", COORDINATOR, _slug(_name), label=_name, data=lambda w: {"reason": "Nytt"}),
        Route("councils:seats", COORDINATOR, _slug(_name), label=_name, data=lambda w: {"kind": "open"}),
    ]
ROUTES += [
    Route("councils:standing", OFFICE | COORDINATOR, _slug("council"), data=lambda w: {"codes": "agenda"}),
    Route("councils:standing", COORDINATOR, _slug("hidden_council"), label="hidden"),
]
for _name, _opens in HOLDS.items():
    ROUTES += [
        Route("councils:mandate", _opens, _pk(_name), label=_name),
        Route("councils:edit_contact", _opens, _pk(_name), label=_name, data=lambda w: {"name": "Ny"}),
    ]
for _name, _opens in APPOINTS.items():
    ROUTES += [
        Route("councils:end_mandate", _opens, _pk(_name), label=_name, data=lambda w: {"ends_on": "x"}),
        Route("councils:hand_over", _opens, _pk(_name), label=_name, data=_appointment),
    ]
for _name, _opens in {
    "member_seat": COORDINATOR | {"representative"},
    "chair_seat": COORDINATOR | {"other_representative"},
    "unit_seat": COORDINATOR,
    "open_seat": COORDINATOR,
}.items():
    ROUTES.append(Route("councils:appoint", _opens, _pk(_name), label=_name, data=_appointment))


def plant_public(world: World) -> None:
    """A paused council with everything that anybody may read of one."""
    world.objects["paused_council"] = _council(world, "paused_council", EVERYBODY, is_public=True)


def plant(world: World) -> None:
    """A council without a public page."""
    from councils.models import StandingItem

    world.objects["hidden_council"] = _council(world, "hidden_council", KEEPERS, is_public=False)
    StandingItem.objects.create(
        council=world.hidden_council,
        code="other",
        title=f"Övrigt {world.canary('standing item of hidden_council', COORDINATOR)}",
        position=1,
    )


def _council(world: World, name: str, seers: frozenset[str], *, is_public: bool) -> Any:
    from datetime import timedelta

    from django.core.files.base import ContentFile

    from common.swedish import today
    from councils.models import Council

    made = Council.objects.create(
        kind="steering_group",
        name=f"Gruppen {world.canary(f'name of {name}', seers)}",
        slug=name.replace("_", "-"),
        is_public=is_public,
        purpose=f"Vi finns för {world.canary(f'purpose of {name}', seers)}",
        contact_name=f"Kansliet {world.canary(f'contact of {name}', seers)}",
        contact_email=world.address(f"address of {name}", seers),
        contact_phone=world.phone(f"phone of {name}", "46" if is_public else "47", seers),
        cost_centre=world.canary(f"cost centre of {name}", COORDINATOR)[:20],
        status="paused",
        status_reason=f"För få kan komma {world.canary(f'why {name} rests', seers)}",
        review_on=today() + timedelta(days=200),
    )
    rules = f"%PDF-1.4 {world.canary(f'rules of {name}', seers)}"
    made.rules_of_procedure.save("arbetsordning.pdf", ContentFile(rules.encode()))
    return made
