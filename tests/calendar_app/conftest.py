"""A clock that tests of the calendar set themselves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture
def time_machine_at(time_machine: Any) -> Callable[[str], None]:
    """Stop the clock at a time in Stockholm: ``time_machine_at("2026-10-05 09:00")``."""

    def stop(moment: str) -> None:
        time_machine.move_to(
            datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Stockholm")), tick=False
        )

    return stop
