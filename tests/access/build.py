"""Puts the world together from what every room plants, and gathers every room's routes."""

import importlib
import pkgutil
import time
from collections.abc import Iterator
from types import ModuleType

import tests.access as package
from tests.access import world as the_world
from tests.access.matrix import PERSONAS, Route
from tests.access.world import World

_NOT_ROOMS = ("test_", "matrix", "world", "build", "conftest", "opening", "planted", "made_of")


def rooms() -> Iterator[ModuleType]:
    """Every room's file, in alphabetical order."""
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith(_NOT_ROOMS):
            yield importlib.import_module(f"tests.access.{module.name}")


def routes() -> list[Route]:
    """Every row of the matrix."""
    return [route for room in rooms() for route in room.ROUTES]


def build_public() -> World:
    """People, and what anybody may see."""
    world = World()
    the_world.plant_people(world)
    the_world.plant_public(world)
    the_world.plant_audits(world)
    the_world.plant_councils(world)
    for room in rooms():
        if hasattr(room, "plant_public"):
            room.plant_public(world)
    sign_everybody_in(world)
    return world


def plant_private(world: World) -> None:
    """Everything that somebody must not see."""
    for room in rooms():
        if hasattr(room, "plant"):
            room.plant(world)


def build_world() -> World:
    """The whole portal."""
    world = build_public()
    plant_private(world)
    return world


def sign_everybody_in(world: World) -> None:
    """One session each. The password counts as just given however long the module takes."""
    from django.conf import settings
    from django.test import Client

    for persona in PERSONAS:
        person = world.personas[persona]
        if person is None:
            continue
        client = Client()
        client.force_login(person)
        session = client.session
        session["account_authentication_methods_user"] = str(person.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time() + 3600}]
        session.save()
        world.sessions[persona] = client.cookies[settings.SESSION_COOKIE_NAME].value
