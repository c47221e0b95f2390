"""A placement at ``unit`` (tests/conftest.py), whose manager and supervisor are personas there."""

import pytest

from organisations.models import Unit
from peersupport.models import Placement
from tests.peersupport.build import make_placement


@pytest.fixture
def other_unit(unit: Unit) -> Unit:
    return Unit.objects.create(
        name="Boendestödet Gävle",
        slug="boendestodet-gavle",
        principal=unit.principal,
        municipality=unit.municipality,
    )


@pytest.fixture
def placement(unit: Unit) -> Placement:
    return make_placement(unit)
