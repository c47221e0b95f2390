from collections.abc import Callable
from typing import Any

import pytest

from associations import services
from associations.facts import EntryFacts, facts_of
from associations.models import Association


@pytest.fixture
def changed(association: Association) -> Callable[..., EntryFacts]:
    """The association's facts with some of them changed: ``changed(lead="Ny text")``."""
    from dataclasses import replace

    def change(**facts: Any) -> EntryFacts:
        return replace(facts_of(association), **facts)

    return change


@pytest.fixture
def listed(coordinator: Any) -> Callable[..., Association]:
    """Make a listed association through the services."""

    def make(name: str, **facts: Any) -> Association:
        made = services.create_association(name, actor=coordinator, **facts)
        services.list_association(made, actor=coordinator)
        return made

    return make
