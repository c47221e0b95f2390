"""What a person finds in lists and what opens for them are the same; every permission is asked for somewhere."""

import re
from pathlib import Path

import pytest
import rules
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from tests.access.calendar import HOLDERS, STATES
from tests.access.matrix import PERSONAS
from tests.access.opening import ask
from tests.access.world import World

ROOMS = (
    "accounts",
    "organisations",
    "associations",
    "surveys",
    "calendar_app",
    "proposals",
    "revisions",
    "councils",
    "peersupport",
    "pages",
    "inflytande",
    "common",
)
#: Asked for by ``change_status`` through a model's ``TRANSITIONS``, for nobody: the portal itself acts.
HELD_BY_NOBODY = {"calendar_app.keep_digests"}


def _person(world: World, persona: str) -> object:
    return world.personas[persona] or AnonymousUser()


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_activity_is_visible_to_exactly_those_who_can_open_it(world: World, persona: str):
    """Publicly or at work: ``Event.visible_to`` and the pages agree for every state."""
    from calendar_app.models import Event, Occurrence

    for holder in HOLDERS:
        for state in STATES:
            event = world.objects[f"{holder}_{state}"]
            time = world.objects[f"{holder}_{state}_occurrence"]
            opened = {
                ask(world, persona, "GET", address).status
                for address in (f"/kalender/aktivitet/{time.pk}/", f"/kalender/arbete/{event.pk}/")
            }

            person = _person(world, persona)
            seen = Event.objects.visible_to(person).filter(pk=event.pk).exists()
            seen_time = Occurrence.objects.visible_to(person).filter(pk=time.pk).exists()

            assert seen == seen_time == (200 in opened), f"{holder} {state}"


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_association_is_visible_to_exactly_those_who_can_open_it(world: World, persona: str):
    from associations.models import Association

    for name in (
        "association",
        "other_association",
        "own_unlisted",
        "draft_association",
        "unlisted_association",
    ):
        association = world.objects[name]
        addresses = (f"/foreningar/{association.slug}/", f"/foreningar/arbete/{association.slug}/")
        opened = {ask(world, persona, "GET", address).status for address in addresses}

        seen = Association.objects.visible_to(_person(world, persona)).filter(pk=association.pk).exists()

        assert seen == (200 in opened), name


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_unit_is_visible_to_exactly_those_who_can_open_it(world: World, persona: str):
    from organisations.models import Unit

    for unit in (world.unit, world.other_unit):
        opened = ask(world, persona, "GET", f"/organisationer/verksamheter/{unit.slug}/").status == 200
        person = _person(world, persona)

        seen = Unit.objects.visible_to(person).filter(pk=unit.pk).exists()

        assert seen == opened == (persona != "visitor" and person.has_perm("organisations.view_unit", unit))


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_only_coordinators_handle_is_visible_to_no_one_else(world: World, persona: str):
    from associations.models import ConfirmationRound, ErrorReport
    from calendar_app.models import ImportBatch

    person = _person(world, persona)

    for model in (ErrorReport, ConfirmationRound, ImportBatch):
        assert model.objects.visible_to(person).exists() == (persona == "coordinator")


@pytest.mark.parametrize("persona", PERSONAS)
def test_versions_and_contact_persons_are_for_those_who_keep_the_entry(world: World, persona: str):
    from associations.models import ContactPerson, EntryVersion

    own = {"representative": {world.association.pk}, "other_representative": {world.other_association.pk}}
    own["coordinator"] = {world.association.pk, world.other_association.pk}
    person = _person(world, persona)

    for model in (EntryVersion, ContactPerson):
        seen = set(model.objects.visible_to(person).values_list("association_id", flat=True))
        assert seen == own.get(persona, set())


def test_every_permission_is_asked_for():
    """A permission that nothing asks for is either a forgotten check or a forgotten line."""
    asked = "\n".join(
        path.read_text()
        for room in (*ROOMS, "templates")
        for path in (Path(settings.BASE_DIR) / room).rglob("*")
        if path.suffix in {".py", ".html"} and path.name != "rules.py"
    )
    declared = [name for name in rules.permissions.permissions if name.split(".")[0] in ROOMS]

    unused = [name for name in declared if name not in asked and f'"{name.split(".")[1]}"' not in asked]

    assert len(declared) > 20
    assert unused == []


def test_every_permission_that_is_asked_for_exists():
    """A misspelt permission refuses everybody, or lets nobody through where somebody must."""
    pattern = re.compile(
        r"""(?:has_perm\(|permission_required\(|for_association\(|permission=|PERMISSION = |REVIEWS = )\s*"([a-z_]+\.[a-z_]+)\""""
    )
    asked = {
        name
        for room in ROOMS
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
        for name in pattern.findall(path.read_text())
    }

    assert len(asked) > 15
    assert sorted(asked - set(rules.permissions.permissions) - HELD_BY_NOBODY) == []
