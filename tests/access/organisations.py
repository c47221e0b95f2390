"""Municipalities, principals, units, and the people who answer for them."""

from tests.access.matrix import EVERYBODY, Route
from tests.access.world import KEEPERS, OFFICE, World

#: A unit's own people see its page.
STAFF = KEEPERS | {"unit_manager", "supervisor"}
#: Who runs a council may send a decision on to any unit, and picks it by its name.
NAMED = KEEPERS | OFFICE


def _unit(world: World) -> dict[str, object]:
    return {"slug": world.unit.slug}


def _other(world: World) -> dict[str, object]:
    return {"slug": world.other_unit.slug}


ROUTES = [
    Route("organisations:units", KEEPERS),
    Route("organisations:units", KEEPERS, query="?q=avdelning&visa=alla&sortera=huvudman", label="searched"),
    Route("organisations:unit_new", KEEPERS),
    Route("organisations:unit", STAFF, _unit),
    Route("organisations:unit", KEEPERS, _other, label="of others"),
    Route(
        "organisations:unit",
        KEEPERS | {"other_unit_manager"},
        lambda w: {"slug": w.unaddressed_unit.slug},
        label="of the other manager",
    ),
    Route("organisations:unit_edit", KEEPERS, _unit),
    Route("organisations:unit_close", KEEPERS, _unit, post_only=True),
    Route("organisations:unit_reopen", KEEPERS, _unit, post_only=True),
    Route("organisations:unit_respondent", KEEPERS, _unit),
    Route("organisations:unit_role_new", KEEPERS, _unit),
    Route("organisations:unit_role_end", KEEPERS, lambda w: {"pk": w.unit_manager_role.pk}, post_only=True),
    Route(
        "organisations:unit_role_restore", KEEPERS, lambda w: {"pk": w.unit_manager_role.pk}, post_only=True
    ),
    Route("organisations:respondent", KEEPERS, lambda w: {"pk": w.respondent.pk}),
    Route("organisations:respondent_remove", KEEPERS, lambda w: {"pk": w.respondent.pk}, post_only=True),
    Route("organisations:principals", KEEPERS),
    Route("organisations:principal_new", KEEPERS),
    Route("organisations:principal_edit", KEEPERS, lambda w: {"slug": w.principal.slug}),
    Route("organisations:principal_respondent", KEEPERS, lambda w: {"slug": w.principal.slug}),
    Route("organisations:places", KEEPERS),
    Route("organisations:municipality_new", KEEPERS),
    Route("organisations:municipality_edit", KEEPERS, lambda w: {"slug": w.municipality.slug}),
    Route("organisations:area_new", KEEPERS),
    Route("organisations:area_edit", KEEPERS, lambda w: {"slug": w.area.slug}),
    Route("organisations:subjects", KEEPERS),
    Route("organisations:theme_new", KEEPERS),
    Route("organisations:theme_edit", KEEPERS, lambda w: {"slug": w.theme.slug}),
    Route("organisations:priority_group_new", KEEPERS),
    Route("organisations:priority_group_edit", KEEPERS, lambda w: {"slug": w.priority_group.slug}),
    Route(
        "organisations:subject_act",
        KEEPERS,
        lambda w: {"kind": "teman", "slug": w.theme.slug, "act": "upp"},
        post_only=True,
    ),
]


def plant_public(world: World) -> None:
    """Words that everybody may meet."""
    from organisations.models import PriorityGroup, Theme

    world.objects["theme"] = Theme.objects.get_or_create(slug="bemotande", defaults={"name": "Bemötande"})[0]
    world.theme.description = f"Hur man blir mött {world.canary('what a theme is about', EVERYBODY)}"
    world.theme.save()
    world.objects["priority_group"] = PriorityGroup.objects.get_or_create(
        slug="samsjuklighet", defaults={"name": "Samsjuklighet"}
    )[0]


def plant(world: World) -> None:
    """Respondents of one's own unit, of another unit and of the principal; a unit of others; an ended role."""
    from datetime import timedelta

    from django.utils import timezone

    from organisations.models import Respondent, Unit, UnitRole

    other = Unit.objects.create(
        name=f"Avdelning {world.canary('name of a unit', NAMED)}",
        slug="avdelning-annan",
        principal=world.principal,
        municipality=world.municipality,
    )
    world.objects["other_unit"] = other
    owners = (
        ("respondent", {"unit": world.unit}, STAFF),
        ("other_respondent", {"unit": other}, KEEPERS),
        ("principal_respondent", {"principal": world.principal}, KEEPERS),
    )
    for name, owner, seers in owners:
        world.objects[name] = Respondent.objects.create(
            kind="respondent",
            name=f"Ali {world.canary(f'{name} name', seers)}",
            title=f"Chef {world.canary(f'{name} title', seers)}",
            email=world.address(f"{name} address", seers),
            **owner,
        )
    today = timezone.localdate()
    UnitRole.objects.create(
        user=world.bystander,
        unit=world.unit,
        role="supervisor",
        starts_on=today - timedelta(days=9),
        ends_on=today,
    )
