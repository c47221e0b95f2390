"""The look is tested on pages of its own, whatever the portal's addresses are."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.look.urls"
