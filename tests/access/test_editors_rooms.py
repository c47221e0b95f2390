"""``/redaktion/`` is closed to everybody but editors and coordinators, whatever the address behind it."""

import pytest
from django.urls import resolve

from tests.access.editors_rooms import ONLY_HERE, of_others_files, patterns, shown
from tests.access.matrix import PERSONAS
from tests.access.opening import ask
from tests.access.world import World

EDITORS = {"editor", "coordinator"}
#: Decided by the portal's roles or by its own code: not even editors change it here.
DECIDED_ELSEWHERE = ("wagtailusers_", "wagtailsites:", "wagtailadmin_workflows:", "wagtailadmin_collections:")
#: Show the names of the steps of a review; nothing is changed there.
ONLY_LISTS = {
    "wagtailadmin_workflows:task_chooser",
    "wagtailadmin_workflows:task_chooser_results",
    # Offers no form without the permission, and answers 400.
    "wagtailadmin_workflows:task_chooser_create",
    "wagtailadmin_workflows:task_chosen",
    "wagtailadmin_workflows:usage",
    "wagtailadmin_workflows:usage_results",
}


@pytest.mark.parametrize("persona", [each for each in PERSONAS if each not in EDITORS])
def test_nobody_else_comes_in(world: World, persona: str) -> None:
    problems = []

    for name, address in patterns():
        for method in ("GET", "POST"):
            answer = ask(world, persona, method, address, {})
            if not answer.is_refused:
                problems.append(f"{method} {name} {address}: {answer.status}")
            if answer.writes or world.heard(answer.text) & set(world.forbidden(persona)):
                problems.append(f"{method} {name} {address}: tells or writes")

    assert problems == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_waits_in_the_rooms_is_met_by_editors_and_by_nobody_else(world: World, persona: str) -> None:
    """Where the texts really stand: the walk opens examples of addresses."""
    problems = []

    for address, texts in shown(world).items():
        answer = ask(world, persona, "GET", address)
        met = {world.what[word] for word in world.heard(answer.text)} & texts
        own_alone = persona == "editor" and address in of_others_files()
        if met != (texts if persona in EDITORS and not own_alone else set()):
            problems.append(f"{address}: {answer.status}, meets {sorted(met)} of {sorted(texts)}")
        if persona not in EDITORS and (
            not answer.is_refused or world.heard(answer.text) & set(world.forbidden(persona))
        ):
            problems.append(f"{address}: {answer.status}, tells")

    assert problems == []


def test_what_the_matrix_leaves_to_the_rooms_is_met_there(world: World) -> None:
    assert set().union(*shown(world).values()) >= ONLY_HERE
    assert set(world.what.values()) >= ONLY_HERE


def test_the_walk_meets_every_address() -> None:
    found = list(patterns())

    assert len(found) > 150
    assert [address for _, address in found if not resolve(address).route.startswith("redaktion/")] == []


@pytest.mark.parametrize("persona", sorted(EDITORS))
def test_editors_leave_people_sites_and_reviews_alone(world: World, persona: str) -> None:
    closed = [(name, address) for name, address in patterns() if name.startswith(DECIDED_ELSEWHERE)]
    opened = {name for name, address in closed if ask(world, persona, "GET", address).status == 200}
    written = [name for name, address in closed if ask(world, persona, "POST", address, {}).writes]

    assert len(closed) > 30
    assert opened <= ONLY_LISTS
    assert written == []
    assert ask(world, persona, "GET", "/redaktion/").status == 200
